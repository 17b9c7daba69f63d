/**
 * Program of a trial's process: trains or continues one run and ends. It gets one request as a message, sends
 * TrialMessages, and stops with a checkpoint at a second message. It ends when its worker is gone.
 */
import { SluiceError } from "../../errors/index.ts";
import type { TrainEvent, TrainResult } from "../../training/run/events.ts";
import { resume } from "../sessions/resume.ts";
import { train } from "../sessions/train.ts";
import type { TrialMessage, TrialRequest } from "./trialMessages.ts";

/** Milliseconds between two reports of progress. */
const REPORT_MS = 250;

const stop = new AbortController();
let begun = false;
let build = "";
let step = 0;
let reported = Number.NEGATIVE_INFINITY;

const say = (message: TrialMessage, sent?: () => void) => {
	if (process.connected) process.send!(message, undefined, undefined, () => sent?.());
	else sent?.();
};

process.once("disconnect", () => process.exit(1));
process.on("message", (request: TrialRequest | "stop") => {
	if (request === "stop") stop.abort("stop");
	else if (!begun) {
		begun = true;
		void work(request);
	}
});

async function work({ data, options, folder, engine, threads, resumes }: TrialRequest): Promise<void> {
	const machine = { engine, threads, sampleLength: 0 };
	const hooks = { onEvent, signal: stop.signal };
	try {
		const { steps, epochs, minutes } = options;
		const budget = steps !== undefined ? { steps } : epochs !== undefined ? { epochs } : { minutes };
		const result = resumes
			? await resume({ ...machine, run: folder, options: budget }, hooks)
			: await train({ ...machine, data, options, run: folder }, hooks);
		end(result.ended === "signal" ? { kind: "stopped" } : { kind: "done", ...outcomeOf(result) });
	} catch (error) {
		end(failureOf(error));
	}
}

function onEvent(event: TrainEvent): void {
	if (event.type === "start") build = event.build;
	if (event.type !== "step") {
		say({ kind: "alive" });
		return;
	}
	step = event.step;
	const now = performance.now();
	if (now - reported < REPORT_MS) return;
	reported = now;
	const { totalSteps, progress, etaSeconds } = event;
	const loss = "lossSmoothNats" in event ? event.lossSmoothNats : event.lossSmooth;
	say({ kind: "step", step, totalSteps, progress, etaSeconds, loss });
}

function outcomeOf(result: TrainResult) {
	const { weightsSha256, seconds, steps: updates } = result;
	const pair = "task" in result ? result.loss : result.lossNats;
	const nats = "task" in result ? result.lossUnit === "nats" : true;
	const value = pair.valid;
	return { value, lossNats: nats ? value : null, diverged: false, updates, weightsSha256, seconds, build };
}

function failureOf(error: unknown): TrialMessage {
	if (error instanceof SluiceError && error.code === "E_DIVERGED") {
		const outcome = { value: null, lossNats: null, diverged: true, updates: step, weightsSha256: null };
		return { kind: "done", ...outcome, seconds: process.uptime(), build };
	}
	if (stop.signal.aborted && !(error instanceof SluiceError)) return { kind: "stopped" };
	console.error(error);
	return { kind: "failed", message: error instanceof Error ? error.message : String(error) };
}

/** The message is sent before the process ends, whatever timers are left. */
function end(message: TrialMessage): void {
	say(message, () => process.exit(message.kind === "failed" ? 1 : 0));
}
