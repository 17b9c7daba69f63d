/**
 * An echo state network and the task or series that it learns, as a subject: driven update by update, then solved for its
 * readout.
 */
import type { ModelSpec } from "../../cells/layout.ts";
import type { Unrolled } from "../../cells/unroll.ts";
import { Weights } from "../../cells/weights.ts";
import type { TaskBatch } from "../../data/tasks/task.ts";
import { type Probe, taskProbe } from "../../diagnosis/record.ts";
import { RandomStream } from "../../kernels/random.ts";
import { echoNetwork, type Network } from "../network.ts";
import { lengthsOf } from "../options/taskOptions.ts";
import type { Snapshot } from "../snapshot.ts";
import type { EvaluateHooks, EvaluateRequest, Pauses, ProbeRequest, Scores, Subject, Updated } from "../subject.ts";
import { heldOutSet } from "../task/evaluateTask.ts";
import type { TaskData } from "../task/taskSubject.ts";
import { TaskWindow } from "../task/taskWindow.ts";
import { EchoTrainer } from "./echoTrainer.ts";
import { evaluateEcho } from "./evaluateEcho.ts";

// N units, D inputs, V outputs, M = D + N + 1 inputs of the readout

/** An echo state network and its data, for the loop. */
export class EchoSubject implements Subject<Updated> {
	readonly data: TaskData;
	#trainer: EchoTrainer;

	/** `trainer` learns the training part of `data`. */
	constructor(trainer: EchoTrainer, data: TaskData) {
		this.#trainer = trainer;
		this.data = data;
	}

	get trainer(): EchoTrainer {
		return this.#trainer;
	}

	get engine() {
		return this.#trainer.engine;
	}

	get options() {
		return this.#trainer.options;
	}

	get parameters(): number {
		return this.#trainer.parameters;
	}

	get learned(): Float64Array {
		return this.#trainer.network.readout;
	}

	get step(): number {
		return this.#trainer.step;
	}

	get network(): Network {
		return echoNetwork(this.#trainer);
	}

	/** Drives the reservoir through the next sequences. If `pauses` stops it midway, `step` stays the same. */
	async update(_share?: number, _rate?: number, pauses?: Pauses): Promise<Updated> {
		const trainer = this.#trainer;
		if (pauses) await pauses.run(trainer.updating(() => pauses.stop()));
		else trainer.update();
		return { step: trainer.step };
	}

	/** Scores the same steps of the same sequences as a network trained by its gradient. */
	async evaluate({ size, purpose }: EvaluateRequest, hooks: EvaluateHooks = {}): Promise<Scores> {
		const trainer = this.#trainer;
		if (!trainer.fitted && trainer.rows > 0) await trainer.solve();
		const valid = this.data.valid!;
		const random = new RandomStream(trainer.options.seed, `${purpose} at ${trainer.step}`);
		const set = heldOutSet(valid, size, trainer.lengths, random);
		const { loss, errorShare, sequences } = await evaluateEcho(trainer, valid, set, hooks);
		return { loss, errorShare, scored: sequences };
	}

	async probe({ sequences = 8, lags, reach }: ProbeRequest = {}): Promise<Probe> {
		const { task, options } = this.#trainer;
		const [, length] = lengthsOf(options.length, task, "--length");
		const batch = task.draw(new RandomStream(options.seed, "probe"), { batch: sequences, length });
		return taskProbe(this.#window(batch), { most: lags, reach });
	}

	/** The network as a plain tanh layer, which it is at a leak of 1, run over a batch; the answers are the network's own. */
	#window(batch: TaskBatch): Unrolled {
		const { engine, task, options, start, network, fitted } = this.#trainer;
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
		const w = weights.tensor("head.weight"); // [V,N]
		const M = network.inputs;
		for (let v = 0; v < V; v++) {
			for (let k = 0; k < N; k++) w[v * N + k] = (fitted?.beta ?? 1) * network.readout[v * M + D + k]!;
		}
		const window = new TaskWindow(engine, weights, { training: false, omega: false }).loadStack(batch);
		window.forward();
		window.logits.set(this.#trainer.outputs(batch)); // with what the readout makes of u_n
		return window;
	}

	snapshot(): Snapshot {
		return this.#trainer.snapshot();
	}

	async restore(snapshot: Snapshot): Promise<void> {
		const { engine, task, options } = this.#trainer;
		this.#trainer.free();
		this.#trainer = new EchoTrainer(engine, task, options, snapshot);
	}
}
