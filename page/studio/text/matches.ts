/** Units that respond like the chosen one, in its network and in runs of other seeds; computed in the background. */
import type { SimilarUnits } from "../../../src/interpretation/unit/similarUnits.ts";
import { DROPPED } from "../instrument/droppedFile.ts";
import { inBackground, shownModel } from "../instrument/shownModel.ts";
import { runsStore } from "../live/live.ts";
import { client } from "../live/session.ts";
import type { SimilarFound } from "../worker/instrument/similarCalls.ts";
import { siblingsOf } from "./siblings.ts";

/** Symbols from the start of the text, and units listed, as of `sluice cells similar`. */
export const LIMIT = 20_000;
export const BEST = 5;

export interface MatchOfRun {
	run: string;
	seed: number;
	found: SimilarUnits;
}

export interface Matches {
	own: SimilarFound;
	/** Best match in each run of another seed; null for a network that is no run of the server's. */
	seeds: MatchOfRun[] | null;
	/** Number of such runs. */
	of: number;
}

interface Asked {
	unit: string;
	limit: number;
	signal: AbortSignal;
	/** @param part from 0 to 1 */
	onProgress(part: number): void;
}

export async function matchesOf({ unit, limit, signal, onProgress }: Asked): Promise<Matches> {
	const { run } = shownModel.get().name;
	const worker = await inBackground();
	const own = await worker.ask("similar", { unit, best: BEST, limit }, hooksOf(0, 1));
	if (run === null || run === DROPPED) return { own, seeds: null, of: 0 };
	const { runs, of } = await siblingsOf(await client.run(run), runsStore.state.get().rows.values(), (id) =>
		client.run(id),
	);
	const seeds: MatchOfRun[] = [];
	for (const [n, { id, name, seed }] of runs.entries()) {
		signal.throwIfAborted();
		const { blob } = await client.weights(id, "best");
		const other = { from: "file", bytes: await blob.arrayBuffer(), text: new Int32Array(0) } as const;
		const found = await worker.ask("matchIn", { unit, values: own.values, other }, hooksOf(n + 1, runs.length + 1));
		seeds.push({ run: name, seed, found });
	}
	return { own, seeds, of };

	function hooksOf(nth: number, all: number) {
		return { signal, onProgress: (done: number, total: number) => onProgress((nth + done / total) / all) };
	}
}
