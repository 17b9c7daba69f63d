/** Which runs a table shows, and in which order. */
import type { RunRow } from "../../../studio/wire.ts";
import { type Branch, forestOf } from "./forest.ts";

export const SORTS = ["name", "state", "model", "data", "step", "best", "bytes", "changed"] as const;
export type Sort = (typeof SORTS)[number];

/** What is sorted largest first, until the reader turns it round. */
export const FALLING: ReadonlySet<Sort> = new Set(["step", "bytes", "changed"]);

export interface Query {
	sort: Sort;
	/** Largest first. */
	down: boolean;
	/** Words that each run shown must have, each in its name, state, model, data or tags. */
	words: string;
	/** A tag that each run shown must have; empty for any. */
	tag: string;
	/** Forks below the run that they were forked from. */
	tree: boolean;
}

export const FIRST: Query = { sort: "changed", down: true, words: "", tag: "", tree: false };

const VALUES: Record<Sort, (row: RunRow) => string | number | null> = {
	name: ({ name }) => name,
	state: ({ state }) => state,
	model: ({ model }) => model ?? null,
	data: ({ data }) => data,
	step: ({ step }) => step,
	best: ({ best }) => best?.loss ?? null,
	bytes: ({ bytes }) => bytes,
	changed: ({ changedMs }) => changedMs,
};
const texts = new Intl.Collator("en", { numeric: true });

/** The runs to show, in order. In a tree, each has its depth. */
export function orderOf(rows: Iterable<RunRow>, query: Query): Branch[] {
	const shown = [...rows].filter(filterOf(query)).sort(comparerOf(query));
	return query.tree ? forestOf(shown) : shown.map(({ id }) => ({ id, depth: 0 }));
}

/** A run without a value comes last, whichever way it is sorted. */
function comparerOf({ sort, down }: Query): (a: RunRow, b: RunRow) => number {
	const value = VALUES[sort];
	return (a, b) => {
		const [x, y] = [value(a), value(b)];
		if (x === null || y === null) return Number(x === null) - Number(y === null) || texts.compare(a.name, b.name);
		const order = typeof x === "number" ? x - (y as number) : texts.compare(x, y as string);
		return (down ? -order : order) || texts.compare(a.name, b.name);
	};
}

export function filterOf({ words, tag }: Pick<Query, "words" | "tag">): (row: RunRow) => boolean {
	const wanted = fold(words).split(/\s+/).filter(Boolean);
	return (row) => {
		if (tag !== "" && !row.tags.includes(tag)) return false;
		if (wanted.length === 0) return true;
		const text = fold([row.name, row.state, row.model ?? "", row.data, ...row.tags].join("\n"));
		return wanted.every((word) => text.includes(word));
	};
}

const fold = (text: string) => text.normalize("NFC").toLowerCase();

/** All tags, the most frequent first. */
export function tagsOf(rows: Iterable<RunRow>): string[] {
	const counts = new Map<string, number>();
	for (const { tags } of rows) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
	return [...counts].sort(([a, n], [b, m]) => m - n || texts.compare(a, b)).map(([tag]) => tag);
}
