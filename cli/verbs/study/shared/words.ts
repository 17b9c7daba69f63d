/** Short words for a trial: its settings and its name. */
import { small } from "../../../display/numbers.ts";

/** "hidden=64 lr=0.003" */
export function settingsText(settings: Readonly<Record<string, string | number>>): string {
	const parts = Object.entries(settings).map(([option, value]) => `${option}=${valueText(value)}`);
	return parts.join(" ");
}

export const valueText = (value: string | number): string => (typeof value === "number" ? small(value) : value);

/** The first 6 digits of a trial's name. */
export const shortId = (id: string): string => id.slice(0, 6);
