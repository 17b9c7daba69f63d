/** The table of runs as CSV (RFC 4180), with nothing in it that a spreadsheet would compute. */
import type { RunRow } from "../../wire.ts";

const COLUMNS: readonly [title: string, value: (row: RunRow) => string | number | undefined | null][] = [
	["run", ({ name }) => name],
	["state", ({ state }) => state],
	["model", ({ model }) => model],
	["kind", ({ kind }) => kind],
	["data", ({ data }) => data],
	["parameters", ({ parameters }) => parameters],
	["step", ({ step }) => step],
	["bestStep", ({ best }) => best?.step],
	["bestLoss", ({ best }) => best?.loss],
	["lastLoss", ({ last }) => last],
	["lossUnit", ({ lossUnit }) => lossUnit],
	["bytes", ({ bytes }) => bytes],
	["changed", ({ changedMs }) => new Date(changedMs).toISOString()],
	["tags", ({ tags }) => tags.join(" ")],
];

export function csvOf(rows: readonly RunRow[]): string {
	const lines = rows.map((row) => COLUMNS.map(([, value]) => cellOf(value(row))).join(","));
	return `${[COLUMNS.map(([title]) => title).join(","), ...lines].join("\r\n")}\r\n`;
}

/** A text that begins like a formula gets an apostrophe, which spreadsheets take for the sign of a text. */
export function cellOf(value: string | number | undefined | null): string {
	if (value === undefined || value === null) return "";
	if (typeof value === "number") return String(value);
	const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
