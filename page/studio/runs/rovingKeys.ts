/** The keys of the table: arrows move over the rows, of which one at a time is in the Tab order. */

/** The row that a key leads to; undefined if the key means nothing here. */
export function rowByKey(key: string, at: number, count: number, page: number): number | undefined {
	const to: Partial<Record<string, number>> = {
		...{ ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: count - 1 },
	};
	const next = to[key];
	return next === undefined ? undefined : Math.max(0, Math.min(count - 1, next));
}

/** The row of the table that the reader was at, by id, so that going back leads there. */
export const lastRow = { id: "", scrollY: 0 };
