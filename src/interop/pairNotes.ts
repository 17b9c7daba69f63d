/** What a file says of an encoder-decoder: its attention, its outputs and its task. */
import { ATTENTIONS, type AttentionName, type ModelSpec, outputsOf } from "../cells/layout.ts";
import { fail } from "../errors/index.ts";
import { shown } from "../errors/quote.ts";
import type { NamedTensor } from "./safetensors.ts";

export const NOTE_TASK = "sluice.task";

/** Longest title of a task, in characters. */
const MOST_TITLE = 200;

type Pair = Pick<ModelSpec, "outputs" | "attention" | "attentionUnits">;

/** Returns the fields of a model's note that only an encoder-decoder has. */
export function pairNote(spec: ModelSpec): Pair {
	const { attention, attentionUnits } = spec;
	if (!attention) return {};
	return { outputs: outputsOf(spec), attention, ...(attentionUnits !== undefined && { attentionUnits }) };
}

/** Reads these fields from an untrusted note: none of them, or those of an encoder-decoder. Undefined: neither. */
export function pairFrom(raw: Readonly<Record<keyof Pair, unknown>>): Pair | undefined {
	const { outputs, attention, attentionUnits } = raw;
	if (attention === undefined) return outputs === undefined && attentionUnits === undefined ? {} : undefined;
	const units = attentionUnits === undefined || (attention === "additive" && Number.isSafeInteger(attentionUnits));
	if (!ATTENTIONS.includes(attention as AttentionName) || !Number.isSafeInteger(outputs) || !units) return undefined;
	return {
		...{ outputs: outputs as number, attention: attention as AttentionName },
		...(attentionUnits !== undefined && { attentionUnits: attentionUnits as number }),
	};
}

/** Derives the attention from the names of the layout; undefined for a stack. */
export function guessPair(tensors: readonly NamedTensor[]): Pair | undefined {
	const find = (name: string) => tensors.find((tensor) => tensor.name === name);
	if (!isPair(tensors.map(({ name }) => name))) return undefined;
	const v = find("attention.weight_v");
	if (v) return { attention: "additive", attentionUnits: v.shape[0] ?? 0 };
	if (!find("attention.weight_c")) return { attention: "none" };
	return { attention: find("attention.weight_a") ? "general" : "dot" };
}

/** Reports whether tensors of these names are an encoder-decoder under Sluice's names. */
export const isPair = (names: readonly string[]): boolean => names.includes("encoder.bias_l0");

/** @throws E_IMPORT for a title that is none. */
export function taskFrom(title: string, where: string): string {
	if (title.length <= MOST_TITLE && /^[\w.:=,-]+$/.test(title)) return title;
	throw fail("E_IMPORT", { where, why: "note", name: NOTE_TASK, got: shown(title.slice(0, MOST_TITLE)) ?? "" });
}

/** @throws E_EXPORT_FORM for an encoder-decoder. */
export function refusePair({ cell, variant, attention }: ModelSpec, to: string): void {
	if (!attention) return;
	const model = `${cell} ${variant} encoder-decoder (${attention})`;
	throw fail("E_EXPORT_FORM", { to, model, instead: "--to safetensors, --to npz" });
}
