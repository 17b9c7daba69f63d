/**
 * Exact replay: any update of a run, computed again from the nearest checkpoint with the bits that it had.
 *
 *     const { lossNats, weightsSha256, values } = await replay({ run: "sqlite-lstm-1", update: 340 });
 *
 *     const runReplay = await openReplay({ run: "sqlite-lstm-1" });        // for many updates: forward without restarting
 *     for await (const one of runReplay.updates(300, 340)) console.log(one.update, one.lossNats);
 *     await runReplay.close();
 */
import { gateLetters } from "../../../cells/layout.ts";
import type { Vocabulary } from "../../../data/vocabulary.ts";
import { fail } from "../../../errors/index.ts";
import { checkRequest, checkWhole } from "../../../errors/request.ts";
import type { EngineName } from "../../../kernels/kernels.ts";
import type { LayerGradient, TensorGradient } from "../../../training/replay/gradientFacts.ts";
import type { Agreement } from "../../../training/replay/loggedLines.ts";
import type { ReplayHooks as StepHooks } from "../../../training/replay/replayer.ts";
import type { UpdateWindow } from "../../../training/replay/updateWindow.ts";
import type { NamedTensor } from "../../../training/snapshot.ts";
import type { LossUnit } from "../../../training/task/lossUnit.ts";
import type { Divergence } from "../../../training/updates/guard.ts";
import { stopwatch } from "../../machine/clock.ts";
import { ENGINE_KEYS } from "../../machine/engines.ts";
import type { TrainHooks } from "../trainHooks.ts";
import { beginningsOf } from "./beginnings.ts";
import { fromWhy, type OpenedReplay, type OpenReplayRequest, openReplaying } from "./openReplay.ts";

export interface ReplayRequest extends OpenReplayRequest {
	/** The update: 1 is the first; 0 is the initial state, which has no batch. Range: at least 0. */
	update: number;
}

/** Callbacks of a replay. */
export interface ReplayHooks extends TrainHooks {
	/** Called between updates. @param done updates computed. @param total updates that the call takes. */
	onProgress?(done: number, total: number): void;
}

/** An update as it was, in the numbers that `sluice replay --json` prints. */
export interface ReplayedFacts {
	/** Name of the run. */
	run: string;
	/** The update; 0: the initial state. */
	update: number;
	/** Updates behind the checkpoint that it was computed from; 0: the initial weights. */
	from: number;
	/** Mean loss per scored step, in `lossUnit`; null at update 0. */
	loss: number | null;
	/** Unit of the loss. */
	lossUnit: LossUnit;
	/** The loss if its unit is nats; else null. */
	lossNats: number | null;
	/** Norm of the whole gradient before clipping; null at update 0. */
	gradNorm: number | null;
	/** Whether the gradient was clipped, by norm or by value. */
	clipped: boolean;
	/** Factor by which clipping by norm made the gradient smaller; 1 if it did not. */
	clipScale: number;
	/** The gradient of each tensor before clipping: norm, largest element, fraction clipped by value; empty at update 0. */
	tensors: TensorGradient[];
	/** The gradient of each layer's states, step by step; empty at update 0 and for an echo state network. */
	layers: LayerGradient[];
	/** Learning rate; null at update 0. */
	lr: number | null;
	/** Omega, not yet multiplied by alpha, if it is part of the loss. */
	omega?: number;
	/** Loss of L1 and L2, if they are part of the loss. */
	penalty?: number;
	/** The first number that is not finite, if the run diverged at this update, which it then did not apply. */
	divergence?: Divergence;
	/** Beginnings of the batch's first three sequences: text, or symbols and values as numbers. */
	batch: string[];
	/** SHA-256 of the weights' bytes after the update, in hex, as train() reports it. */
	weightsSha256: string;
	/** Engine that computed it. */
	engine: EngineName;
	/** Engine build that computed it. Only the build that trained the run gives its bits. */
	build: string;
	/** Engine build that trained the run. */
	runBuild: string;
	/** Lines of the run's metrics that were computed again on the way, and the first of them that differs. */
	logged: Agreement;
	/** Time that the call took, in seconds. */
	seconds: number;
}

/** The arrays of an update; copies. */
export interface UpdateValues {
	/** The batch with states, gates and losses: one window, or several if backpropagation is truncated within the update. */
	windows: UpdateWindow[];
	/** Gradient of the whole loss before clipping, by name; empty at update 0. */
	gradients: NamedTensor[];
	/** Weights after the update, by name. */
	weights: NamedTensor[];
}

/** An update as it was, with its arrays. */
export interface ReplayedUpdate extends ReplayedFacts {
	/** The arrays of the update; copies. */
	values: UpdateValues;
}

/** A run that is open for replaying update by update. */
export interface RunReplay {
	/** Name of the run. */
	readonly run: string;
	/** First update that can be replayed; 0 is the initial state. */
	readonly first: number;
	/** Last update that can be replayed. */
	readonly last: number;
	/** Letters of the gate blocks in `gates`, in order; none for a plain cell. */
	readonly gates: readonly string[];
	/** The symbols of `ids` and `targets`, if the run was trained on a text. */
	readonly vocabulary?: Vocabulary;
	/** Replays one update: forward from where it is, or back from a state in memory or a checkpoint. */
	at(update: number, hooks?: StepHooks): Promise<ReplayedUpdate>;
	/** Replays several updates in order, each from the one before. */
	updates(first: number, last: number, hooks?: StepHooks): AsyncGenerator<ReplayedUpdate>;
	/** Returns the engine's memory and closes the data. */
	close(): Promise<void>;
}

const OPEN_KEYS = ["run", "runs", "task", ...ENGINE_KEYS] as const;

/**
 * Computes an update of a run again, bit for bit on the engine build that trained it.
 * @throws E_REPLAY; E_OPTION; E_FILE_CHANGED if the text is another; the signal's reason if it aborts.
 */
export async function replay({ update, ...request }: ReplayRequest, hooks: ReplayHooks = {}): Promise<ReplayedUpdate> {
	checkRequest({ update, ...request }, "replay()", [...OPEN_KEYS, "update"]);
	checkWhole("update", update, { min: 0 }, "replay");
	const seconds = stopwatch();
	const opened = await openReplaying(request, hooks);
	try {
		const replayed = await replayedAt(opened, update, hooks);
		return { ...replayed, seconds: seconds() };
	} finally {
		await opened.close();
	}
}

/** Opens a run to replay many updates of it. @throws what replay throws. */
export async function openReplay(request: OpenReplayRequest, hooks: TrainHooks = {}): Promise<RunReplay> {
	checkRequest(request, "openReplay()", OPEN_KEYS);
	const opened = await openReplaying(request, hooks);
	const { run, first, last, close, vocabulary, subject } = opened;
	const gates = gateLetters(subject.weights.spec);
	const at = (update: number, steps: StepHooks = {}) => {
		checkWhole("update", update, { min: 0 }, "replay");
		return replayedAt(opened, update, steps);
	};
	return {
		...{ run: run.name, first, last, gates, at, close },
		...(vocabulary && { vocabulary }),
		async *updates(from, to, steps) {
			for (let update = from; update <= to; update++) yield await at(update, steps);
		},
	};
}

async function replayedAt(opened: OpenedReplay, update: number, hooks: StepHooks): Promise<ReplayedUpdate> {
	checkUpdate(opened, update);
	const { run, engine, subject, replayer, vocabulary } = opened;
	const seconds = stopwatch();
	const { windows, gradients, weights, logged, weightsSha256, ...facts } = await replayer.goTo(update, hooks);
	const { lossUnit } = { lossUnit: "nats" as const, ...(subject.startFacts() as { lossUnit?: LossUnit }) };
	return {
		run: run.name,
		...facts,
		...{ lossUnit, lossNats: lossUnit === "nats" ? facts.loss : null },
		batch: beginningsOf(windows, vocabulary),
		weightsSha256,
		...{ engine: engine.name, build: engine.build, runBuild: run.config.build, logged },
		seconds: seconds(),
		values: { windows, gradients, weights },
	};
}

/** @throws E_REPLAY, E_OPTION unless the run has the update and it can be replayed. */
export function checkUpdate({ run: { name, config }, first, last }: OpenedReplay, update: number): void {
	if (update < first) {
		const { parent, from = "" } = config;
		const why = parent
			? ({ reason: "parent", parent: parent.run, update: parent.update } as const)
			: fromWhy(from, first);
		throw fail("E_REPLAY", { run: name, why });
	}
	checkWhole("update", update, { min: first, max: last }, "replay");
}
