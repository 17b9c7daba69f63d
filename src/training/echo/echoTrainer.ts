/**
 * An echo state network learned from a task, as a value that can be stepped, saved and restored. Each update drives the
 * reservoir through the next sequences and folds what it went through into the regression; `solve` finds the readout.
 *
 * A task that ends (a series) is one sequence, read once in stretches with the state carried. Of other tasks each update
 * draws a fresh batch, from the same stream as gradient training: equal seeds see equal data.
 *
 * The readout is linear. Classes are learned as one 1 among zeros, yes and no as 1 and 0; their losses in nats come from
 * y times one factor beta (yes and no: beta (y - 1/2)), which is fitted on the first training rows.
 */

import { LeastSquares } from "../../algebra/leastSquares.ts";
import { Reservoir } from "../../cells/esn.ts";
import type { Task, TaskBatch } from "../../data/tasks/task.ts";
import { SluiceError } from "../../errors/index.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { RandomStream } from "../../kernels/random.ts";
import { atOnce, type Work } from "../../kernels/work.ts";
import { drawReservoir, type StartedReservoir } from "../../remedies/drawReservoir.ts";
import { drawLength, lengthsOf } from "../options/taskOptions.ts";
import { checkTensor, type NamedTensor, putTensors, type Snapshot, wholeOf } from "../snapshot.ts";
import { driving, isScored, wantedAt } from "./echoDrive.ts";
import { type EchoOptions, washoutOf } from "./echoOptions.ts";
import { type EchoFit, echoTensors, emptyReservoir, readFit, reservoirTensors } from "./echoSnapshot.ts";
import { EchoState } from "./echoState.ts";
import { likeliestFactor } from "./linkFactor.ts";

// T steps, B sequences, N units, D inputs, V outputs, M = D + N + 1; row-major, the last letter moves fastest

/** Steps of an update on a series. */
const STRETCH = 256;
/** Scored rows per readout input in the default budget. */
const ROWS_PER_INPUT = 20;
/** Ridges that are tried if none is given. BLIND_RIDGE is used if there is no validation part. */
export const RIDGES = [1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1, 100, 1e4];
const BLIND_RIDGE = 1e-6;
/** Scored steps that beta is fitted on. */
const LINK_ROWS = 2000;

/** Drives a reservoir over batches of a task and fits its readout by ridge regression. */
export class EchoTrainer {
	readonly engine: Engine;
	readonly task: Task;
	readonly options: EchoOptions;
	readonly network: EchoState;
	readonly start: StartedReservoir;
	/** Numbers of the reservoir and of the readout: only the latter are learned. */
	readonly parameters: number;
	/** Shortest and longest sequence; of a series its training part. */
	readonly lengths: [number, number];
	/** First steps of a sequence that are not learned from. */
	readonly washout: number;
	/** Updates made. */
	step = 0;
	/** Sequences driven through; 1 of a series. */
	sequences = 0;
	/** Fit of the last `solve`; absent after further training rows. */
	fitted?: EchoFit;
	readonly #squares: LeastSquares;
	readonly #series?: TaskBatch;
	readonly #noise: RandomStream;
	/** Steps that were read of the series, or of the task's batch under way. */
	#cursor = 0;
	/** Counter of the stream that batches are drawn from. */
	#drawn = 0;

	/** The reservoir that a new network starts from, in pieces. @throws E_OPTION for one whose spectral radius is 0. */
	static drawn(task: Task, options: EchoOptions): Work<StartedReservoir> {
		const { feedback, seed } = options;
		return drawReservoir(
			specOf(task, options),
			{ ...options, feedbackScale: feedback },
			new RandomStream(seed, "weights"),
		);
	}

	/**
	 * @param start the reservoir, where it was drawn already.
	 * @throws E_OPTION, E_SIZE for values out of range; E_SNAPSHOT for a snapshot of another network.
	 */
	constructor(engine: Engine, task: Task, options: EchoOptions, snapshot?: Snapshot, start?: StartedReservoir) {
		const { hidden: N, batch, seed } = options;
		const { inputs: D, outputs: V } = task;
		this.engine = engine;
		this.task = task;
		this.options = options;
		this.#series = task.whole?.();
		this.lengths = this.#series ? [this.#series.T, this.#series.T] : lengthsOf(options.length, task, "--length");
		this.washout = washoutOf(options, this.lengths[0]);
		const lanes = this.#series ? 1 : batch;
		const spec = { ...specOf(task, options), lanes };
		const drawn = snapshot?.tensors.find(({ name }) => name === "reservoir.w");
		if (snapshot) checkTensor(drawn, "reservoir.w", [N, N]); // before memory is taken for N units
		this.start = snapshot
			? emptyReservoir(snapshot, N, D + spec.feedback)
			: (start ?? atOnce(EchoTrainer.drawn(task, options)));
		if (snapshot) putTensors(reservoirTensors(this.start), snapshot.tensors);
		this.network = new EchoState(new Reservoir(engine, spec, this.start), V);
		this.#squares = new LeastSquares(this.network.inputs, V);
		this.#noise = new RandomStream(seed, "state noise");
		const { w_in, w, b } = this.start;
		this.parameters = w_in.length + w.length + b.length + this.network.readout.length;
		if (snapshot) this.#restore(snapshot);
	}

	/** Updates that the data or the budget come to. */
	get totalSteps(): number {
		if (this.#series) return Math.ceil(this.#series.T / STRETCH);
		if (this.options.steps !== undefined) return this.options.steps;
		const batch = this.#draw(0).batch;
		let scored = 0;
		for (let i = 0; i < batch.T * batch.B; i++) if (isScored(batch, this.task.outputs, i)) scored++;
		return Math.ceil((ROWS_PER_INPUT * this.network.inputs) / Math.max(1, scored));
	}

	/** Steps learned from. */
	get rows(): number {
		return this.#squares.rows;
	}

	/** One stretch of the series, or one batch of the task. */
	update(): void {
		atOnce(this.updating());
	}

	/**
	 * Makes an update in pieces; run it to its end. If `stop`,
	 * called before each step, returns true, the update ends midway
	 * and `step` does not change. A snapshot taken then continues midway, bit-identical.
	 */
	*updating(stop: () => boolean = () => false): Work<void> {
		const { reservoir } = this.network;
		const series = this.#series;
		const { batch, counter } = series ? { batch: series, counter: 0 } : this.#draw(this.#drawn);
		this.fitted = undefined;
		if (this.#cursor === 0) reservoir.reset(undefined, batch.B);
		const from = this.#cursor;
		const to = series ? Math.min(series.T, (Math.floor(from / STRETCH) + 1) * STRETCH) : batch.T;
		for (let n = from; n < to; n++) {
			if (stop()) return;
			const step = driving(this.network, this.task, {
				batch,
				steps: [n, n + 1],
				teacher: { noise: this.options.stateNoise, random: this.#noise },
				use: (i, b) => this.#learn(batch, i, b),
			});
			for (const _ of step) yield (n - from) / (to - from);
			this.#cursor = n + 1;
			yield (n + 1 - from) / (to - from);
		}
		this.step++;
		if (series) this.sequences = 1;
		else {
			[this.#cursor, this.#drawn] = [0, counter];
			this.sequences += batch.B;
		}
	}

	/**
	 * The readout of all rows so far.
	 * @param error returns the validation error of the current network. If no ridge is given, the one with the lowest
	 * error is used; without `error`, 1e-6.
	 * @param run runs long work. Default: without pauses.
	 * @throws E_SINGULAR if the rows do not determine a readout.
	 */
	async solve(
		error?: () => number | Promise<number>,
		run: (work: Work<EchoFit>) => EchoFit | Promise<EchoFit> = atOnce,
	): Promise<EchoFit> {
		const ridge = this.options.ridge ?? (error ? undefined : BLIND_RIDGE);
		if (ridge !== undefined) return run(this.#solve(ridge));
		let best = { ridge: RIDGES.at(-1)!, error: Number.POSITIVE_INFINITY };
		for (const ridge of RIDGES) {
			const found = await this.#errorAt(() => run(this.#solve(ridge)), error!);
			if (found < best.error) best = { ridge, error: found };
		}
		return run(this.#solve(best.ridge));
	}

	async #errorAt(solve: () => EchoFit | Promise<EchoFit>, error: () => number | Promise<number>): Promise<number> {
		try {
			await solve();
		} catch (thrown) {
			if (thrown instanceof SluiceError && thrown.code === "E_SINGULAR") return Number.POSITIVE_INFINITY;
			throw thrown;
		}
		return error();
	}

	*#solve(ridge: number): Work<EchoFit> {
		const { weights, condition, rows, dataResidual } = yield* this.#squares.solving(ridge);
		this.network.readout.set(weights);
		const rmse = [...dataResidual].map((sum) => Math.sqrt(sum / rows));
		this.fitted = { condition, rows, ridge, rmse, beta: 1 };
		if (this.task.head !== "regression") this.fitted = { ...this.fitted, beta: this.#linkFactor() };
		return this.fitted;
	}

	/**
	 * Returns the logits or values of every scored step, 0 elsewhere, [T,B,V]. Runs from a zero state and feeds back the
	 * network's own outputs, not the targets.
	 */
	outputs(batch: TaskBatch): Float64Array {
		const { reservoir } = this.network;
		const { outputs: V, head } = this.task;
		const kept = reservoir.state.slice();
		const said = new Float64Array(batch.T * batch.B * V);
		const { beta = 1 } = this.fitted ?? {};
		const middle = head === "binary" ? 0.5 : 0;
		reservoir.reset(undefined, batch.B);
		const say = (i: number, b: number) => {
			if (!isScored(batch, V, i)) return undefined;
			const y = this.network.read(b);
			for (let v = 0; v < V; v++) said[i * V + v] = beta * (y[v]! - middle);
			return undefined;
		};
		atOnce(driving(this.network, this.task, { batch, steps: [0, batch.T], use: say }));
		if (this.#series || this.#cursor > 0) reservoir.reset(kept, kept.length / reservoir.spec.units);
		return said;
	}

	/** Everything a bit-identical resume needs. The tensors are views: write them out before the next update. */
	snapshot(): Snapshot {
		const { step, sequences, fitted } = this;
		const { rows } = this.#squares;
		const { effectiveRadius } = this.start;
		const counters = { cursor: this.#cursor, taskCounter: this.#drawn, noiseCounter: this.#noise.counter };
		return {
			tensors: this.#tensors(),
			state: { step, sequences, rows, effectiveRadius, ...counters, fitted: fitted ? { ...fitted } : null },
		};
	}

	#restore({ tensors, state }: Snapshot): void {
		const { reservoir } = this.network;
		this.#cursor = wholeOf(state, "cursor");
		if (!this.#series && this.#cursor > 0) reservoir.reset(undefined, this.options.batch);
		const mine = this.#tensors();
		putTensors(mine, tensors);
		const carried = mine.find(({ name }) => name === "state")?.data;
		if (carried) reservoir.state.set(carried);
		this.step = wholeOf(state, "step");
		this.sequences = wholeOf(state, "sequences");
		this.#squares.resume(wholeOf(state, "rows"));
		this.#drawn = wholeOf(state, "taskCounter");
		this.#noise.counter = wholeOf(state, "noiseCounter");
		this.fitted = state.fitted === null ? undefined : readFit(state.fitted, this.task.outputs);
	}

	/** Gives the arrays back to the engine. */
	free(): void {
		this.network.reservoir.free();
	}

	#tensors(): NamedTensor[] {
		const { batch, hidden } = this.options;
		const shape = this.#series ? [hidden] : [batch, hidden];
		const under = this.#series || this.#cursor > 0; // a sequence is under way: its state is carried on
		const carried = { name: "state", shape, data: Float64Array.from(this.network.reservoir.state) };
		return [...echoTensors(this.start, this.network, this.#squares), ...(under ? [carried] : [])];
	}

	#draw(counter: number): { batch: TaskBatch; counter: number } {
		const random = new RandomStream(this.options.seed, "task", counter);
		const length = drawLength(this.lengths, random);
		const batch = this.task.draw(random, { batch: this.options.batch, length });
		return { batch, counter: random.counter };
	}

	#learn(batch: TaskBatch, i: number, b: number): Work<void> | undefined {
		const { z, inputs: M } = this.network;
		const { outputs: V } = this.task;
		if (Math.floor(i / batch.B) < this.washout || !isScored(batch, V, i)) return undefined;
		return this.#squares.adding(z.subarray(b * M, (b + 1) * M), wantedAt(batch, V, i));
	}

	/** beta, on the first batches that were learned from, with a beta of 1 so far. */
	#linkFactor(): number {
		const { outputs: V, head } = this.task;
		const said: Float64Array[] = [];
		const wanted: Float64Array[] = [];
		for (let counter = 0; counter < this.#drawn && said.length < LINK_ROWS; ) {
			const { batch, counter: next } = this.#draw(counter);
			counter = next;
			const outputs = this.outputs(batch);
			for (let i = 0; i < batch.T * batch.B; i++) {
				if (!isScored(batch, V, i)) continue;
				said.push(outputs.subarray(i * V, (i + 1) * V));
				wanted.push(wantedAt(batch, V, i));
			}
		}
		return likeliestFactor(head === "softmax" ? "softmax" : "binary", said, wanted);
	}
}

function specOf({ inputs, outputs }: Task, { hidden, feedback, leak }: EchoOptions) {
	return { units: hidden, inputs, feedback: feedback > 0 ? outputs : 0, gain: leak, leak: 1 };
}
