/** Trains an echo state network and writes its run folder. */
import { fail, SluiceError } from "../../errors/index.ts";
import { runEcho } from "../../training/echo/echoRun.ts";
import type { Keeper } from "../../training/keeper.ts";
import type { TaskResult } from "../../training/run/events.ts";
import { engineNotice } from "../machine/engines.ts";
import type { WritableRun } from "../runs/runStore.ts";
import type { OpenedEcho } from "./openings.ts";
import { hostOf, keeperOf } from "./runKeeper.ts";
import type { TrainHooks } from "./trainHooks.ts";

export interface EchoSession extends TrainHooks {
	run: WritableRun<unknown>;
	opened: OpenedEcho;
	/** Seconds that earlier sessions took. */
	before: number;
}

export function echoSession({ run, opened, before, onEvent = () => {}, signal }: EchoSession): Promise<TaskResult> {
	const { subject } = opened;
	const keeper: Keeper = {
		...keeperOf(run, { keepLast: 1, keepBest: 0 }),
		metric(line) {
			run.metrics.truncateAfter(line.step - 1); // a finished run that is resumed measures the same step again
			run.metrics.append(line);
		},
	};
	const notice = engineNotice(subject.engine);
	return runEcho({ subject, keeper, host: hostOf(opened), before, notice, onEvent, signal });
}

/** A run whose readout is underdetermined by its rows is deleted, so its name is free for the next attempt. */
export async function freshEcho(session: EchoSession): Promise<TaskResult> {
	try {
		return await echoSession(session);
	} catch (error) {
		if (!(error instanceof SluiceError) || error.code !== "E_SINGULAR") throw error;
		session.run.discard();
		throw fail(
			"E_SINGULAR",
			{ ...(error.params as Parameters<typeof fail<"E_SINGULAR">>[1]), gone: session.run.name },
			{ cause: error },
		);
	}
}
