/** Opens each kept checkpoint of a run in a worker of its own and scores a unit there. */
import type { PatternResult } from "../../../src/interpretation/search/cellSearchResult.ts";
import {
	type CheckpointFound,
	type HistoryScore,
	scoresOf,
	sinceOf,
	unitOf,
} from "../../../src/interpretation/unit/unitHistory.ts";
import { Instrument } from "../instrument/instrument.ts";
import { client } from "../live/session.ts";
import type { PatternsAsked } from "../worker/instrument/labelling.ts";

export interface Biography {
	unit: string;
	pattern: string;
	scores: HistoryScore[];
	/** First update from which every checkpoint is above chance; null if the newest is not. */
	since: number | null;
	/** Checkpoints that could not be opened. */
	left: number;
}

interface Asked {
	run: string;
	unit: string;
	pattern: PatternsAsked;
	limit: number;
	ids: Int32Array;
	signal: AbortSignal;
	onProgress(n: number, of: number): void;
}

export async function biographyOf({ run, unit, pattern, limit, ids, signal, onProgress }: Asked): Promise<Biography> {
	const { checkpoints } = await client.run(run);
	const worker = new Instrument();
	const rows: CheckpointFound[] = [];
	let left = 0;
	let found: PatternResult | undefined;
	try {
		for (const [n, step] of [...checkpoints].sort((a, b) => a - b).entries()) {
			onProgress(n + 1, checkpoints.length);
			signal.throwIfAborted();
			const file = await client.weights(run, step).catch(() => null);
			if (!file) {
				left++;
				continue;
			}
			await worker.ask("open", { from: "file", bytes: await file.blob.arrayBuffer(), text: ids }, { signal });
			found = await worker.ask("scored", { unit, limit, ...pattern }, { signal });
			rows.push({ step, found });
		}
	} finally {
		worker.close();
	}
	const sign = found ? unitOf(found, unit).sign : 1;
	const scores = scoresOf(rows, unit, sign);
	return { unit, pattern: found?.pattern ?? "", scores, since: sinceOf(scores, sign), left };
}
