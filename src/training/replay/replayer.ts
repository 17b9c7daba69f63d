/**
 * Replays a run: computes any of its updates again, bit for bit, from the nearest state that is kept. The subject and
 * `History` determine every update; nothing has to be logged for it. Steps forward from where it is, and back from a
 * state in memory or from a checkpoint.
 */
import { fail } from "../../errors/index.ts";
import { clipScale } from "../../remedies/clipping.ts";
import { type Host, TURN_SECONDS, timer } from "../host.ts";
import type { Json } from "../json.ts";
import type { Budget } from "../run/budget.ts";
import { copyOf } from "../run/memoryKeeper.ts";
import { freshProgress, type Progress, parseProgress } from "../run/progress.ts";
import { StepLog } from "../run/stepLog.ts";
import { noteValidation, validSizeOf } from "../run/validations.ts";
import type { NamedTensor, Snapshot } from "../snapshot.ts";
import type { GradientSubject, StepReport } from "../subject.ts";
import type { Divergence } from "../updates/guard.ts";
import { type LayerGradient, layerGradients, type TensorGradient, tensorGradients } from "./gradientFacts.ts";
import { joinShards } from "./joinedWindows.ts";
import { type Agreement, LoggedLines } from "./loggedLines.ts";
import type { History } from "./runHistory.ts";
import { type CachedState, StateCache } from "./stateCache.ts";
import { copyWindow, type UpdateWindow } from "./updateWindow.ts";

/** Where the states of a run come from. */
export interface ReplaySource {
	/** Returns the newest kept checkpoint of at most `step` and more than `above` updates; undefined if there is none. */
	nearest(step: number, above: number): { step: number; snapshot: Snapshot } | undefined;
	/** Sets the weights of the subject, which has made no update, to the initial ones. @throws if they are unknown. */
	start(): Promise<void>;
}

export interface ReplayHooks {
	/** Called between updates. @param done updates computed. @param total those that the call takes. */
	onProgress?(done: number, total: number): void;
	signal?: AbortSignal;
}

/** One update, computed again. */
export interface UpdateReplay {
	/** The update: 1 is the first one; 0 is the initial state, which has no batch. */
	update: number;
	/** Updates behind the checkpoint that it was computed from; 0: the initial state. */
	from: number;
	/** Mean loss per scored step; null at update 0. */
	loss: number | null;
	/** Norm of the whole gradient before clipping; null at update 0. */
	gradNorm: number | null;
	lr: number | null;
	/** Whether the gradient was clipped. */
	clipped: boolean;
	omega?: number;
	penalty?: number;
	/** Set if the run diverged at this update, which it then did not apply. */
	divergence?: Divergence;
	/** SHA-256 of the weights' bytes after the update, in hex. */
	weightsSha256: string;
	/** The batch and its values, by window: several if backpropagation is truncated within the update. */
	windows: UpdateWindow[];
	/** Gradient of the whole loss before clipping, by name; empty at update 0. */
	gradients: NamedTensor[];
	/** Factor by which clipping by norm made the gradient smaller; 1 if it did not. */
	clipScale: number;
	/** The gradient of each tensor in numbers; empty at update 0. */
	tensors: TensorGradient[];
	/** The gradient of each layer's states by step; empty if none was backpropagated. */
	layers: LayerGradient[];
	/** Weights after the update, by name. */
	weights: NamedTensor[];
	/** Whether the lines of metrics since `from` are what the run had logged. */
	logged: Agreement;
}

/** Replays a run on its subject, update by update: forward from where it is, back from the nearest state that is kept. */
export class Replayer {
	readonly history: History;
	readonly #subject: GradientSubject;
	readonly #source: ReplaySource;
	readonly #host: Host;
	readonly #states = new StateCache();
	readonly #lines: LoggedLines;
	/** State of the subject before its first update, with weights of 0. */
	readonly #blank: Snapshot;
	#progress: Progress = freshProgress({});
	#log: StepLog;
	#from = 0;
	/** Whether the subject is where `#progress` says. */
	#placed = false;

	constructor(subject: GradientSubject, history: History, source: ReplaySource, host: Host) {
		this.#subject = subject;
		this.history = history;
		this.#source = source;
		this.#host = host;
		this.#lines = new LoggedLines(history);
		this.#blank = copyOf(subject.snapshot());
		this.#log = this.#logOf();
	}

	/** Computes update `update` again. @throws E_REPLAY; the signal's reason if it aborts. */
	async goTo(update: number, hooks: ReplayHooks = {}): Promise<UpdateReplay> {
		await this.#reach(Math.max(0, update - 1), hooks);
		const subject = this.#subject;
		const windows: UpdateWindow[] = [];
		let report: StepReport | undefined;
		if (update > 0) {
			this.#remember(); // asked again, or for the next one, it is near
			const { cell } = subject.options;
			const deltas = cell !== "esn"; // the states of one get none
			subject.observe((window, steps) => windows.push(copyWindow(window, steps, deltas)));
			try {
				report = await this.#step();
			} finally {
				subject.observe(undefined);
			}
		}
		const { omega, penalty, divergence } = report ?? {};
		const { shards = 1 } = subject.options;
		const joined = shards > 1 && windows.length > 0 ? joinShards(windows, shards) : windows; // none of an encoder-decoder
		const copies = (weights: GradientSubject["weights"]): NamedTensor[] =>
			weights.specs.map(({ name, shape }) => ({ name, shape, data: weights.tensor(name).slice() }));
		const gradients = report ? copies(subject.gradients) : [];
		// The shrink rule of Omega has replaced the gradient; clipping by norm then does not act.
		const norm = report && !report.shrunk ? report.gradNorm : 0;
		return {
			...{ update, from: this.#from },
			...{ loss: report?.loss ?? null, gradNorm: report?.gradNorm ?? null, lr: report?.lr ?? null },
			clipped: report?.clipped ?? false,
			...(omega !== undefined && { omega }),
			...(penalty !== undefined && { penalty }),
			...(divergence && { divergence }),
			weightsSha256: await this.#host.sha256(subject.weights.flat),
			windows: joined,
			gradients,
			clipScale: clipScale(norm, subject.options.clipNorm),
			tensors: tensorGradients(gradients, norm, subject.options),
			layers: layerGradients(joined),
			weights: copies(subject.weights),
			logged: this.#lines.agreement(),
		};
	}

	/** Replays updates `first` to `last` in order, from one start. */
	async *updates(first: number, last: number, hooks: ReplayHooks = {}): AsyncGenerator<UpdateReplay> {
		for (let update = first; update <= last; update++) yield await this.goTo(update, hooks);
	}

	/**
	 * Returns a copy of the whole state after `step` updates, progress included, from which a run goes on as this one did.
	 */
	async stateAt(step: number, hooks: ReplayHooks = {}): Promise<Snapshot> {
		await this.#reach(step, hooks);
		const { tensors, state } = copyOf(this.#subject.snapshot());
		return { tensors, state: { ...state, progress: this.#here() as unknown as Json } };
	}

	/** Weights after `step` updates: a view, valid until the next call. */
	async weightsAt(step: number, hooks: ReplayHooks = {}): Promise<GradientSubject["weights"]> {
		await this.#reach(step, hooks);
		return this.#subject.weights;
	}

	/** Progress of the run after the updates made, with the rollbacks and budgets that it then had. */
	#here(): Progress {
		const { step } = this.#subject;
		const rollbacks = this.history.rollbacksBefore(step);
		return structuredClone({ ...this.#progress, rollbacks, ...this.history.budgetsBefore(step) });
	}

	/** Brings the subject to `step` updates, from the newest state that is known. */
	async #reach(step: number, { onProgress, signal }: ReplayHooks): Promise<void> {
		const subject = this.#subject;
		const here = this.#placed && subject.step <= step ? subject.step : -1;
		const cached = this.#states.nearest(step);
		const above = Math.max(here, cached?.step ?? -1);
		const kept = above === step ? undefined : this.#source.nearest(step, above);
		if (kept) await this.#restore({ ...kept, from: kept.step });
		else if (cached && cached.step > here) await this.#restore(cached);
		else if (here < 0) await this.#start();
		const first = subject.step;
		const late = timer(this.#host.clock, TURN_SECONDS);
		while (subject.step < step) {
			signal?.throwIfAborted();
			if (this.#states.wants(subject.step)) this.#remember();
			const { divergence } = await this.#step();
			if (divergence)
				throw fail("E_REPLAY", { run: this.history.run, why: { reason: "diverged", update: subject.step + 1 } });
			if (!late()) continue;
			onProgress?.(subject.step - first, step - first);
			await this.#host.turn();
		}
	}

	async #restore({ snapshot, from }: CachedState): Promise<void> {
		this.#placed = false;
		await this.#subject.restore(snapshot);
		this.#place(parseProgress(snapshot.state.progress), from);
	}

	async #start(): Promise<void> {
		this.#placed = false;
		await this.#subject.restore(this.#blank);
		await this.#source.start();
		this.#place(freshProgress(this.history.budgetsBefore(0).budget), 0);
	}

	#place(progress: Progress, from: number): void {
		this.#progress = progress;
		this.#from = from;
		this.#log = this.#logOf();
		this.#placed = true;
	}

	#remember(): void {
		const snapshot = this.#subject.snapshot();
		snapshot.state.progress = structuredClone(this.#progress) as unknown as Json;
		this.#states.add({ step: this.#subject.step, from: this.#from, snapshot });
	}

	/** Makes the next update as the run made it, and follows its progress. */
	async #step(): Promise<StepReport> {
		const subject = this.#subject;
		const next = subject.step + 1;
		const share = this.history.share(next);
		this.#placed = false;
		const report = await subject.update(share, this.history.rate(next));
		const exploded = report.divergence ? undefined : this.#log.add(report, () => 0, 0, share);
		const divergence = report.divergence ?? exploded;
		if (divergence) return { ...report, divergence };
		this.#placed = true;
		this.#noteLogged();
		return report;
	}

	/** A validation changes no weight, but what a run does later: it is read from the log. */
	#noteLogged(): void {
		const progress = this.#progress;
		const subject = this.#subject;
		const { step, options } = subject;
		const line = this.history.line(step);
		if (typeof line?.seconds === "number") progress.seconds = line.seconds;
		const { validLossNats, validLoss, errorShare } = this.history.validation(step) ?? {};
		const loss = validLossNats ?? validLoss;
		if (typeof loss !== "number") return;
		progress.validSize ||= validSizeOf(subject, progress);
		noteValidation(progress, step, loss, typeof errorShare === "number" ? errorShare : null);
		progress.kept = [...progress.kept, loss].sort((a, b) => a - b).slice(0, options.keepBest);
	}

	#logOf(): StepLog {
		const history = this.history;
		const subject = this.#subject;
		const budget: Budget = {
			get totalSteps() {
				return history.totalSteps(subject.step);
			},
			progress: () => 0,
		};
		return new StepLog({ subject, keeper: this.#lines, progress: this.#progress, budget, onEvent: () => {} });
	}
}
