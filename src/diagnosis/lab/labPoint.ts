/** One point of the gradient lab: its settings, its figures with their names, and every number behind them. */
import type { Lang } from "../../errors/define.ts";

export interface PointRow {
	/** Name of the figure, in both languages. */
	what: Readonly<Record<Lang, string>>;
	/** The figure. */
	value: number | string;
}

export interface Point {
	/** All settings, also those that were not given. */
	settings: Readonly<Record<string, string | number | null | readonly number[]>>;
	/** Figures with their names. */
	rows: PointRow[];
	/** Numbers as lists: what the pictures show. null is an exact 0 in a list of logarithms. */
	values: Readonly<Record<string, PointValue>>;
}

export type PointValue = number | string | null | readonly PointValue[];

/** A logarithm that JSON can hold. */
export const finiteOrNull = (x: number): number | null => (Number.isFinite(x) ? x : null);
