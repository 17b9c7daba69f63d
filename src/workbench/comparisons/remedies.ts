/** The registry of remedies as a plain list. */
import type { Lang } from "../../errors/define.ts";
import { REMEDIES, type Remedy, type RemedyKind } from "../../remedies/registry.ts";

export interface RemedyEntry {
	/** Name of the remedy. */
	name: string;
	/** What it changes. */
	kind: RemedyKind;
	/** What it does, in one sentence. */
	summary: string;
	/** Publication it comes from. */
	source: string;
	/** Meaning, range and default of the number after the colon; null if the remedy takes none. */
	value: Pick<NonNullable<Remedy["value"]>, "meaning" | "min" | "max" | "default"> | null;
	/** Cells that the remedy works with; null for all. */
	cells: readonly string[] | null;
	/** Remedies that it cannot be combined with, besides others of its kind for initialisations, biases and cells. */
	excludes: readonly string[];
}

/** All remedies, in the order of the registry. */
export function listRemedies(lang: Lang = "en"): RemedyEntry[] {
	return Object.entries(REMEDIES).map(([name, { kind, summary, source, value, cells, excludes }]) => ({
		...{
			name,
			kind,
			summary: summary[lang],
			source: typeof source === "string" ? source : source[lang],
			cells: cells ?? null,
			excludes: excludes ?? [],
		},
		value: value ? { meaning: value.meaning, min: value.min, max: value.max, default: value.default } : null,
	}));
}
