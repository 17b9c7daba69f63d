/** The registry of remedies as a list to read. */
import type { Lang } from "../../errors/define.ts";
import { REMEDIES, type Remedy, type RemedyKind } from "../../remedies/registry.ts";

export interface RemedyEntry {
	name: string;
	kind: RemedyKind;
	summary: string;
	source: string;
	/** The number after the colon: what it means, its range and default; null where there is none. */
	value: Pick<NonNullable<Remedy["value"]>, "meaning" | "min" | "max" | "default"> | null;
	/** Cells that it works in; null for all. */
	cells: readonly string[] | null;
	/** Names that it cannot stand beside, besides others of its kind for starts, biases and cells. */
	excludes: readonly string[];
}

/** All remedies, in the order of the registry. */
export function listRemedies(lang: Lang = "en"): RemedyEntry[] {
	return Object.entries(REMEDIES).map(([name, { kind, summary, source, value, cells, excludes }]) => ({
		...{ name, kind, summary: summary[lang], source, cells: cells ?? null, excludes: excludes ?? [] },
		value: value ? { meaning: value.meaning, min: value.min, max: value.max, default: value.default } : null,
	}));
}
