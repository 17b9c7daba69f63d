/**
 * The run that comes with the page: what training gave when it was built. It is there before the engine is, and the
 * reader's own training finds the same numbers, so its curve lies under theirs.
 */

import type { Line } from "../../../studio/wire.ts";
import { createStore } from "../../kit/store.ts";
import storedAddress from "../stored/first.json?url";
import { type Choice, DEFAULTS, differences } from "./choices.ts";
import { LiveRun } from "./liveRun.ts";

interface StoredFile {
	steps: number;
	weightsSha256: string;
	metrics: Line[];
	samples: Line[];
	records: Line[];
}

export interface StoredRun {
	run: LiveRun;
	steps: number;
	weightsSha256: string;
}

export const stored = createStore<StoredRun | null>(null);

/** Whether the stored run was trained with the choice of a run; null: the run is of the server. */
export const isStored = (choice: Choice | null) => choice !== null && differences(choice, DEFAULTS).length === 0;

export async function readStoredRun(): Promise<void> {
	const answer = await fetch(storedAddress);
	if (!answer.ok) return; // the page trains without it
	const { steps, weightsSha256, metrics, samples, records } = (await answer.json()) as StoredFile;
	const run = new LiveRun();
	run.lines("metrics", metrics);
	run.lines("samples", samples);
	run.lines("records", records);
	stored.set({ run, steps, weightsSha256 });
}
