/** The figure of `sluice runs show --svg`: what runs logged, over each other. */
import type { Lang } from "../../../errors/define.ts";
import { fill } from "../../../views/words.ts";
import { axisOver } from "../../drawing/axes.ts";
import { type Axis, COLOURS, type Figure, lineStyles, type Mark, type Point } from "../../drawing/figure.ts";
import { FIGURE_WORDS } from "../../drawing/figureWords.ts";
import { exponents, ordinates, short } from "../../drawing/marks.ts";
import { drawSheet } from "../../drawing/sheet.ts";
import type { RunCurves } from "./curvesResult.ts";
import { CURVE_WORDS, type CurveWords } from "./curveWords.ts";
import type { Curve } from "./logged.ts";

/** Points that a curve of the figure has at most; longer ones are averaged. */
const MOST_POINTS = 400;

/** One SVG of all figures. The same curves give the same bytes. */
export async function curvesSvg(curves: readonly RunCurves[], lang: Lang): Promise<string> {
	const words = CURVE_WORDS[lang];
	const facts = curves.map(({ run, model, task, best }) => {
		const lowest = best ? fill(words.best, { loss: String(Number(best.loss.toPrecision(4))), step: best.step }) : [];
		return [curves.length > 1 ? [] : run, model, task ?? [], lowest].flat().join(", ");
	});
	return drawSheet({
		...{ name: "curves", title: fill(words.title, { runs: curves.map(({ run }) => run).join(", ") }) },
		subtitle: facts.join("; "),
		figures: curvesFigures(curves, lang),
	});
}

/** The figures that at least one run has points for. */
export function curvesFigures(curves: readonly RunCurves[], lang: Lang): Figure[] {
	const words = CURVE_WORDS[lang];
	const errors = lines(curves, ({ errorShare }) => errorShare, 100);
	const norm = lines(curves, ({ gradNorm }) => powers(gradNorm));
	const clipped = lines(curves, ({ clippedShare }) => clippedShare, 100);
	const rate = lines(curves, ({ lr }) => lr);
	const [loss, reach] = [lossLines(curves, words), reachLines(curves, words)];
	const unit = FIGURE_WORDS[lang][curves[0]!.lossUnit];
	const last = Math.max(
		1,
		...curves.flatMap(({ train, valid }) => [train, valid].map((curve) => curve.at(-1)?.[0] ?? 0)),
	);
	const figure = (name: string, title: string, y: Axis, marks: readonly Mark[]): Figure => ({
		...{ name, title, size: [560, 250] as const },
		description: fill(words.description, { title, runs: curves.map(({ run }) => run).join(", ") }),
		panels: [{ x: { ...axisOver(FIGURE_WORDS[lang].updates, [0, last]), max: last }, y, marks }],
	});
	return [
		figure("loss", words.loss, axisOver(fill(words.lossAxis, { unit }), ordinates(loss)), loss),
		figure("errors", words.errors, fromZero(words.errorAxis, errors), errors),
		figure("norm", words.norm, exponents(words.normAxis, norm), norm),
		figure("reach", words.reach, fromZero(words.reachAxis, reach), reach),
		figure("clipped", words.clipped, { name: words.clippedAxis, min: 0, max: 100, step: 20 }, clipped),
		figure("rate", words.rate, fromZero(words.rateAxis, rate), rate),
	].filter(({ panels: [panel] }) => panel!.marks.length > 0);
}

const fromZero = (name: string, marks: readonly Mark[]): Axis => ({
	...axisOver(name, [0, ...ordinates(marks)]),
	min: 0,
});

/** A line for each run that has points, named if there are several. A single point is a dot. */
function lines(curves: readonly RunCurves[], of: (run: RunCurves) => Curve, scale = 1, how: How = {}): Mark[] {
	const styles = lineStyles(curves.length);
	return curves.flatMap((one, n) =>
		line(of(one), { ...styles[n]!, width: 2, ...(curves.length > 1 && { name: one.run }), ...how }, scale),
	);
}

type How = Partial<Omit<Extract<Mark, { kind: "line" }>, "kind" | "points">>;

function line(curve: Curve, how: How & { colour: string }, scale = 1): Mark[] {
	const points = thinned(curve, scale);
	const { colour, name } = how;
	if (points.length === 1) return [{ kind: "dots", colour, points, ...(name !== undefined && { name }) }];
	return points.length === 0 ? [] : [{ kind: "line", ...how, points }];
}

/** Of one run, two colours with names; of several, the run's colour, thin and thick. */
function lossLines(curves: readonly RunCurves[], words: CurveWords): Mark[] {
	const [only, ...others] = curves;
	const thin = { width: 1, opacity: 0.6 };
	if (others.length > 0)
		return [...lines(curves, ({ train }) => train, 1, thin), ...lines(curves, ({ valid }) => valid)];
	return [
		...line(only!.train, { colour: COLOURS.blue, name: words.training, ...thin }),
		...line(only!.valid, { colour: COLOURS.orange, name: words.validation, width: 2 }),
	];
}

/** A line for each layer. A single run's layers have a colour each; those of several have the run's, and thin. */
function reachLines(curves: readonly RunCurves[], words: CurveWords): Mark[] {
	const styles = lineStyles(curves.length);
	const layers = lineStyles(Math.max(1, ...curves.map(({ reach }) => reach.length)));
	return curves.flatMap(({ run, reach }, n) =>
		reach.flatMap((curve, l) => {
			if (curves.length === 1) return line(curve, { ...layers[l]!, name: `l${l}`, width: 2 });
			const name = reach.length > 1 ? fill(words.layer, { run, layer: l }) : run;
			return line(curve, { ...styles[n]!, name, width: l === 0 ? 2 : 1 });
		}),
	);
}

/** Powers of ten, for an axis of exponents. */
const powers = (curve: Curve): Curve =>
	curve.map(([step, value]) => [step, value !== null && value > 0 ? Math.log10(value) : null] as const);

/** Means of neighbours, so that at most about MOST_POINTS remain. The last point stays as it is; nulls are left out. */
function thinned(curve: Curve, scale = 1): Point[] {
	const known = curve.flatMap(([step, value]) => (value === null ? [] : [[step, value] as const]));
	const [body, last] = [known.slice(0, -1), known.slice(-1)];
	const every = Math.max(1, Math.ceil(body.length / MOST_POINTS));
	const groups = Array.from({ length: Math.ceil(body.length / every) }, (_, k) =>
		body.slice(k * every, (k + 1) * every),
	);
	return [...groups, last].flatMap((group): Point[] => {
		const sum = group.reduce((total, [, value]) => total + value, 0);
		return group.length === 0 ? [] : [[group.at(-1)![0], round((scale * sum) / group.length)]];
	});
}

/** Learning rates need more than the three decimals of other figures. */
const round = (value: number) => (Math.abs(value) < 1 ? Number(value.toPrecision(4)) : short(value));
