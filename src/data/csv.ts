/** Rows of numbers as CSV (RFC 4180), which `parseSeries` reads back bit for bit. */

/** @param rows undefined: an empty field. */
export function csv(titles: readonly string[], rows: readonly (readonly (number | undefined)[])[]): string {
	const line = (fields: readonly string[]) => `${fields.join(",")}\n`;
	return (
		line(titles.map(csvText)) +
		rows.map((row) => line(row.map((value) => (value === undefined ? "" : String(value))))).join("")
	);
}

/** A text as a field: quoted where it must be; a formula of a spreadsheet is made a text. */
export function csvText(text: string): string {
	const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
