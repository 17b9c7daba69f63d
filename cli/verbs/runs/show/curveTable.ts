/** The curves of one run as a table: a line for each quantity, with a sparkline and its first, best and last value. */
import type { RunCurves } from "../../../../src/index.ts";
import type { Context } from "../../../context.ts";
import { percent } from "../../../display/numbers.ts";
import { sparkline } from "../../../display/sparkline.ts";
import { tableWithin } from "../../../display/table.ts";
import { cellsOf, loadWidths } from "../../../display/width.ts";

type Curve = RunCurves["train"];

interface Row {
	title: string;
	curve: Curve;
	/** Which extreme the table shows: the best loss is the lowest, the worst norm the highest. */
	extreme: "least" | "most";
	say(value: number): string;
	/** Draws logarithms. */
	log?: boolean;
}

const SPARK = 24;

/** The head, then a line for each quantity that was logged; empty if nothing was. */
export async function curveTable(context: Context, curves: RunCurves): Promise<string[]> {
	const { t } = context;
	const rows = rowsOf(context, curves).filter(({ curve }) => curve.some(([, value]) => value !== null));
	if (rows.length === 0) return [];
	await loadWidths();
	const columns = [
		{ title: t("curves.quantity") },
		{ title: "" },
		{ title: t("curves.first"), right: true },
		{ title: t("curves.last"), right: true },
		{ title: t("curves.extreme") },
	];
	const lines = rows.map((row) => {
		const { curve, say } = row;
		const [first, last] = [curve[0]![1], curve.at(-1)![1]].map((value) =>
			value === null ? t("curves.beyond") : say(value),
		);
		return [row.title, drawn(row), first!, last!, extreme(context, row)];
	});
	return tableWithin(columns, lines, { cells: cellsOf(context, Number.POSITIVE_INFINITY), drop: [1, 2] });
}

function rowsOf({ t }: Context, curves: RunCurves): Row[] {
	const [number, share] = [(value: number) => String(Number(value.toPrecision(4))), (value: number) => percent(value)];
	const reach = curves.reach.map((curve, layer): Row => {
		return { title: t("curves.reach", { layer }), curve, extreme: "most", say: number };
	});
	return [
		{ title: t("curves.train"), curve: curves.train, extreme: "least", say: number },
		{ title: t("curves.valid"), curve: curves.valid, extreme: "least", say: number },
		{ title: t("curves.error"), curve: curves.errorShare, extreme: "least", say: share },
		{ title: t("curves.norm"), curve: curves.gradNorm, extreme: "most", say: number, log: true },
		{ title: t("curves.clipped"), curve: curves.clippedShare, extreme: "most", say: share },
		...reach,
		{ title: t("curves.rate"), curve: curves.lr, extreme: "most", say: number },
	];
}

function drawn({ curve, log }: Row): string {
	const known = curve.flatMap(([, value]) =>
		value === null || (log && value <= 0) ? [] : [log ? Math.log(value) : value],
	);
	return sparkline(known, SPARK);
}

function extreme({ t }: Context, { curve, say, extreme: which }: Row): string {
	const sign = which === "least" ? 1 : -1;
	let best: readonly [number, number] | undefined;
	for (const [step, value] of curve) {
		if (value !== null && (best === undefined || sign * value < sign * best[1])) best = [step, value];
	}
	return best === undefined ? "-" : t(`curves.${which}`, { value: say(best[1]), step: best[0] });
}
