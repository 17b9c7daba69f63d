/** First reading of a labelled file: its sizes, and what is learned from the training part before a network is. */
import { fail } from "../../errors/index.ts";
import { quote, shown } from "../../errors/quote.ts";
import type { Reason } from "../../errors/reasons.ts";
import { ATOMS, type Unit } from "../units.ts";
import { Vocabulary } from "../vocabulary.ts";
import type { LabelledRecord } from "./labelledRecord.ts";
import { type Learned, MOST_CLASSES } from "./learned.ts";

/** Limits that keep the memory of a file to twice its size and 64 MiB. */
export const MOST_BYTES = 2 ** 30;
export const MOST_SEQUENCES = 2 ** 22;
/** One number of a Uint16Array is kept for unknown symbols. */
const MOST_SYMBOLS = 65_535;

export type PartNumber = 0 | 1 | 2;

export class LabelSurvey {
	/** Number of sequences and of all their steps. */
	sequences = 0;
	steps = 0;
	readonly #name: string;
	readonly #unit: Unit;
	readonly #known: Learned | undefined;
	readonly #range: [number, number] = [Number.POSITIVE_INFINITY, 0];
	#width = -1;
	#perStep: boolean | undefined;
	/** Numbers of labels by class: training, validation, test. */
	readonly #classes = new Map<string, [number, number, number]>();
	readonly #seen = new Uint8Array(ATOMS);
	#rows = 0;
	#mean = new Float64Array(0); // [D]
	#squares = new Float64Array(0); // [D] sums of squared deviations

	/** @param known facts of the training file, for another file that must fit them. */
	constructor(name: string, unit: Unit, known?: Learned) {
		this.#name = name;
		this.#unit = unit;
		this.#known = known;
		if (!known) return;
		this.#perStep = known.perStep;
		this.#width = known.mean?.length ?? 0;
	}

	/** @throws E_LABELLED_FIELD for a line of another form than those before; E_LABEL_UNKNOWN, E_LABELLED_SIZE. */
	add(record: LabelledRecord, part: PartNumber, { text, label }: { text: string; label: string }): void {
		const refuse = (field: string, why: Reason) =>
			fail("E_LABELLED_FIELD", { name: this.#name, line: record.line, field, why });
		if (this.#width < 0) this.#width = record.width;
		if (record.width !== this.#width) {
			const of = { reason: "list", of: "numbers", exactly: this.#width } as const;
			const got = record.width === 0 ? "text" : `${record.width} x ${record.steps}`;
			throw refuse(text, this.#width === 0 ? { reason: "type", types: ["text"], got } : { ...of, got });
		}
		if (record.label !== undefined) {
			const list = typeof record.label !== "string";
			this.#perStep ??= list;
			const got = shown(record.label);
			if (list !== this.#perStep) throw refuse(label, { reason: "type", types: [list ? "text" : "list"], got });
			this.#count(typeof record.label === "string" ? [record.label] : record.label, part, record.line);
		}
		this.sequences++;
		this.steps += record.steps;
		this.#range[0] = Math.min(this.#range[0], record.steps);
		this.#range[1] = Math.max(this.#range[1], record.steps);
		if (part === 0 && !this.#known) this.#learn(record);
	}

	/** Returns the facts, and the labels that the training part lacks. @throws E_LABELLED_PART, E_LABELLED_SIZE. */
	finish(): { learned: Learned; unseen: { label: string; count: number }[] } {
		if (this.#known) return { learned: { ...this.#known, steps: this.#range }, unseen: [] };
		const classes = [...this.#classes.keys()].sort(inOrder);
		const counts = classes.map((label) => this.#classes.get(label)![0]);
		const trained = classes.filter((_, k) => counts[k]! > 0);
		if (trained.length < 2) {
			const sequences = this.sequences;
			throw fail("E_LABELLED_PART", { name: this.#name, part: "train", sequences, split: "", label: trained[0] ?? "" });
		}
		const unseen = classes.flatMap((label, k) => {
			const [, valid, test] = this.#classes.get(label)!;
			return counts[k] === 0 ? [{ label, count: valid + test }] : [];
		});
		const facts = { steps: this.#range, perStep: this.#perStep!, classes, counts };
		return { learned: { ...facts, ...(this.#width === 0 ? this.#symbols() : this.#scale()) }, unseen };
	}

	#count(labels: readonly string[], part: PartNumber, line: number): void {
		for (const label of labels) {
			let counts = this.#classes.get(label);
			if (!counts) {
				this.#checkNew(label, line);
				counts = [0, 0, 0];
				this.#classes.set(label, counts);
			}
			counts[part]++;
		}
	}

	#checkNew(label: string, line: number): void {
		const name = this.#name;
		if (this.#known && !this.#known.classes.includes(label)) {
			const { classes } = this.#known;
			const known = classes.slice(0, 20).map(quote).join(", ");
			throw fail("E_LABEL_UNKNOWN", { name, line, label, known: classes.length > 20 ? `${known}, ...` : known });
		}
		const got = this.#classes.size + 1;
		if (got > MOST_CLASSES) throw fail("E_LABELLED_SIZE", { name, what: "classes", got, max: MOST_CLASSES });
	}

	#learn({ atoms, values, steps, width: D }: LabelledRecord): void {
		for (const atom of atoms ?? []) this.#seen[atom] = 1;
		if (!values) return;
		if (this.#mean.length === 0) [this.#mean, this.#squares] = [new Float64Array(D), new Float64Array(D)];
		for (let t = 0; t < steps; t++) {
			this.#rows++;
			for (let d = 0; d < D; d++) {
				const from = values[t * D + d]! - this.#mean[d]!; // Welford 1962
				this.#mean[d]! += from / this.#rows;
				this.#squares[d]! += from * (values[t * D + d]! - this.#mean[d]!);
			}
		}
	}

	#symbols(): Pick<Learned, "vocabulary"> {
		if (this.#unit === "byte") return { vocabulary: new Vocabulary("byte").toJSON() };
		const atoms = Int32Array.from(this.#seen.keys()).filter((atom) => this.#seen[atom] === 1);
		if (atoms.length > MOST_SYMBOLS) {
			throw fail("E_LABELLED_SIZE", { name: this.#name, what: "symbols", got: atoms.length, max: MOST_SYMBOLS });
		}
		return { vocabulary: new Vocabulary(this.#unit, atoms).toJSON() };
	}

	/** A column that never changes keeps a deviation of 1. */
	#scale(): Pick<Learned, "mean" | "deviation"> {
		const deviation = Array.from(this.#squares, (sum) => Math.sqrt(sum / this.#rows));
		return { mean: [...this.#mean], deviation: deviation.map((one) => (one > 0 && Number.isFinite(one) ? one : 1)) };
	}
}

/** Numbers by value and before other labels, which are in the order of their code units. */
function inOrder(a: string, b: string): number {
	const [x, y] = [a, b].map((label) => (label.trim() === "" ? Number.NaN : Number(label)));
	const numbers = Number(Number.isNaN(x)) - Number(Number.isNaN(y));
	if (numbers !== 0) return numbers;
	return (Number.isNaN(x) ? 0 : x! - y!) || (a < b ? -1 : a > b ? 1 : 0);
}
