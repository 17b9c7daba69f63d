/** A text cut into lanes that are read in parallel, each after a warm-up of symbols that do not count. */
import type { SymbolReader } from "../data/symbolReader.ts";
import { fail } from "../errors/index.ts";
import type { SymbolText } from "./model.ts";

// S symbols, T steps of a window, B lanes; row-major, the last letter moves fastest

export interface LaneOptions {
	/** Steps per window, T. */
	steps: number;
	/** Number of lanes, B. */
	lanes: number;
	/** Symbols that each lane but the first reads from a zero state before its own. */
	warmup: number;
}

/** Reads a text in lanes. Lane b counts the symbols [b m, (b + 1) m), m = ceil(S / B): every symbol counts once. */
export class LaneReader {
	readonly ids: Int32Array; // [T,B] -1 for an unknown symbol and after a lane's end
	readonly targets: Int32Array; // [T,B] the next symbol, -1 if it is unknown or there is none
	readonly at: Float64Array; // [B] index in the text of the symbol that step 0 of each lane reads
	readonly first: Int32Array; // [B] the first step that counts
	readonly end: Int32Array; // [B] one past the last step that counts; none count if it is not above `first`
	/** Symbols counted up to and including this window, over all lanes. */
	done = 0;
	readonly total: number;
	readonly #T: number;
	readonly #own: Float64Array; // [B]
	readonly #to: Float64Array; // [B]
	readonly #readers: readonly SymbolReader[]; // [B]
	readonly #held: Int32Array; // [B] the next symbol of each lane

	constructor(text: SymbolText, { steps: T, lanes: B, warmup }: LaneOptions) {
		this.total = text.symbols;
		this.#T = T;
		const m = Math.ceil(this.total / B);
		this.#own = Float64Array.from({ length: B }, (_, b) => Math.min(this.total, b * m));
		this.#to = this.#own.map((from) => Math.min(this.total, from + m));
		this.at = this.#own.map((from) => Math.max(0, from - warmup));
		this.#readers = Array.from(this.at, (from) => text.reader(from));
		this.#held = new Int32Array(B);
		this.ids = new Int32Array(T * B);
		this.targets = new Int32Array(T * B);
		this.first = new Int32Array(B);
		this.end = new Int32Array(B);
	}

	/** Reads the next window. Returns false when no lane has symbols left. */
	async next(): Promise<boolean> {
		const B = this.at.length;
		const begun = this.done > 0 || this.end.some((steps) => steps > 0);
		for (let b = 0; b < B; b++) this.at[b]! += this.end[b]!;
		if (this.at.every((at, b) => at >= this.#to[b]!)) return false;
		this.ids.fill(-1);
		this.targets.fill(-1);
		for (let b = 0; b < B; b++) {
			const at = this.at[b]!;
			const count = Math.max(0, Math.min(this.#T, this.#to[b]! - at));
			const ahead = Math.min(count + (begun ? 0 : 1), this.total - at - (begun ? 1 : 0));
			const read = count > 0 && ahead > 0 ? await this.#readers[b]!.read(ahead) : new Int32Array(0);
			if (count > 0 && read.length < ahead)
				throw fail("E_INTERNAL", { what: `a text of ${this.total} symbols ended at ${at + read.length}` });
			const symbols = begun ? [this.#held[b]!, ...read] : read; // from `at` to the one after the window
			for (let t = 0; t < count; t++) {
				this.ids[t * B + b] = symbols[t]!;
				this.targets[t * B + b] = symbols[t + 1] ?? -1;
			}
			this.#held[b] = symbols[count] ?? -1;
			this.first[b] = Math.min(count, Math.max(0, this.#own[b]! - at));
			this.end[b] = count;
			this.done += count - this.first[b]!;
		}
		return true;
	}
}
