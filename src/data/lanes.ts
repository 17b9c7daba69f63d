/**
 * A part read as B parallel lanes, so that the recurrent state can be carried from one batch to the next.
 *
 * Of S symbols each lane has n = floor((S - 1) / B) steps: lane b reads symbols b n, b n + 1, ... and its targets are
 * the symbols after them. When fewer steps remain than requested, the epoch ends and all lanes start again.
 */
import { fail } from "../errors/index.ts";
import type { Part, SymbolReader } from "./corpus.ts";

/** Position of a training run in its data: epochs begun before this one, and steps done in it, 0..stepsPerEpoch. */
export interface LaneCursor {
	epoch: number;
	step: number;
}

/** Maximum number of symbols read ahead, by all lanes together and by one lane. */
const AHEAD_TOTAL = 1 << 20;
const AHEAD_LANE = 1 << 16;

/** A read in progress: further symbols of every lane. */
interface Order {
	symbols: number;
	ids: Promise<Int32Array[]>;
}

/** A text read in parallel lanes, each with a stretch of its own. */
export class Lanes {
	/** Number of lanes B. */
	readonly lanes: number;
	/** Steps per lane and epoch, n. */
	readonly stepsPerEpoch: number;
	readonly #part: Part;
	#epoch = 0;
	#step = 0;
	#readers: SymbolReader[] = [];
	/** [B,#width]: the next #ready symbols of each lane, starting with that of #step. */
	#ahead = new Int32Array(0);
	#width = 0;
	#from = 0; // column of #step
	#ready = 0;
	#order: Order | undefined;

	/** Creates 1 to 2^20 lanes over `part`; `check` reports whether the part is long enough. */
	constructor(part: Part, lanes: number) {
		if (!Number.isInteger(lanes) || lanes < 1 || lanes > 1 << 20) {
			throw fail("E_SIZE", { what: "--batch", got: lanes, min: 1, max: 1 << 20 });
		}
		this.#part = part;
		this.lanes = lanes;
		this.stepsPerEpoch = Math.floor(Math.max(0, part.symbols - 1) / lanes);
	}

	/** @throws E_CORPUS_SHORT unless an epoch holds at least one batch of `steps`; E_SIZE for `steps` below 1. */
	check(steps: number): void {
		if (!Number.isInteger(steps) || steps < 1) throw fail("E_SIZE", { what: "--k1", got: steps, min: 1, max: 1 << 30 });
		if (steps <= this.stepsPerEpoch) return;
		throw fail("E_CORPUS_SHORT", { part: this.#part.name, symbols: this.#part.symbols, lanes: this.lanes, steps });
	}

	/**
	 * Fills ids and targets, [steps,B] each (longer arrays keep their rest), and advances. `fresh` is true for the first
	 * batch of an epoch: the caller then starts from a zero state.
	 */
	async next(steps: number, ids: Int32Array, targets: Int32Array): Promise<{ fresh: boolean; epoch: number }> {
		this.check(steps);
		const B = this.lanes;
		if (ids.length < steps * B || targets.length < steps * B) {
			throw fail("E_INTERNAL", { what: `lanes: ${ids.length} ids and ${targets.length} targets for ${steps} x ${B}` });
		}
		if (this.#step + steps > this.stepsPerEpoch) await this.seek({ epoch: this.#epoch + 1, step: 0 });
		while (this.#ready < steps + 1) await this.#take(this.#order ?? this.#read(steps + 1));
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
		if (2 * this.#ready < this.#most(steps)) this.#order ??= this.#read(steps);
		return { fresh, epoch: this.#epoch };
	}

	cursor(): LaneCursor {
		return { epoch: this.#epoch, step: this.#step };
	}

	/** Moves to a saved cursor; the next batch is the one that would have followed it. */
	async seek(cursor: LaneCursor): Promise<void> {
		const { epoch, step } = cursor;
		const whole = Number.isSafeInteger(epoch) && Number.isSafeInteger(step) && epoch >= 0;
		if (!whole || step < 0 || step > this.stepsPerEpoch) {
			throw fail("E_CURSOR", { epoch, step, steps: this.stepsPerEpoch, part: this.#part.name });
		}
		this.#epoch = epoch;
		this.#step = step;
		this.#readers = [];
		this.#order = undefined;
		this.#from = 0;
		this.#ready = 0;
	}

	/** Maximum number of symbols held per lane when calls take `steps`. */
	#most(steps: number): number {
		return Math.max(steps + 1, Math.min(AHEAD_LANE, Math.floor(AHEAD_TOTAL / this.lanes), this.stepsPerEpoch + 1));
	}

	/**
	 * Starts reading further symbols of every lane, at least `steps`: as many as were read since the last seek, so that
	 * later batches are read during training on earlier ones.
	 */
	#read(steps: number): Order | undefined {
		const n = this.stepsPerEpoch;
		if (this.#readers.length === 0) {
			this.#readers = Array.from({ length: this.lanes }, (_, b) => this.#part.reader(b * n + this.#step));
		}
		const had = this.#from + this.#ready;
		const most = Math.min(this.#most(steps) - this.#ready, n + 1 - this.#step - this.#ready);
		const symbols = Math.min(most, Math.max(steps, had));
		if (symbols <= 0) return undefined;
		const ids = this.#readAll(this.#readers, symbols);
		ids.catch(() => {}); // reported where the order is taken
		return { symbols, ids };
	}

	async #readAll(readers: SymbolReader[], symbols: number): Promise<Int32Array[]> {
		const all: Int32Array[] = [];
		// A few at a time: each reader may hold a block of text while it reads.
		for (let b = 0; b < readers.length; b += 8) {
			all.push(...(await Promise.all(readers.slice(b, b + 8).map((reader) => reader.read(symbols)))));
		}
		return all;
	}

	/** Waits for a read and appends its symbols to those that are ready. */
	async #take(order: Order | undefined): Promise<void> {
		if (!order)
			throw fail("E_INTERNAL", { what: `lanes: nothing to read at step ${this.#step} of ${this.stepsPerEpoch}` });
		this.#order = order;
		const arrived = await order.ids;
		this.#order = undefined;
		const { symbols } = order;
		if (this.#ready + symbols > this.#width) this.#widen(this.#ready + symbols);
		for (const [b, ids] of arrived.entries()) {
			if (ids.length !== symbols)
				throw fail("E_INTERNAL", { what: `lane ${b} gave ${ids.length} of ${symbols} symbols` });
			const start = b * this.#width;
			this.#ahead.copyWithin(start, start + this.#from, start + this.#from + this.#ready);
			this.#ahead.set(ids, start + this.#ready);
		}
		this.#from = 0;
		this.#ready += symbols;
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
