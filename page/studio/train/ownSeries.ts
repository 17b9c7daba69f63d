/** The reader's own series: a table of numbers that was dropped or pasted, and its columns. It stays in this browser. */
import type { GivenText } from "../../../studio/wire.ts";
import { createStore } from "../../kit/store.ts";

export interface OwnSeries {
	/** Name of the file. */
	name: string;
	text: string;
	/** Columns of numbers, as `--target` names them: by title, or by number where titles do not say which. */
	columns: readonly string[];
}

export const ownSeries = createStore<OwnSeries | null>(null);
/** The columns of questions and answers of the reader's own text and series, if they look like pairs, and their files' names. */
export const ownPairs = createStore<{ own?: GivenText["pairs"]; series?: GivenText["pairs"] }>({});
/** The series of this machine, by id; machineTexts.ts fills it. */
export const machineSeries = createStore<ReadonlyMap<string, GivenText>>(new Map());

/** Columns of the series that a choice names, of numbers only; empty if it is not here. */
export function columnsOf(data: string): readonly string[] {
	if (data === "series") return ownSeries.get()?.columns ?? [];
	return machineSeries.get().get(data.slice("series:".length))?.columns ?? [];
}

/** What `--target` is given for the blank's value: the nth column of numbers, the last one, or all. */
export function seriesColumn(data: string, target: string): string {
	if (target === "all") return target;
	const columns = columnsOf(data);
	return columns[target === "last" ? columns.length - 1 : Number(target) - 1] ?? target;
}
