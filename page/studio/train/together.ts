/** The columns of two futures over one list of updates, so that one chart can draw both. */
import type { Columns } from "./columns.ts";

type Name = "train" | "valid" | "gradNorm";

export function together(a: Columns, b: Columns) {
	const step = [...new Set([...a.step, ...b.step])].sort((x, y) => x - y);
	const on = (columns: Columns) => {
		const at = new Map(columns.step.map((x, n) => [x, n]));
		return (name: Name) =>
			step.map((x) => {
				const n = at.get(x);
				return n === undefined ? null : columns[name][n]!;
			});
	};
	return { step, own: on(a), other: on(b) };
}
