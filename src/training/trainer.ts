/**
 * A training run on a text, to be stepped, saved and restored: weights, optimiser, random streams, data cursor.
 * It uses no clock and no files: the caller passes the fraction of the budget spent and stores the snapshots.
 */
import { type ModelSpec, parameterCount } from "../cells/layout.ts";
import { Weights } from "../cells/weights.ts";
import type { Part } from "../data/corpus.ts";
import { Lanes } from "../data/lanes.ts";
import { fail } from "../errors/index.ts";
import { hostFloats } from "../kernels/float32.ts";
import type { Engine } from "../kernels/kernels.ts";
import { RandomStream } from "../kernels/random.ts";
import { atOnce, type Work } from "../kernels/work.ts";
import { startInPieces } from "../remedies/starts.ts";
import type { DiLoCo } from "./diloco/diloco.ts";
import type { Json } from "./json.ts";
import { modelOf, type TrainOptions } from "./options/options.ts";
import { collectFloats } from "./ranks/collectives.ts";
import { firstOfRanks } from "./ranks/firstOfRanks.ts";
import { dilocoOf, type Together } from "./ranks/together.ts";
import { Shards } from "./shards/shards.ts";
import { type NamedTensor, putTensors, type Snapshot, weightDropCounter, wholeOf } from "./snapshot.ts";
import { Tbptt, type TbpttStreams, type WindowObserver } from "./tbptt.ts";
import { Ramps } from "./text/ramps.ts";
import { startReservoirWeights } from "./text/reservoirText.ts";
import { roundOf } from "./text/round.ts";
import { badValue, badWeight, type Divergence } from "./updates/guard.ts";
import { type UpdateReport, Updates } from "./updates/updates.ts";

export interface StepReport extends UpdateReport {
	epoch: number;
	/** The loss in nats per symbol. `lossSmoothNats` is its exponential mean. */
	lossNats: number;
	lossSmoothNats: number;
}

/** Trains a network on a text: one update at a time, saved and restored by snapshots. */
export class Trainer {
	readonly engine: Engine;
	readonly options: TrainOptions;
	readonly spec: ModelSpec;
	readonly weights: Weights;
	readonly updates: Updates;
	readonly parameters: number;
	/** Number of symbols trained on. */
	tokens = 0;
	/** Sizes of the updates. */
	readonly ramps: Ramps;
	readonly #lanes: Lanes;
	readonly #streams: TbpttStreams;
	readonly #tbptt: Tbptt;
	readonly #shards?: Shards;
	readonly #diloco?: DiLoCo;

	/**
	 * Allocates the weights and initialises them from `options.seed`.
	 * @param symbols vocabulary size, V. @param started false: the weights are 0 until `start` has run or a snapshot is
	 * restored. @param together processes that train this model together: each computes some of the shards, or with
	 * `syncEvery` trains on lanes of its own.
	 */
	constructor(
		engine: Engine,
		part: Part,
		symbols: number,
		options: TrainOptions,
		started = true,
		together: Together = {},
	) {
		this.engine = engine;
		this.options = options;
		this.spec = modelOf(options, symbols);
		this.ramps = new Ramps(options);
		this.#lanes = new Lanes(part, options.batch);
		this.#lanes.check(options.k1);
		this.weights = new Weights(engine, this.spec);
		this.parameters = parameterCount(this.spec);
		if (started) atOnce(this.start());
		this.updates = new Updates(engine, this.weights, options);
		const { seed, shards } = options;
		if (shards !== undefined) this.#shards = new Shards(engine, this.spec, shards, together.ranks);
		this.#diloco = dilocoOf(this.weights, options, together);
		const stream = (purpose: string) => new RandomStream(seed, purpose);
		this.#streams = { dropout: stream("dropout"), weightDrop: stream("weight-drop"), reset: stream("reset") };
		this.#tbptt = new Tbptt(
			engine,
			this.weights,
			this.#lanes,
			{ ...options, readoutOnly: options.cell === "esn" },
			this.#streams,
			{ shards: this.#shards, own: this.#diloco?.lanes },
		);
	}

	/** Initialises the weights in pieces. */
	*start(): Work<void> {
		const { cell, seed, init, forgetBias } = this.options;
		if (cell === "esn") startReservoirWeights(this.weights, this.options);
		else yield* startInPieces(this.weights, init, forgetBias, new RandomStream(seed, "weights"), this.engine);
	}

	/** Updates made. */
	get step(): number {
		return this.updates.step;
	}

	get clippedShare(): number {
		return this.updates.clippedShare;
	}

	/** Updates per epoch of the training part; with a ramp, on average over the budget. */
	get stepsPerEpoch(): number {
		return Math.floor(this.#lanes.stepsPerEpoch / this.options.k1) / this.ramps.work(1);
	}

	/** Calls `observer` with each window of the updates to come. undefined: no longer. */
	observe(observer: WindowObserver | undefined): void {
		this.#tbptt.observer = observer;
	}

	/** Called with the symbols and targets of each batch to come, [k1,B] each. undefined: no longer. */
	set onBatch(take: ((ids: Int32Array, targets: Int32Array) => void) | undefined) {
		this.#tbptt.onBatch = take;
	}

	/** Gradients of the last update. */
	get gradients(): Weights {
		return this.#tbptt.gradients;
	}

	/**
	 * Makes one update.
	 * @param progress fraction of the budget spent, 0..1; sets the learning rate, and the size of a ramped update.
	 * @param rate factor of the learning rate.
	 */
	async update(progress: number, rate = 1): Promise<StepReport> {
		this.#diloco?.before();
		await this.#tbptt.accumulate(this.ramps.at(progress));
		const { gradients, epoch, scored, scoredByAll, omega, lossNats, batch } = this.#tbptt;
		const loss = lossNats / Math.max(1, scored);
		const badValues = (step: number) => firstOfRanks(this.#shards?.ranks, this.#badValue(step));
		const report = this.updates.apply({ badValues, gradients, loss, omega }, progress, rate);
		const { divergence: own, ...made } = report;
		if (!own) this.tokens += scoredByAll;
		const divergence = this.#diloco ? this.#diloco.after(own, batch) : own;
		return {
			...{ ...made, epoch, lossNats: loss, lossSmoothNats: report.lossSmooth },
			...(divergence && { divergence }),
		};
	}

	/**
	 * Ends a run with `syncEvery`: exchanges what was trained since the last exchange. All ranks call it. Returns the
	 * divergence of any of them, instead.
	 */
	finish(): Divergence | undefined {
		return this.#diloco?.finish();
	}

	/** Bias-corrected exponential mean of the loss (decay 0.98); 0 before the first update. */
	get lossSmoothNats(): number {
		return this.updates.lossSmooth;
	}

	/** Returns the first non-finite value in the weights or the carried state, which the last update may have produced. */
	findDivergence(): Divergence | undefined {
		const arrays = [this.weights.flat];
		for (const { window } of this.#tbptt.parts) arrays.push(...window.carried().map(({ data }) => data));
		const finite = arrays.every((array) => Number.isFinite(this.engine.sumSquares(array)));
		const own = finite ? undefined : (badWeight(this.step, this.weights) ?? this.#badValue(this.step));
		const diloco = this.#diloco;
		return firstOfRanks(diloco?.ranks ?? this.#shards?.ranks, diloco?.diverged ?? own);
	}

	/** Returns the first non-finite value of this process's windows. */
	#badValue(step: number): Divergence | undefined {
		for (const { window, range } of this.#tbptt.parts) {
			const bad = badValue(step, window, { from: range.from, batch: this.options.batch });
			if (bad) return bad;
		}
		return undefined;
	}

	/** Returns everything a bit-identical resume needs. The tensors are views: write them out before the next update. */
	snapshot(): Snapshot {
		this.#shards?.checkWeights(this.weights);
		const { tensors, state } = this.updates.snapshot();
		const { dropout, weightDrop, reset } = this.#streams;
		const others = this.#diloco?.snapshot(this.updates.optimizer);
		return {
			tensors: [...tensors, ...this.#carried(), ...(others?.tensors ?? [])],
			state: {
				...others?.state,
				...{ ...state, tokens: this.tokens, dropoutCounter: dropout.counter, resetCounter: reset.counter },
				...((this.options.weightDrop ?? 0) > 0 && { weightDropCounter: weightDrop.counter }),
				...{ epoch: this.#tbptt.epoch, ...this.#place(), history: [...this.#tbptt.history] },
			},
		};
	}

	/** Where the next batch is; of an unfinished round, where it began. */
	#place(): Snapshot["state"] {
		const { epoch, step } = this.#lanes.cursor();
		const { round } = this.#tbptt;
		return round ? { cursor: { epoch, step: step - round.k1 }, round: { ...round } } : { cursor: { epoch, step } };
	}

	#carried(): NamedTensor[] {
		const { batch, hidden } = this.options;
		const ranks = this.#diloco?.ranks;
		return this.#tbptt.carried().map(({ name, data }) => {
			const all = ranks ? collectFloats(ranks, data, Array(ranks.size).fill(data.length)) : data;
			return { name: `state.${name}`, shape: [batch, hidden], data: all };
		});
	}

	/** Restores a snapshot of a run with the same options. @throws E_SNAPSHOT if it does not fit. */
	async restore(snapshot: Snapshot): Promise<void> {
		const { tensors, state } = snapshot;
		const diloco = this.#diloco;
		this.updates.restore(diloco?.own(snapshot) ?? snapshot);
		diloco?.restore(snapshot);
		this.#restoreCarried(tensors);
		this.tokens = wholeOf(state, "tokens");
		this.#streams.dropout.counter = wholeOf(state, "dropoutCounter");
		this.#streams.weightDrop.counter = weightDropCounter(state);
		this.#streams.reset.counter = wholeOf(state, "resetCounter");
		const cursor = state.cursor as { [key: string]: Json };
		const [epoch, step] = [wholeOf(cursor, "epoch"), wholeOf(cursor, "step")];
		const round = roundOf(state, this.ramps.whole);
		if (round) await this.#lanes.seek({ epoch, step: step + round.k1 }); // which the epoch must hold
		await this.#lanes.seek({ epoch, step });
		this.#tbptt.epoch = wholeOf(state, "epoch");
		this.#tbptt.history = this.#historyOf(state);
		await this.#tbptt.enter(round);
	}

	#restoreCarried(tensors: readonly NamedTensor[]): void {
		const shape = [this.options.batch, this.options.hidden]; // [B,H]
		const states = this.#tbptt.window.carried().map(({ name }) => {
			return { name: `state.${name}`, shape, data: hostFloats(this.weights.flat, shape[0]! * shape[1]!) };
		});
		putTensors(states, tensors);
		this.#tbptt.setCarried(states.map(({ data }) => data));
	}

	#historyOf(state: { [key: string]: Json }): number[] {
		const ids = state.history;
		const { batch, k1, k2 } = this.options;
		const fits = Array.isArray(ids) && ids.length % batch === 0 && ids.length <= Math.max(0, k2 - k1) * batch;
		const known = (id: unknown) => Number.isInteger(id) && (id as number) >= -1 && (id as number) < this.spec.symbols;
		if (fits && ids.every(known)) return ids as number[];
		throw fail("E_SNAPSHOT", {
			what: "history",
			why: { reason: "list", of: "symbols", most: Math.max(0, k2 - k1) * batch },
		});
	}
}
