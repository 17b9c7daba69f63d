/**
 * A receipt: all that is needed to train the first updates of a run again, and digests of its weights on the way. It
 * travels as a link, `#receipt=` and JSON in base64url. Whoever reads one trusts no field of it.
 */
import { UNITS, type Unit } from "../../data/units.ts";
import { fail } from "../../errors/index.ts";
import { type Wanted, withGot } from "../../errors/request.ts";
import { type JsonValue, parseStrictJson } from "../../interop/strictJson.ts";
import { isRecord, type Json } from "../json.ts";
import { type GivenOptions, OPTION_NAMES, OPTION_RULES } from "../options/options.ts";

export const RECEIPT_VERSION = 1;
/** Longest link, in characters. */
export const MOST_LINK = 2048;
export const MOST_UPDATES = 1_000_000;
export const MOST_CHECKS = 8;
export const MOST_TENSORS = 64;
const MOST_WORD = 100;
/** Hexadecimal digits of a short digest: of the recipe and of checked updates; of a tensor. */
export const SHORT = 16;
export const TENSOR = 8;

/** The text of a receipt: it is not in it, only how to recognise and to read it. */
export interface ReceiptText {
	/** SHA-256 of its bytes in UTF-8 (for the unit byte, as they are), in hex. */
	sha256: string;
	unit: Unit;
	split: [number, number, number];
	lossy: boolean;
	encoding?: string;
	/** Name in the catalogue, such as "@sqlite". */
	name?: string;
}

/** A task that is generated, so that its name is all of its data. */
export interface ReceiptTask {
	task: string;
	options: { [option: string]: number | boolean };
}

export interface Receipt {
	version: 1;
	/** Options that determine the weights; the seed is one of them. */
	options: GivenOptions;
	data: ReceiptText | ReceiptTask;
	engine: "wasm-plain";
	/** First digits of the SHA-256 of all that comes before. */
	recipe: string;
	/** Digests of the weights after some updates, in order; 0: the initial weights. */
	checks: { update: number; digest: string }[];
	/** Updates in all. */
	updates: number;
	/** Digests of the tensors after the last update, in layout order. */
	tensors: string[];
	/** SHA-256 of the weights' bytes after the last update, in hex. */
	weightsSha256: string;
}

/** Whether a receipt is of a run on a text, which is not in it. */
export function isText(data: Receipt["data"]): data is ReceiptText {
	return "sha256" in data;
}

/** Returns the link of a receipt: an address fragment. */
export function receiptLink(receipt: Receipt): string {
	const bytes = new TextEncoder().encode(JSON.stringify(receipt));
	const text = btoa(String.fromCharCode(...bytes));
	return `#receipt=${text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/**
 * Reads a receipt from a link, from an address that ends in it, or from JSON that holds either under `link`.
 * @throws E_RECEIPT_FORM naming the first field that is not what it must be; E_RECEIPT_VERSION.
 */
export function parseReceipt(given: string): Receipt {
	const text = given.trim();
	if (!text.startsWith("{")) return checkedReceipt(jsonOf(payloadOf(text)));
	const json = strict(text);
	if (isRecord(json) && typeof json.link === "string") return checkedReceipt(jsonOf(payloadOf(json.link)));
	return checkedReceipt(json);
}

function payloadOf(text: string): string {
	const at = text.indexOf("#receipt=");
	const payload = at < 0 ? text : text.slice(at + 9);
	const fits = payload.length > 0 && payload.length <= MOST_LINK && /^[\w-]+$/.test(payload);
	if (!fits) throw form("link", { reason: "form", forms: ["#receipt=..."] }, payload);
	return payload;
}

function jsonOf(payload: string): Json {
	const base64 = payload.replaceAll("-", "+").replaceAll("_", "/");
	let text: string;
	try {
		const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
		text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		throw form("link", { reason: "form", forms: ["#receipt=..."] }, payload);
	}
	return strict(text);
}

function strict(text: string): Json {
	try {
		return parseStrictJson(text, "receipt", { bytes: 4 * MOST_LINK, values: 1000, depth: 6 }) as JsonValue as Json;
	} catch (error) {
		throw fail("E_RECEIPT_FORM", { what: "link", why: { reason: "json", message: "JSON" } }, { cause: error });
	}
}

const form = (what: string, why: Wanted, got: Json | undefined) =>
	fail("E_RECEIPT_FORM", { what, why: withGot(why, got) });

const hex = (value: Json | undefined, digits: number): value is string =>
	typeof value === "string" && value.length === digits && /^[0-9a-f]+$/.test(value);
const whole = (value: Json | undefined, max: number): value is number =>
	Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= max;
const word = (value: Json | undefined): value is string =>
	typeof value === "string" && value.length > 0 && value.length <= MOST_WORD;

function checkedReceipt(json: Json): Receipt {
	if (!isRecord(json)) throw form("receipt", { reason: "type", types: ["object"] }, json);
	const { version, options, data, engine, recipe, checks, updates, tensors, weightsSha256 } = json;
	if (!whole(version, 1e6) || version < 1) throw form("version", { reason: "whole", min: 1 }, version);
	if (version !== RECEIPT_VERSION) throw fail("E_RECEIPT_VERSION", { got: version, newest: RECEIPT_VERSION });
	const known = Object.keys(json).find((key) => !KEYS.includes(key));
	if (known !== undefined) throw form(known, { reason: "oneOf", choices: KEYS }, known);
	if (engine !== "wasm-plain") throw form("engine", { reason: "oneOf", choices: ["wasm-plain"] }, engine);
	if (!hex(recipe, SHORT)) throw form("recipe", { reason: "type", types: ["text"] }, recipe);
	if (!hex(weightsSha256, 64)) throw form("weightsSha256", { reason: "type", types: ["text"] }, weightsSha256);
	if (!whole(updates, MOST_UPDATES) || updates < 1)
		throw form("updates", { reason: "whole", min: 1, max: MOST_UPDATES }, updates);
	const short = Array.isArray(tensors) && tensors.length <= MOST_TENSORS && tensors.every((one) => hex(one, TENSOR));
	if (!short) throw form("tensors", { reason: "list", of: "texts", most: MOST_TENSORS }, tensors);
	return {
		...{ version: 1, engine, recipe, updates, weightsSha256, tensors: tensors as string[] },
		...{ options: checkedOptions(options), data: checkedData(data), checks: checkedChecks(checks, updates) },
	};
}

const KEYS: readonly string[] = [
	...["version", "options", "data", "engine", "recipe", "checks", "updates", "tensors", "weightsSha256"],
];

/**
 * Their values are checked by the option parser of the trainer, which refuses what is out of range, and what is no
 * definition of a cell.
 */
function checkedOptions(options: Json | undefined): GivenOptions {
	if (!isRecord(options)) throw form("options", { reason: "type", types: ["object"] }, options);
	for (const [name, value] of Object.entries(options)) {
		const known = (OPTION_NAMES as readonly string[]).includes(name) && Object.hasOwn(OPTION_RULES, name);
		const isCell = name === "cell" && isRecord(value) && word(value.name);
		if (!known || !(isCell || word(value) || typeof value === "number")) throw form(`options.${name}`, OPTION, value);
	}
	return options as unknown as GivenOptions;
}

const OPTION: Wanted = { reason: "type", types: ["text", "number"] };

function checkedData(data: Json | undefined): Receipt["data"] {
	if (!isRecord(data)) throw form("data", { reason: "type", types: ["object"] }, data);
	if (data.task !== undefined) {
		const { task, options } = data;
		if (!word(task)) throw form("data.task", { reason: "type", types: ["text"] }, task);
		const plain =
			isRecord(options) && Object.values(options).every((v) => typeof v === "number" || typeof v === "boolean");
		if (!plain) throw form("data.options", { reason: "type", types: ["object"] }, options);
		return { task, options: options as ReceiptTask["options"] };
	}
	const { sha256, unit, split, lossy, encoding, name } = data;
	if (!hex(sha256, 64)) throw form("data.sha256", { reason: "type", types: ["text"] }, sha256);
	if (!UNITS.includes(unit as Unit)) throw form("data.unit", { reason: "type", types: ["text"] }, unit);
	const parts =
		Array.isArray(split) && split.length === 3 && split.every((n) => typeof n === "number" && n >= 0 && n <= 100);
	if (!parts) throw form("data.split", { reason: "list", of: "numbers", exactly: 3 }, split);
	if (typeof lossy !== "boolean") throw form("data.lossy", { reason: "oneOf", choices: ["true", "false"] }, lossy);
	if (encoding !== undefined && !word(encoding))
		throw form("data.encoding", { reason: "type", types: ["text"] }, encoding);
	const stored = name === undefined || (word(name) && /^@[a-z0-9-]+$/.test(name));
	if (!stored) throw form("data.name", { reason: "form", forms: ["@NAME"] }, name);
	return {
		...{ sha256, unit: unit as Unit, split: split as [number, number, number], lossy },
		...(encoding !== undefined && { encoding }),
		...(name !== undefined && { name: name as string }),
	};
}

function checkedChecks(checks: Json | undefined, updates: number): Receipt["checks"] {
	let last = -1;
	const fits =
		Array.isArray(checks) &&
		checks.length <= MOST_CHECKS &&
		checks.every((one) => {
			if (!isRecord(one) || !whole(one.update, updates) || !hex(one.digest, SHORT)) return false;
			const later = one.update > last;
			last = one.update;
			return later;
		});
	if (!fits) throw form("checks", { reason: "list", of: "numbers", most: MOST_CHECKS }, checks);
	return (checks as Receipt["checks"]).map(({ update, digest }) => ({ update, digest }));
}
