/** Rows in columns, two blanks between them, measured in terminal cells. */
import { clip, pad, width } from "./width.ts";

export interface Column {
	title: string;
	right?: boolean;
}

/** Lines without trailing blanks: titles first, then a line a row. Cells must be free of control characters. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
	const wide = columns.map((column, k) => Math.max(width(column.title), ...rows.map((row) => width(row[k] ?? ""))));
	const line = (cells: readonly string[]) =>
		columns
			.map((column, k) => pad(cells[k] ?? "", wide[k]!, column.right))
			.join("  ")
			.trimEnd();
	return [line(columns.map((column) => column.title)), ...rows.map(line)];
}

/** The same in at most `cells` cells: the columns of `drop` are left out, one by one, until it fits; what is left is clipped. */
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
