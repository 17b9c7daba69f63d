/** Figures of runs on tasks: error rate by update, and by length of the test sequences. */

import { type Figure, type Point, ramp } from "../drawing/figure.ts";
import type { TaskRunResult } from "./taskRun.ts";

/** Smallest power of ten that is at least `value`. */
const decade = (value: number) => 10 ** Math.ceil(Math.log10(Math.max(10, value)));

/** `value` rounded up to two digits, the second of them 0 or 5. */
function roundUp(value: number): number {
	const unit = 10 ** Math.floor(Math.log10(Math.max(1, value))) / 2;
	return Math.ceil(value / unit) * unit;
}

/** One line per run; runs with the same name share a colour. */
export function errorCurves(
	title: string,
	runs: readonly { name: string; result: TaskRunResult }[],
	chance: number,
): Figure {
	const most = Math.max(...runs.map(({ result }) => result.updates));
	const names = [...new Set(runs.map(({ name }) => name))];
	const colours = ramp(names.length);
	return {
		name: "errors",
		title,
		description: "Error rate on fresh sequences against the number of updates, one line per run.",
		size: [560, 300],
		panels: [
			{
				x: { name: "updates (thousands)", min: 0, max: roundUp(most / 1000) },
				y: { name: "error rate", min: 0, max: Math.ceil(10 * chance) / 10, step: 0.2 },
				marks: runs.map(({ name, result }) => ({
					...{ kind: "line", name, colour: colours[names.indexOf(name)]!, width: 1.4 },
					points: result.curve.map(([updates, share]): Point => [updates / 1000, share]),
				})),
			},
		],
	};
}

/** Error rates of the same runs on sequences longer than in training. */
export function errorsByLength(
	runs: readonly { name: string; result: TaskRunResult }[],
	{ lengths, of, trained }: { lengths: readonly number[]; of: number; trained: readonly [number, number] },
): Figure {
	const colours = ramp(runs.length);
	return {
		name: "lengths",
		title: `Trained on ${trained.join(" to ")} steps, tested on up to ${lengths.at(-1)}`,
		description: "Error rate by the length of the test sequences, one line per run.",
		size: [560, 300],
		panels: [
			{
				x: { name: "length of the test sequences (steps)", min: 10, max: decade(lengths.at(-1)!), scale: "log" },
				y: { name: "error rate", min: 0, max: 0.8, step: 0.2 },
				marks: runs.flatMap(({ name, result }, n) => {
					const points = lengths.map((length, k): Point => [length, result.wrong[k]! / of]);
					return [
						{ kind: "line", name, colour: colours[n]!, width: 1.4, points },
						{ kind: "dots", colour: colours[n]!, size: 5, points },
					] as const;
				}),
			},
		],
	};
}
