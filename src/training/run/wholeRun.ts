/** A whole run trained by gradient descent, from the start event to the closing evaluation, for Node and pages. */
import { SluiceError } from "../../errors/index.ts";
import type { Host } from "../host.ts";
import type { Keeper } from "../keeper.ts";
import type { GradientSubject } from "../subject.ts";
import type { TrainEvent, TrainResult } from "./events.ts";
import { GradientRun } from "./gradientRun.ts";
import type { Progress } from "./progress.ts";

export interface GradientRunRequest {
	subject: GradientSubject;
	keeper: Keeper;
	/** The host. Its clock counts the seconds of this session. */
	host: Host;
	/** Progress of a new run, or from the checkpoint that is resumed. */
	progress: Progress;
	/** Why a faster engine is not used. */
	notice?: SluiceError;
	onEvent(event: TrainEvent): void;
	/** If it aborts, the run saves a checkpoint and ends with "signal". */
	signal?: AbortSignal;
	/** Length of the sample in the closing event, in symbols. Default: 400. */
	sampleLength?: number;
}

/** Trains and evaluates. @throws E_DIVERGED if the run diverges more often than `rollbacks` allows. */
export async function runGradient(request: GradientRunRequest): Promise<TrainResult> {
	const { subject, keeper, host, progress, notice, onEvent, signal, sampleLength = 400 } = request;
	const { engine, options, parameters, step: fromStep } = subject;
	try {
		onEvent({
			...{ type: "start", run: keeper.name, folder: keeper.folder, engine: engine.name, build: engine.build, notice },
			...{ threads: engine.threads, seed: options.seed, parameters, fromStep },
			...{ ...subject.startFacts(), options: { ...options } },
		});
		if (subject.notice) onEvent({ type: "notice", notice: subject.notice });
		const run = new GradientRun({ subject, keeper, host, onEvent, signal, progress });
		const ended = await run.run();
		const { perSecond, finalSize } = run;
		const weightsSha256 = await host.sha256(subject.weights.flat);
		const onProgress = async (doneSymbols: number, totalSymbols: number) => {
			onEvent({ type: "finish", what: "evaluate", doneSymbols, totalSymbols });
		};
		const best = subject.closesWithBest && ended !== "signal" ? keeper.best?.() : undefined;
		const closing = {
			run: keeper,
			ended,
			seconds: progress.seconds,
			progress,
			perSecond,
			finalSize,
			weightsSha256,
			best,
		};
		const result = await subject.result(closing, { onProgress, signal });
		keeper.close(ended === "signal" ? "stopped" : "finished");
		const sample = ended === "signal" ? "" : (subject.write?.(sampleLength) ?? "");
		onEvent({ type: "done", result, sample });
		return result;
	} catch (error) {
		if (error instanceof SluiceError && error.code === "E_DIVERGED") keeper.close("diverged");
		throw error;
	} finally {
		keeper.close("stopped");
	}
}
