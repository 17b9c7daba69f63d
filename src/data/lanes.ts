/**
 * A part read as B lanes side by side, so that a recurrent state can be carried from one batch to the next.
 *
 * Of S symbols each lane gets n = floor((S - 1) / B) steps: lane b reads symbols b n, b n + 1, ... and its targets are
 * the symbols after them. When fewer steps remain than are asked for, the epoch ends and all lanes start over.
 */
import { fail } from "../errors/index.ts";
import type { Part, SymbolReader } from "./corpus.ts";

/** Where a training run stands in its data: epochs begun before this one, and steps done in it, 0..stepsPerEpoch. */
export interface LaneCursor {
	epoch: number;
	step: number;
}

/** Symbols held ready by all lanes together, and by one lane. */
const AHEAD_TOTAL = 1 << 20;
const AHEAD_LANE = 1 << 16;

export class Lanes {
	/** B */
	readonly lanes: number;
	/** n: steps of a lane in one epoch. */
	readonly stepsPerEpoch: number;
	readonly #part: Part;
	#epoch = 0;
	#step = 0;
	#readers: SymbolReader[] = [];
	/** [B,#width]: the next #ready symbols of each lane, the first of them that of #step. */
	#ahead = new Int32Array(0);
	#width = 0;
	#from = 0; // column of #step
	#ready = 0;

	/** Lanes over `part`, 1 to 2^20 of them; `check` says whether the part is long enough for them. */
	constructor(part: Part, lanes: number) {
		if (!Number.isInteger(lanes) || lanes < 1 || lanes > 1 << 20) {
			throw fail("E_SIZE", { what: "--batch", got: lanes, min: 1, max: 1 << 20 });
		}
		this.#part = part;
		this.lanes = lanes;
		this.stepsPerEpoch = Math.floor(Math.max(0, part.symbols - 1) / lanes);
	}

	/** A coded error with the numbers unless an epoch holds at least one batch of `steps`. */
	check(steps: number): void {
		if (!Number.isInteger(steps) || steps < 1) throw fail("E_SIZE", { what: "--k1", got: steps, min: 1, max: 1 << 30 });
		if (steps <= this.stepsPerEpoch) return;
		throw fail("E_CORPUS_SHORT", { part: this.#part.name, symbols: this.#part.symbols, lanes: this.lanes, steps });
	}

	/**
	 * Fills ids and targets, [steps,B] each (longer arrays keep their rest), and moves on.
	 * `fresh` says that this batch is the first of its epoch: the caller then starts from a zero state.
	 */
	async next(steps: number, ids: Int32Array, targets: Int32Array): Promise<{ fresh: boolean; epoch: number }> {
		this.check(steps);
		const B = this.lanes;
		if (ids.length < steps * B || targets.length < steps * B) {
			throw fail("E_INTERNAL", { what: `lanes: ${ids.length} ids and ${targets.length} targets for ${steps} x ${B}` });
		}
		if (this.#step + steps > this.stepsPerEpoch) await this.seek({ epoch: this.#epoch + 1, step: 0 });
		if (this.#ready < steps + 1) await this.#fill(steps + 1);
		const ahead = this.#ahead;
		for (let b = 0; b < B; b++) {
			let from = b * this.#width + this.#from;
			for (let t = 0; t < steps; t++) {
				ids[t * B + b] = ahead[from++]!;
				targets[t * B + b] = ahead[from]!;
			}
		}
		const fresh = this.#step === 0;
		this.#step += steps;
		this.#from += steps;
		this.#ready -= steps;
		return { fresh, epoch: this.#epoch };
	}

	cursor(): LaneCursor {
		return { epoch: this.#epoch, step: this.#step };
	}

	/** Goes to a cursor saved before; the next batch is the one that would have followed it. */
	async seek(cursor: LaneCursor): Promise<void> {
		const { epoch, step } = cursor;
		const whole = Number.isSafeInteger(epoch) && Number.isSafeInteger(step) && epoch >= 0;
		if (!whole || step < 0 || step > this.stepsPerEpoch) {
			throw fail("E_CURSOR", { epoch, step, steps: this.stepsPerEpoch, part: this.#part.name });
		}
		this.#epoch = epoch;
		this.#step = step;
		this.#readers = [];
		this.#from = 0;
		this.#ready = 0;
	}

	/** Reads ahead until at least `needed` symbols of every lane are ready. */
	async #fill(needed: number): Promise<void> {
		const B = this.lanes;
		const n = this.stepsPerEpoch;
		if (this.#readers.length === 0) {
			this.#readers = Array.from({ length: B }, (_, b) => this.#part.reader(b * n + this.#step));
		}
		const width = Math.max(needed, Math.min(AHEAD_LANE, Math.floor(AHEAD_TOTAL / B), n + 1));
		if (width > this.#width) this.#widen(width);
		const left = n + 1 - this.#step - this.#ready;
		const more = Math.min(this.#width - this.#ready, left);
		const read = async (b: number) => {
			const start = b * this.#width;
			this.#ahead.copyWithin(start, start + this.#from, start + this.#from + this.#ready);
			const ids = await this.#readers[b]!.read(more);
			if (ids.length !== more) throw fail("E_INTERNAL", { what: `lane ${b} gave ${ids.length} of ${more} symbols` });
			this.#ahead.set(ids, start + this.#ready);
		};
		// A few at a time: each reader may hold a block of text while it reads.
		for (let b = 0; b < B; b += 8) {
			await Promise.all(Array.from({ length: Math.min(8, B - b) }, (_, i) => read(b + i)));
		}
		this.#from = 0;
		this.#ready += more;
	}

	#widen(width: number): void {
		const wider = new Int32Array(this.lanes * width);
		for (let b = 0; b < this.lanes; b++) {
			const start = b * this.#width + this.#from;
			wider.set(this.#ahead.subarray(start, start + this.#ready), b * width);
		}
		this.#ahead = wider;
		this.#width = width;
		this.#from = 0;
	}
}
