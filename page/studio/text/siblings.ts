/** Runs of the server that were trained like a run, from another seed. */
import type { Json, RunDetail, RunRow } from "../../../studio/wire.ts";

/** Runs that are compared at most. */
export const MOST_SIBLINGS = 8;

export interface Siblings {
	runs: RunDetail[];
	/** Number of runs that could be siblings; above `runs.length` only if some were left unread. */
	of: number;
}

/** What the list of runs says is equal; only these are read whole. */
const alikeRow = (own: RunDetail, { id, model, data, kind, step }: RunRow) =>
	id !== own.id && model === own.model && data === own.data && kind === "text" && step > 0;

/** @param read the whole of a run */
export async function siblingsOf(
	own: RunDetail,
	rows: Iterable<RunRow>,
	read: (id: string) => Promise<RunDetail>,
): Promise<Siblings> {
	const runs: RunDetail[] = [];
	let of = 0;
	for (const row of [...rows].filter((row) => alikeRow(own, row)).sort((a, b) => (a.name < b.name ? -1 : 1))) {
		const run = await read(row.id).catch(() => null);
		if (!run || !sameButSeed(own, run)) continue;
		if (runs.length < MOST_SIBLINGS) runs.push(run);
		of++;
	}
	return { runs, of };
}

/** Whether all options but the seed are equal, and the text is the same. */
export function sameButSeed(one: RunDetail, other: RunDetail): boolean {
	const words = ({ options, textSha256 }: RunDetail) => {
		const { seed: _, ...rest } = options as Record<string, Json>;
		return JSON.stringify([textSha256, Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))]);
	};
	return one.seed !== other.seed && words(one) === words(other);
}
