/** Runs as trees: each fork below the run that it was forked from. */
import type { Json, RunRow } from "../../../studio/wire.ts";

export interface Branch {
	id: string;
	/** Number of runs above it in its tree. */
	depth: number;
}

/**
 * Depth first, brothers in the order given. A run whose parent is not among `rows` is a root. No run is lost, even if
 * damaged files name each other as parents.
 */
export function forestOf(rows: readonly RunRow[]): Branch[] {
	const known = new Map(rows.flatMap((row) => [[row.name, row] as const, [row.id, row] as const]));
	const children = new Map<RunRow, RunRow[]>();
	const roots: RunRow[] = [];
	for (const row of rows) {
		const parent = row.parent && known.get(row.parent.run);
		if (!parent || parent === row) roots.push(row);
		else children.set(parent, [...(children.get(parent) ?? []), row]);
	}
	const order = new Map<string, Branch>();
	const walk = (first: RunRow) => {
		const stack = [{ row: first, depth: 0 }];
		for (let next = stack.pop(); next; next = stack.pop()) {
			const { row, depth } = next;
			if (order.has(row.id)) continue;
			order.set(row.id, { id: row.id, depth });
			for (const child of (children.get(row) ?? []).toReversed()) stack.push({ row: child, depth: depth + 1 });
		}
	};
	for (const root of roots) walk(root);
	for (const row of rows) if (!order.has(row.id)) walk(row); // circles have no root
	return [...order.values()];
}

/** "lr 0.003, cell gru": what a fork changed. Empty for an equal future. */
export function changeWords(change: Readonly<Record<string, Json>>): string {
	return Object.entries(change)
		.map(([key, value]) => `${key} ${typeof value === "string" ? value : JSON.stringify(value)}`)
		.join(", ");
}
