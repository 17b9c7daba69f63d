/** Curves as one table: a line for each run and step, a column for each quantity, empty where nothing was logged. */
import type { RunCurves } from "./curvesResult.ts";
import type { Curve } from "./logged.ts";

/** Numbers have all their digits, so that the table gives back the logged values. */
export function curvesCsv(curves: readonly RunCurves[]): string {
	const layers = Math.max(0, ...curves.map(({ reach }) => reach.length));
	const reached = Array.from({ length: layers }, (_, l) => `reachSteps.l${l}`);
	const head = [
		"run",
		"step",
		"lossUnit",
		"trainLoss",
		"validLoss",
		"errorShare",
		"lr",
		"gradNorm",
		"clippedShare",
		"seconds",
	];
	const rows = curves.flatMap((one) => {
		const columns = [one.train, one.valid, one.errorShare, one.lr, one.gradNorm, one.clippedShare, one.seconds];
		const all = [...columns, ...reached.map((_, l) => one.reach[l] ?? [])].map(byStep);
		const steps = [...new Set(all.flatMap((column) => [...column.keys()]))].sort((a, b) => a - b);
		return steps.map((step) => [one.run, step, one.lossUnit, ...all.map((column) => column.get(step) ?? "")].join(","));
	});
	return `${[[...head, ...reached].join(","), ...rows].join("\n")}\n`;
}

const byStep = (curve: Curve) => new Map(curve);
