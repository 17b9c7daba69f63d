/** The columns of several runs over one list of updates, so that one chart can draw them all. */
import type { Columns } from "./columns.ts";

type Name = "train" | "valid" | "gradNorm";
type Column = (name: Name) => (number | null)[];

/** The updates of all, ascending, and for each run its column over them; empty for a run that is not there. */
export function together(
	...runs: [Columns, ...(Columns | undefined)[]]
): [step: number[], own: Column, second: Column, third: Column] {
	const there = runs.filter((columns) => columns !== undefined);
	const step = there.length === 1 ? there[0]!.step : [...new Set(there.flatMap((columns) => columns.step))];
	if (there.length > 1) step.sort((x, y) => x - y);
	const on = (columns: Columns | undefined): Column => {
		if (columns?.step === step) return (name) => columns[name];
		const at = new Map(columns?.step.map((x, n) => [x, n]));
		return (name) =>
			step.map((x) => {
				const n = at.get(x);
				return n === undefined ? null : columns![name][n]!;
			});
	};
	return [step, on(runs[0]), on(runs[1]), on(runs[2])];
}
