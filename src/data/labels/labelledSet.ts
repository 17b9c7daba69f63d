/**
 * Labelled sequences in memory, as narrow as they allow: a symbol takes one or two bytes, a standardised value four, a
 * label two.
 */
import { Vocabulary } from "../vocabulary.ts";
import type { LabelledRecord } from "./labelledRecord.ts";
import type { Learned } from "./learned.ts";

// N sequences, S steps of all of them, D values per step

/** Mark of a sequence or step without label. */
export const UNLABELLED = 0xffff;

export interface LabelledSet {
	/** Name of the file, for messages. */
	name: string;
	learned: Learned;
	/** Number of inputs: symbols, or values per step. */
	inputs: number;
	/** Number of sequences, N. */
	count: number;
	starts: Uint32Array; // [N+1] first step of each sequence
	lines: Uint32Array; // [N] line of each sequence in the file
	/** Ids of the symbols, [S]; `inputs` for one that the training part lacks. */
	symbols?: Uint8Array | Uint16Array;
	values?: Float32Array; // [S,D] standardised
	labels: Uint16Array; // [N], or [S] with a label per step
}

/** Returns an empty set, and the function that adds the next sequence to it. */
export function labelledSet(name: string, learned: Learned, sizes: { sequences: number; steps: number }) {
	const { sequences: N, steps: S } = sizes;
	const { perStep, classes, mean, deviation } = learned;
	const vocabulary = learned.vocabulary && Vocabulary.fromJSON(learned.vocabulary, name);
	const inputs = vocabulary?.size ?? mean!.length;
	const set: LabelledSet = {
		...{ name, learned, inputs, count: 0 },
		...{ starts: new Uint32Array(N + 1), lines: new Uint32Array(N) },
		...(vocabulary
			? { symbols: inputs < 256 ? new Uint8Array(S) : new Uint16Array(S) }
			: { values: new Float32Array(S * inputs) }),
		labels: new Uint16Array(perStep ? S : N).fill(UNLABELLED),
	};
	const classOf = new Map(classes.map((label, k) => [label, k]));
	const add = ({ line, steps, atoms, values, label }: LabelledRecord) => {
		const n = set.count++;
		const start = set.starts[n]!;
		set.lines[n] = line;
		set.starts[n + 1] = start + steps;
		for (let t = 0; atoms && t < steps; t++) {
			const id = vocabulary!.id(atoms[t]!);
			set.symbols![start + t] = id < 0 ? inputs : id;
		}
		for (let i = 0; values && i < values.length; i++) {
			const d = i % inputs;
			set.values![start * inputs + i] = (values[i]! - mean![d]!) / deviation![d]!;
		}
		if (Array.isArray(label)) for (const [t, one] of label.entries()) set.labels[start + t] = classOf.get(one)!;
		else if (label !== undefined) set.labels[n] = classOf.get(label)!;
	};
	return { set, add };
}
