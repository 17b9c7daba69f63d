/** In which options runs differ. */
import type { Json } from "../../../studio/wire.ts";

export interface OptionRow {
	key: string;
	/** One for each run, as it is shown; "–" where a run has no such option. */
	values: string[];
	differs: boolean;
}

export function optionRows(runs: readonly Readonly<Record<string, Json>>[]): OptionRow[] {
	const keys = [...new Set(runs.flatMap((options) => Object.keys(options)))].sort();
	return keys.map((key) => {
		const values = runs.map((options) => (options[key] === undefined ? "–" : shownAs(options[key])));
		return { key, values, differs: new Set(values).size > 1 };
	});
}

export const shownAs = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value));

/** A value that a reader wrote, in the kind that the option has now: "0.003" is a number where 0.01 was. */
export function valueFrom(text: string, before: Json | undefined): Json {
	const word = text.trim();
	if (typeof before === "string") return word;
	if (word === "true" || word === "false") return word === "true";
	if (word === "null") return null;
	return word !== "" && Number.isFinite(Number(word)) ? Number(word) : word;
}
