/** Rows in columns, two blanks between them, measured in terminal cells. */
import { pad, width } from "./width.ts";

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
