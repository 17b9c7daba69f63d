/** A task's batch run in one window, or cut into shards with a window each: the gradient, the loss, and what diverged. */
import type { Pass } from "../../cells/pass.ts";
import { dropoutBlocks, Unrolled } from "../../cells/unroll.ts";
import type { WeightDropDraw } from "../../cells/weightDrop.ts";
import { Weights } from "../../cells/weights.ts";
import type { TaskBatch } from "../../data/tasks/task.ts";
import type { Engine } from "../../kernels/kernels.ts";
import type { RandomStream } from "../../kernels/random.ts";
import type { OwnLanes } from "../diloco/diloco.ts";
import type { TaskTrainOptions } from "../options/options.ts";
import { firstOfRanks } from "../ranks/firstOfRanks.ts";
import type { LaneRange, Shards } from "../shards/shards.ts";
import type { WindowObserver } from "../tbptt.ts";
import { drawWeightDrop } from "../updates/drawWeightDrop.ts";
import { badValue, type Divergence } from "../updates/guard.ts";
import type { Accumulated } from "../updates/updates.ts";
import { scoredSteps, TaskWindow } from "./taskWindow.ts";
import { type Piece, piecesOf, spansOf } from "./truncated.ts";

// T steps, B sequences, D inputs, V outputs; row-major, the last letter moves fastest

/** Returns some lanes of a batch. */
export function lanesOfBatch(
	{ T, B, lengths, questions, ids, x, targets, values }: TaskBatch,
	{ from, lanes }: LaneRange,
): TaskBatch {
	const part = <A extends Int32Array | Float64Array>(array: A): A => {
		const width = array.length / (T * B);
		const own = array.slice(0, T * lanes * width) as A;
		for (let t = 0; t < T; t++) {
			const at = (t * B + from) * width;
			own.set(array.subarray(at, at + lanes * width) as A, t * lanes * width);
		}
		return own;
	};
	return {
		...{ T, B: lanes, lengths: lengths.slice(from, from + lanes) },
		...(questions && { questions: questions.slice(from, from + lanes) }),
		...(ids && { ids: part(ids) }),
		...(x && { x: part(x) }),
		...(targets && { targets: part(targets) }),
		...(values && { values: part(values) }),
	};
}

/** The arrays of a batch. */
export const arraysOf = ({ ids, x, targets, values, questions }: TaskBatch) =>
	[ids, x, targets, values, questions].filter((array) => array !== undefined);

interface Part {
	range: LaneRange;
	holder: TaskWindow;
	/** The window that the last batch used. */
	window?: Pass;
}

interface Draws {
	scored: number;
	counter: number;
	weightDrop: WeightDropDraw;
}

interface TaskShardsOptions {
	options: TaskTrainOptions;
	/** Outputs of the task, V. */
	outputs: number;
	dropout: RandomStream;
	weightDrop: RandomStream;
	shards?: Shards | undefined;
	/** Lanes of this process, if others train on the rest by themselves. Default: those of its shards, or all. */
	own?: OwnLanes | undefined;
}

export class TaskShards {
	readonly gradients: Weights;
	/** Called with each window of the updates to come. */
	observer: WindowObserver | undefined;
	readonly #o: TaskShardsOptions;
	readonly #parts: readonly Part[];

	constructor(engine: Engine, weights: Weights, own: TaskShardsOptions) {
		const { options, shards, own: lanes } = own;
		this.#o = own;
		this.gradients = new Weights(engine, weights.spec);
		const { from, count } = shards?.own ?? { from: 0, count: 1 };
		this.#parts = Array.from({ length: count }, (_, n) => ({
			range: shards?.lanesOf(from + n, options.batch) ?? lanes?.range ?? { from: 0, lanes: options.batch },
			holder: new TaskWindow(engine, weights, { training: true, omega: options.omega > 0 }),
		}));
	}

	/**
	 * Sets the gradients to those of a batch, or of this process's own lanes. Each shard has dropout blocks of its own,
	 * whoever computes it, and so has each rank that trains by itself.
	 */
	backward(whole: TaskBatch): Accumulated {
		const { options, outputs, dropout, shards, own } = this.#o;
		const { gradients } = this;
		const batch = own ? lanesOfBatch(whole, own.range) : whole;
		const scored = Math.max(1, scoredSteps(batch, outputs));
		const badValues = (step: number) => firstOfRanks(shards?.ranks, this.#badValue(step));
		const first = dropout.counter;
		const blocks = this.#blocks(batch.T);
		const weightDrop = drawWeightDrop(this.#o.weightDrop, options.weightDrop ?? 0, gradients.spec, own);
		const { rank, size } = own ?? { rank: 0, size: 1 };
		dropout.counter += blocks * (shards?.count ?? size);
		if (!shards) {
			gradients.flat.fill(0);
			const { loss, omega } = this.#run(this.#parts[0]!, batch, gradients, {
				...{ scored, counter: first + rank * blocks, weightDrop },
			});
			return { badValues, gradients, loss: loss / scored, ...(options.omega > 0 && { omega }) };
		}
		const [loss] = shards.sum(gradients, arraysOf(batch), (shard, into) => {
			const part = this.#parts[shard - shards.own.from]!;
			const lanes = lanesOfBatch(batch, part.range);
			return [this.#run(part, lanes, into, { scored, counter: first + shard * blocks, weightDrop }).loss];
		});
		return { badValues, gradients, loss: loss! / scored };
	}

	/** Counter blocks that dropout draws in one window of each piece of T steps. */
	#blocks(T: number): number {
		const { k1, k2, dropout } = this.#o.options;
		if (dropout === 0) return 0;
		const spans = k1 && k2 ? spansOf(T, { k1, k2 }) : [[0, T] as const];
		const { lanes } = this.#parts[0]!.range;
		return spans.reduce((sum, [begin, end]) => sum + dropoutBlocks(this.gradients.spec, lanes, end - begin), 0);
	}

	/**
	 * Runs both passes on the lanes of one window and adds their gradient to `into`.
	 * @param scored scored steps of the whole batch. @param counter first block of dropout. @param weightDrop mask of R.
	 */
	#run(part: Part, batch: TaskBatch, into: Weights, { scored, counter, weightDrop }: Draws) {
		const { options, dropout } = this.#o;
		const { k1, k2, dropout: rate, omega: alpha, omegaForm = "paper" } = options;
		const pieces: readonly Piece[] = k1 && k2 ? piecesOf(batch, { k1, k2 }) : [{ batch, leave: 0 }];
		const begun = part.holder.room(pieces.at(-1)!.batch.T, batch.B);
		if (pieces.length > 1) begun.resetState();
		part.window = begun;
		let [loss, omega] = [0, 0];
		for (const { batch: piece, leave } of pieces) {
			const { window, scored: asked } = part.holder.load(piece);
			window.forward({ steps: piece.T, dropout: { rate, key: dropout.key, counter }, weightDrop });
			if (rate > 0) counter += dropoutBlocks(window.weights.spec, window.B, piece.T);
			const remedy = part.holder.omega;
			if (asked > 0) {
				loss += window.backward(into, { steps: piece.T, scale: 1 / scored, deltas: remedy?.deltas }).lossNats;
				omega += remedy?.add(piece.T, omegaForm, alpha, into) ?? 0;
			}
			if (window instanceof Unrolled) this.observer?.(window, piece.T);
			if (pieces.length > 1) window.carry(leave);
		}
		return { loss, omega };
	}

	/** @throws E_RANK_DIFFERS, on all ranks, if one has other weights than rank 0. */
	checkWeights(weights: Weights): void {
		this.#o.shards?.checkWeights(weights);
	}

	/** Returns the first non-finite value of this process's windows. */
	#badValue(step: number): Divergence | undefined {
		const { batch } = this.#o.options;
		for (const { window, range } of this.#parts) {
			const bad = window && badValue(step, window, { from: range.from, batch });
			if (bad) return bad;
		}
		return undefined;
	}

	/** Returns all arrays to the engine. */
	free(engine: Engine): void {
		for (const { holder } of this.#parts) holder.free();
		this.#o.shards?.free();
		engine.free(this.gradients.flat);
	}
}
