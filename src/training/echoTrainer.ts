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

import { LeastSquares } from "../algebra/leastSquares.ts";
import { Reservoir } from "../cells/esn.ts";
import type { Task, TaskBatch } from "../data/tasks/task.ts";
import { fail, SluiceError } from "../errors/index.ts";
import { shown } from "../errors/quote.ts";
import type { Engine } from "../kernels/kernels.ts";
import { RandomStream } from "../kernels/random.ts";
import { atOnce, type Work } from "../kernels/work.ts";
import { drawReservoir, type StartedReservoir } from "../remedies/reservoir.ts";
import { type EchoOptions, washoutOf } from "./echoOptions.ts";
import { EchoState, stateNoise } from "./echoState.ts";
import { likeliestFactor } from "./linkFactor.ts";
import { type NamedTensor, putTensors, type Snapshot, wholeOf } from "./snapshot.ts";
import { drawLength, lengthsOf } from "./taskOptions.ts";

// T steps, B sequences, N units, D inputs, V outputs, M = D + N + 1; row-major, the last letter moves fastest

/** Steps of an update on a series. */
const STRETCH = 256;
/** Scored rows for each input of the readout that an untold budget comes to. */
const ROWS_PER_INPUT = 20;
/** Those that are tried where none was asked for, and the one where there is nothing to try them on. */
export const RIDGES = [1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1, 100, 1e4];
const BLIND_RIDGE = 1e-6;
/** Scored steps that beta is fitted on. */
const LINK_ROWS = 2000;

export interface EchoFit {
	/** Condition number of the rows learned from, with the ridge. */
	condition: number;
	/** Steps learned from. */
	rows: number;
	/** lambda, as asked for or as chosen. */
	ridge: number;
	/** Root mean squared error of the readout over them, [V]: of values, or of classes and yes or no as 0 and 1. */
	rmse: number[];
	/** Factor from outputs to logits; 1 of a regression. */
	beta: number;
}

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
	/** Of the last `solve`; absent while rows have come in since. */
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
		this.start = snapshot
			? { ...emptyStart(N, D + spec.feedback), effectiveRadius: numberOf(snapshot, "effectiveRadius") }
			: (start ?? atOnce(EchoTrainer.drawn(task, options)));
		if (snapshot) putTensors(this.#reservoirTensors(), snapshot.tensors);
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
		for (let i = 0; i < batch.T * batch.B; i++) if (this.#scored(batch, i)) scored++;
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
	 * The same in pieces, not to be left before its end. Before each step `stop` is asked whether to end there, with
	 * `step` as it was: what is saved then goes on in the middle, with the same bits.
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
			const step = this.#drive(batch, [n, n + 1], true, (i, b) => this.#learn(batch, i, b));
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
	 * @param error of the network as it stands on what it has not seen: where no ridge was asked for, the one is taken that
	 * has the least. Without it: 1e-6.
	 * @param run runs what takes long; at once unless given.
	 * @throws E_SINGULAR where the rows do not determine a readout.
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
		const { weights, condition, rows, residual } = yield* this.#squares.solving(ridge);
		this.network.readout.set(weights);
		const rmse = [...residual].map((sum) => Math.sqrt(sum / rows));
		this.fitted = { condition, rows, ridge, rmse, beta: 1 };
		if (this.task.head !== "regression") this.fitted = { ...this.fitted, beta: this.#linkFactor() };
		return this.fitted;
	}

	/**
	 * Logits, or values, of every step that is asked for, 0 elsewhere: [T,B,V]. From a zero state; what the network says
	 * is fed back, not the teacher.
	 */
	outputs(batch: TaskBatch): Float64Array {
		const { reservoir } = this.network;
		const { outputs: V, head } = this.task;
		const kept = reservoir.state.slice();
		const said = new Float64Array(batch.T * batch.B * V);
		const { beta = 1 } = this.fitted ?? {};
		const middle = head === "binary" ? 0.5 : 0;
		reservoir.reset(undefined, batch.B);
		const drive = this.#drive(batch, [0, batch.T], false, (i, b) => {
			if (!this.#scored(batch, i)) return undefined;
			const y = this.network.read(b);
			for (let v = 0; v < V; v++) said[i * V + v] = beta * (y[v]! - middle);
			return undefined;
		});
		atOnce(drive);
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

	#reservoirTensors(): NamedTensor[] {
		const { w_in, w, b } = this.start;
		const N = b.length;
		return [
			{ name: "reservoir.w_in", shape: [N, w_in.length / N], data: w_in },
			{ name: "reservoir.w", shape: [N, N], data: w },
			{ name: "reservoir.b", shape: [N], data: b },
		];
	}

	#tensors(): NamedTensor[] {
		const { readout, inputs: M, outputs: V, reservoir } = this.network;
		const { r, block, residual } = this.#squares.tensors;
		const K = M + V;
		const B = this.#series ? [] : [this.options.batch];
		const carried = { name: "state", shape: [...B, this.options.hidden], data: Float64Array.from(reservoir.state) };
		return [
			...this.#reservoirTensors(),
			{ name: "readout", shape: [V, M], data: readout },
			{ name: "squares.r", shape: [M, K], data: r },
			{ name: "squares.block", shape: [block.length / K, K], data: block },
			{ name: "squares.residual", shape: [V], data: residual },
			...(this.#series || this.#cursor > 0 ? [carried] : []),
		];
	}

	#draw(counter: number): { batch: TaskBatch; counter: number } {
		const random = new RandomStream(this.options.seed, "task", counter);
		const length = drawLength(this.lengths, random);
		const batch = this.task.draw(random, { batch: this.options.batch, length });
		return { batch, counter: random.counter };
	}

	#learn(batch: TaskBatch, i: number, b: number): Work<void> | undefined {
		const { z, inputs: M } = this.network;
		if (Math.floor(i / batch.B) < this.washout || !this.#scored(batch, i)) return undefined;
		return this.#squares.adding(z.subarray(b * M, (b + 1) * M), this.#wanted(batch, i));
	}

	/** Steps from..to of every sequence under way; `use` gets step n of sequence b as i = n B + b, and b. */
	*#drive(
		batch: TaskBatch,
		[from, to]: [number, number],
		teach: boolean,
		use: (i: number, b: number) => Work<void> | undefined,
	): Work<void> {
		const { network, task, options } = this;
		const { B, lengths } = batch;
		const { inputs: D, outputs: V } = task;
		const { units: N, feedback } = network.reservoir.spec;
		const v = teach && options.stateNoise > 0 ? new Float64Array(N) : undefined; // [N]
		const u = new Float64Array(B * D);
		const before = new Float64Array(B * feedback); // y_{n-1}; 0 where it was not asked for
		for (let n = from; n < to; n++) {
			if (v) stateNoise(v, options.stateNoise, this.#noise);
			if (batch.x) u.set(batch.x.subarray(n * B * D, (n + 1) * B * D));
			else oneHot(u, D, batch.ids!.subarray(n * B, (n + 1) * B));
			for (let i = 0; feedback > 0 && n > 0 && i < B; i++) {
				const known = (n - 1) * B + i;
				if (teach) before.set(this.#scored(batch, known) ? this.#wanted(batch, known) : zeros(V), i * V);
			}
			network.step(u, before, v);
			for (let b = 0; b < B; b++) {
				const work = n < lengths[b]! ? use(n * B + b, b) : undefined;
				if (work) yield* work;
				if (feedback > 0 && !teach) before.set(this.#scored(batch, n * B + b) ? network.read(b) : zeros(V), b * V);
			}
		}
	}

	/** Whether step n of sequence b is asked for, i = n B + b. */
	#scored({ targets, values }: TaskBatch, i: number): boolean {
		if (targets) return targets[i]! >= 0;
		const { outputs: V } = this.task;
		for (let v = 0; v < V; v++) if (Number.isNaN(values![i * V + v]!)) return false;
		return true;
	}

	/** What the readout is to say there, [V]. */
	#wanted({ targets, values }: TaskBatch, i: number): Float64Array {
		const { outputs: V } = this.task;
		if (!targets) return values!.subarray(i * V, (i + 1) * V);
		const row = zeros(V);
		row[targets[i]!] = 1;
		return row;
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
				if (!this.#scored(batch, i)) continue;
				said.push(outputs.subarray(i * V, (i + 1) * V));
				wanted.push(this.#wanted(batch, i));
			}
		}
		return likeliestFactor(head === "softmax" ? "softmax" : "binary", said, wanted);
	}
}

function specOf({ inputs, outputs }: Task, { hidden, feedback, leak }: EchoOptions) {
	return { units: hidden, inputs, feedback: feedback > 0 ? outputs : 0, gain: leak, leak: 1 };
}

function oneHot(u: Float64Array, D: number, ids: Int32Array): void {
	u.fill(0);
	for (let b = 0; b < ids.length; b++) if (ids[b]! >= 0) u[b * D + ids[b]!] = 1;
}

/** What enters at each step of one sequence: [T,D]. */
export function inputsOf({ inputs: D }: Pick<Task, "inputs">, { T, x, ids }: TaskBatch): Float64Array {
	if (x) return x;
	const u = new Float64Array(T * D);
	oneHot(u, D, ids!);
	return u;
}

const zeros = (length: number) => new Float64Array(length);

function emptyStart(N: number, width: number): Omit<StartedReservoir, "effectiveRadius"> {
	return { w_in: zeros(N * width), w: zeros(N * N), b: zeros(N) };
}

function numberOf({ state }: Snapshot, key: string): number {
	const value = state[key];
	if (typeof value === "number" && Number.isFinite(value)) return value;
	throw fail("E_SNAPSHOT", { what: key, why: { reason: "number", got: shown(value) } });
}

function readFit(json: Snapshot["state"][string] | undefined, V: number): EchoFit {
	const { condition, rows, ridge, rmse, beta } = (json ?? {}) as Partial<Record<keyof EchoFit, unknown>>;
	const whole = [condition, rows, ridge, beta].every((x) => typeof x === "number");
	if (whole && Array.isArray(rmse) && rmse.length === V && rmse.every((x) => typeof x === "number")) {
		return { condition, rows, ridge, rmse, beta } as EchoFit;
	}
	throw fail("E_SNAPSHOT", {
		what: "fitted",
		why: { reason: "type", types: ["object"], keys: ["condition", "rows", "ridge", "rmse", "beta"], got: shown(json) },
	});
}
