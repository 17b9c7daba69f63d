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
/** A file that looks like pairs of questions and answers, on which the page asks what to train. */
export interface PairsOffer {
	/** Name of the file. */
	name: string;
	pairs: NonNullable<GivenText["pairs"]>;
	/** What it is without pairs; "short" for a text of too few symbols. */
	kind: "text" | "series" | "short";
	/** Of a file that the server has: its id there. */
	id?: string;
	/** Of a dropped file: its text, and what trains on it as a text or a series. */
	text?: string;
	read?(): void;
}
/** The dropped file that the page asks about; null for none. */
export const droppedPairs = createStore<PairsOffer | null>(null);
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
