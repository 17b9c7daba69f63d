/** What a trial trains, in one form: a network on a task or a text by its trainer, or an echo state network on a task. */
import type { ModelSpec } from "../../cells/layout.ts";
import type { Unrolled } from "../../cells/unroll.ts";
import { Weights } from "../../cells/weights.ts";
import type { Corpus } from "../../data/corpus.ts";
import type { Task, TaskBatch } from "../../data/tasks/task.ts";
import { lastScored } from "../../diagnosis/gradientByLag.ts";
import { type Probe, probeText } from "../../diagnosis/record.ts";
import type { Engine, Floats } from "../../kernels/kernels.ts";
import { RandomStream } from "../../kernels/random.ts";
import type { EchoOptions } from "../../training/echoOptions.ts";
import { EchoTrainer } from "../../training/echoTrainer.ts";
import { evaluate } from "../../training/evaluate.ts";
import { evaluateEcho } from "../../training/evaluateEcho.ts";
import { evaluateTask, heldOutSet } from "../../training/evaluateTask.ts";
import type { Divergence } from "../../training/guard.ts";
import { parseOptions } from "../../training/options.ts";
import type { Snapshot } from "../../training/snapshot.ts";
import { lengthsOf, parseTaskOptions } from "../../training/taskOptions.ts";
import { TaskTrainer } from "../../training/taskTrainer.ts";
import { TaskWindow } from "../../training/taskWindow.ts";
import { Trainer } from "../../training/trainer.ts";
import type { OpenTask, OpenTrial, Options } from "./trialData.ts";

// T steps, B sequences, N units, D inputs, V outputs

export interface Learner {
	/** Numbers that are trained, all of them or those of the readout. */
	readonly trained: Floats | Float64Array;
	/** Updates made. */
	readonly step: number;
	/** One update. @param progress share of the budget spent, 0..1: sets the learning rate. */
	update(progress: number): Promise<Divergence | undefined>;
	/** Held-out loss and share of wrong sequences; `last` scores more of them. Calls `pause` a few times a second. */
	measure(last: boolean, pause: () => Promise<void>): Promise<{ loss: number; errorShare: number | null }>;
	/** Sequences run forward, the same each time. */
	probe(): Promise<Probe>;
	/** Everything a bit-identical resume needs. The tensors are views. */
	snapshot(): Snapshot;
}

/** Sequences, or symbols, that a measure scores; more at the end. */
const SEQUENCES = { during: 200, last: 1000 };
const SYMBOLS = { during: 1 << 13, last: 1 << 16 };
/** Sequences that a curve by lag is averaged over, and the largest lag of a task and of a text. */
const PROBES = 16;
const LAGS = { task: 400, text: 128 };

/** @param kept what `snapshot` gave in a call that was stopped. */
export async function openLearner(
	engine: Engine,
	data: OpenTrial,
	options: Options,
	kept?: Snapshot,
): Promise<Learner> {
	if (data.kind === "text") return textLearner(engine, data.corpus, options, kept);
	return (options.cell === "esn" ? echoLearner : taskLearner)(engine, data, options, kept);
}

function taskLearner(engine: Engine, { task, valid, watch }: OpenTask, given: Options, kept?: Snapshot): Learner {
	const options = parseTaskOptions(given, task, "compare");
	const trainer = new TaskTrainer(engine, task, options);
	if (kept) trainer.restore(kept);
	return {
		trained: trainer.weights.flat,
		get step() {
			return trainer.step;
		},
		update: async (progress) => watch(() => trainer.update(progress)).divergence,
		measure(last, onProgress) {
			return evaluateTask(engine, trainer.weights, valid, heldOut(valid, trainer, last), {
				...{ batch: options.batch, onProgress },
			});
		},
		snapshot: () => trainer.snapshot(),
		async probe() {
			const batch = probeBatch(task, options);
			const { window } = new TaskWindow(engine, trainer.weights, { training: false, omega: false }).load(batch);
			window.forward();
			return taskProbe(window);
		},
	};
}

/** Of a task without end fresh sequences, the same for all trials of a seed; else the first of its validation part. */
function heldOut(valid: Task, { options, step, lengths }: TaskTrainer | EchoTrainer, last: boolean) {
	const random = new RandomStream(options.seed, `evaluation at ${step}`);
	return heldOutSet(valid, last ? SEQUENCES.last : SEQUENCES.during, lengths, random);
}

type Drawing = Pick<EchoOptions, "seed" | "length" | "batch">;

/** Of the longest sequences asked for, as many as may stand side by side. */
function probeBatch(task: Task, { seed, length, batch }: Drawing): TaskBatch {
	const [, longest] = lengthsOf(length, task, "--length");
	return task.draw(new RandomStream(seed, "probe"), { batch: Math.min(PROBES, batch), length: longest });
}

/** As far back as half of the sequences go: those that do. */
function taskProbe(window: Unrolled): Probe {
	const ends = lastScored(window);
	const lags = Math.min(LAGS.task, ends.toSorted((a, b) => a - b)[Math.floor((ends.length - 1) / 2)]!);
	return { window, sources: ends.map((t) => (t >= lags ? t : -1)), lags };
}

function echoLearner(engine: Engine, { task, valid, watch }: OpenTask, options: Options, kept?: Snapshot): Learner {
	const trainer = new EchoTrainer(engine, task, options as unknown as EchoOptions, kept);
	return {
		trained: trainer.network.readout,
		get step() {
			return trainer.step;
		},
		async update() {
			watch(() => trainer.update());
			return undefined;
		},
		async measure(last, pause) {
			if (trainer.rows > 0) await trainer.solve();
			return evaluateEcho(trainer, valid, heldOut(valid, trainer, last), { onProgress: pause });
		},
		snapshot: () => trainer.snapshot(),
		async probe() {
			return taskProbe(echoWindow(engine, trainer, probeBatch(task, trainer.options)));
		},
	};
}

/** The network as a plain tanh layer, which it is at a leak of 1, run over a batch; the answers are the network's own. */
function echoWindow(engine: Engine, trainer: EchoTrainer, batch: TaskBatch): Unrolled {
	const { task, options, start, network, fitted } = trainer;
	const { inputs: D, outputs: V, input, head } = task;
	const { hidden: N } = options;
	const spec: ModelSpec = {
		...{ cell: "rnn", variant: "tanh", layers: 1, hidden: N, dropout: 0 },
		...{ symbols: D, input, outputs: V, head },
	};
	const weights = new Weights(engine, spec);
	const { w_ih, w_hh, b } = weights.layer(0);
	w_ih.set(start.w_in);
	w_hh.set(start.w);
	b.set(start.b);
	const w = weights.tensor("head.weight");
	const M = network.inputs; // of the readout: (u, x, 1)
	for (let v = 0; v < V; v++) {
		for (let k = 0; k < N; k++) w[v * N + k] = (fitted?.beta ?? 1) * network.readout[v * M + D + k]!;
	}
	const { window } = new TaskWindow(engine, weights, { training: false, omega: false }).load(batch);
	window.forward();
	window.logits.set(trainer.outputs(batch)); // also what the readout makes of u_n
	return window;
}

async function textLearner(
	engine: Engine,
	{ parts, vocabulary }: Corpus,
	options: Options,
	kept?: Snapshot,
): Promise<Learner> {
	const trainer = new Trainer(engine, parts.train, vocabulary.size, parseOptions(options, "compare"));
	if (kept) await trainer.restore(kept);
	const { weights } = trainer;
	return {
		trained: weights.flat,
		get step() {
			return trainer.step;
		},
		update: async (progress) => (await trainer.update(progress)).divergence,
		async measure(last, onProgress) {
			const limit = last ? SYMBOLS.last : SYMBOLS.during;
			const { lossNats } = await evaluate(engine, weights, parts.valid, { limit, onProgress });
			return { loss: lossNats ?? Number.NaN, errorShare: null };
		},
		snapshot: () => trainer.snapshot(),
		async probe() {
			const probe = await probeText(engine, weights, parts.valid, LAGS.text, PROBES);
			probe.window.forward();
			return probe;
		},
	};
}
