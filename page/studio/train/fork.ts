/**
 * What if: a second future of the same run, from one of its checkpoints, with one option changed or none. Without a
 * change its weights are equal to the end; with one, the first tensor that differs is named.
 */

import type { Snapshot } from "../../../src/training/snapshot.ts";
import { createStore } from "../../kit/store.ts";
import type { TrainOrder } from "../worker/messages.ts";
import { type Difference, firstDifference } from "./firstDifference.ts";
import { LiveRun } from "./liveRun.ts";
import { PageTraining } from "./pageTraining.ts";

export interface Fork {
	at: number;
	/** What was changed; null for an equal future. */
	change: { key: string; value: string } | null;
	run: LiveRun;
	/** First difference one update after the fork; undefined while it is looked for, null if there is none. */
	first: Difference | null | undefined;
}

export const forked = createStore<Fork | null>(null);
let training: PageTraining | undefined;

type Order = Omit<TrainOrder, "type" | "from">;

export function closeFork(): void {
	training?.close();
	training = undefined;
	forked.set(null);
}

/** Starts a second future from `snapshot`. `own` and `other`: orders of the run and of its fork. */
export async function openFork(
	at: number,
	snapshot: Snapshot,
	change: Fork["change"],
	{ own, other }: { own: Order; other: Order },
): Promise<void> {
	closeFork();
	const run = new LiveRun({ phase: "starting", step: at });
	const fork: Fork = { at, change, run, first: undefined };
	forked.set(fork);
	const mine = new PageTraining(other, run);
	training = mine;
	const [a, b] = [await stateAfter(own, snapshot, at + 1), await stateAfter(other, snapshot, at + 1)];
	if (training !== mine) return;
	forked.set({ ...fork, first: a && b ? firstDifference(a, b) : null });
	mine.start(snapshot);
}

/** The state at `until`, from a training of its own. */
async function stateAfter(order: Order, from: Snapshot, until: number): Promise<Snapshot | undefined> {
	const short = new PageTraining({ ...order, until });
	return short.ended(from);
}
