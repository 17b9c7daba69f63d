/**
 * The symbols of a char-rnn checkpoint: a table from a string to its id, from 1. char-rnn reads bytes, so the characters of a text
 * beyond ASCII are several ids there; such a model is widened to Sluice's 256 bytes.
 */
import { tensorsOf } from "../../cells/layout.ts";
import { fail } from "../../errors/index.ts";
import { alike } from "../gateOrder.ts";
import type { PortableModel } from "../portable.ts";
import type { T7Value } from "./t7Objects.ts";

/** A logit below all others by this has a probability of 0 in float32: e^-100 = 4e-44. */
const NEVER = 100;

/** Returns the code point (or byte) of each id from 0. @throws E_T7. */
export function vocabularyFrom(
	vocab: T7Value,
	V: number,
	where: string,
): { unit: "codepoint" | "byte"; order: number[] } {
	const wrong = (got: string) => fail("E_T7", { where, why: "vocabulary", got });
	if (!(vocab instanceof Map) || vocab.size !== V) throw wrong(vocab instanceof Map ? String(vocab.size) : "no table");
	const names: string[] = new Array(V);
	for (const [symbol, id] of vocab) {
		const fits = typeof symbol === "string" && Number.isInteger(id) && (id as number) >= 1 && (id as number) <= V;
		if (!fits || names[(id as number) - 1] !== undefined) throw wrong(JSON.stringify(symbol)?.slice(0, 40) ?? "nil");
		names[(id as number) - 1] = symbol as string;
	}
	const bytes = names.map((name) => Uint8Array.from(name, (letter) => letter.charCodeAt(0)));
	if (bytes.some((one) => one.length === 1 && one[0]! > 0x7f)) {
		if (bytes.some((one) => one.length !== 1)) throw wrong("bytes and characters");
		return { unit: "byte", order: bytes.map((one) => one[0]!) };
	}
	const order = bytes.map((one) => {
		const text = new TextDecoder("utf-8", { fatal: false }).decode(one);
		const point = text.codePointAt(0);
		if (point === undefined || String.fromCodePoint(point) !== text || point === 0xfffd) throw wrong(text.slice(0, 20));
		return point;
	});
	if (new Set(order).size !== V) throw wrong("a symbol twice");
	return { unit: "codepoint", order };
}

/** The model over all 256 bytes: a byte that it lacks is an unknown symbol as input, and never predicted. */
export function widened(model: PortableModel, order: readonly number[]): PortableModel {
	const { symbols: V, hidden: H } = model.spec;
	const spec = { ...model.spec, symbols: 256 };
	const shapes = new Map(tensorsOf(spec).map(({ name, shape, length }) => [name, { shape, length }]));
	const tensors = model.tensors.map(({ name, data }) => {
		const { shape, length } = shapes.get(name)!;
		if (name !== "weight_ih_l0" && !name.startsWith("head.")) return { name, shape, data };
		const wide = alike(data, length);
		if (name === "head.bias") wide.fill(Math.min(0, ...data) - NEVER);
		for (const [id, byte] of order.entries()) {
			if (name === "head.bias") wide[byte] = data[id]!;
			else if (name === "head.weight") wide.set(data.subarray(id * H, (id + 1) * H), byte * H);
			else for (let row = 0; row * V < data.length; row++) wide[row * 256 + byte] = data[row * V + id]!;
		}
		return { name, shape, data: wide };
	});
	return { ...model, spec, tensors };
}
