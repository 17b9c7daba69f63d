/** Rows of numbers as CSV (RFC 4180), which `parseSeries` reads back bit for bit. */

/**
 * Returns the rows as CSV.
 * @param rows undefined becomes an empty field.
 */
export function csv(titles: readonly string[], rows: readonly (readonly (number | undefined)[])[]): string {
	const line = (fields: readonly string[]) => `${fields.join(",")}\n`;
	return (
		line(titles.map(csvText)) +
		rows.map((row) => line(row.map((value) => (value === undefined ? "" : String(value))))).join("")
	);
}

/** Returns a text as a field: quoted if needed; what a spreadsheet would take for a formula is made text. */
export function csvText(text: string): string {
	const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
