/** A table in columns, two blanks apart, measured in terminal cells. */
import { clip, pad, width } from "./width.ts";

export interface Column {
	title: string;
	right?: boolean;
}

/** Titles, then one line per row, without trailing blanks. Cells must not contain control characters. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
	const wide = columns.map((column, k) => Math.max(width(column.title), ...rows.map((row) => width(row[k] ?? ""))));
	const line = (cells: readonly string[]) =>
		columns
			.map((column, k) => pad(cells[k] ?? "", wide[k]!, column.right))
			.join("  ")
			.trimEnd();
	return [line(columns.map((column) => column.title)), ...rows.map(line)];
}

/** A table of at most `cells` cells. Columns in `drop` are left out one by one until it fits; the rest is clipped. */
export function tableWithin(
	columns: readonly Column[],
	rows: readonly (readonly string[])[],
	{ cells, drop }: { cells: number; drop: readonly number[] },
): string[] {
	for (let gone = 0; ; gone++) {
		const kept = <T>(row: readonly T[]) => row.filter((_, k) => !drop.slice(0, gone).includes(k));
		const lines = table(kept(columns), rows.map(kept));
		if (gone === drop.length || lines.every((line) => width(line) <= cells))
			return lines.map((line) => clip(line, cells));
	}
}
