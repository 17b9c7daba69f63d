/** Figure of the step Jacobian: singular values, eigenvalues, products of steps, Lyapunov exponents. */
import type { Lang } from "../../../errors/define.ts";
import { axisOver } from "../../drawing/axes.ts";
import type { Figure, Mark, Panel, Point } from "../../drawing/figure.ts";
import { FIGURE_WORDS } from "../../drawing/figureWords.ts";
import { complexPlane, exponents, ordinates, points, short } from "../../drawing/marks.ts";
import type { DiagnoseResult, LayerReport } from "./diagnosisReport.ts";
import { DIAGNOSIS_WORDS } from "./diagnosisWords.ts";
import { coloursOf, layerName } from "./layerColours.ts";

export function jacobian(result: DiagnoseResult, lang: Lang): Figure {
	const words = { ...FIGURE_WORDS[lang], ...DIAGNOSIS_WORDS[lang] };
	const colours = coloursOf(result);
	const each = (marks: (jacobian: LayerReport["jacobian"], colour: string, name: string) => Mark[]) =>
		result.layers.flatMap(({ jacobian }, l) => marks(jacobian, colours[l]!, layerName(l)));
	const singular = each(({ steps = [] }, colour, name) =>
		steps.map(({ singular }) => ({
			...{ kind: "line", name, colour, width: 1.2 },
			points: points(
				singular.map((value) => (value > 0 ? Math.log10(value) : null)),
				(k) => k + 1,
			),
		})),
	);
	const eigenvalues = each(({ steps = [] }, colour, name) =>
		steps.slice(0, 1).map(({ eigenvalues }) => ({
			...{ kind: "dots", name, colour, size: 5 },
			points: eigenvalues.map(([re, im]): Point => [short(re), short(im)]),
		})),
	);
	const products = each(({ products = [] }, colour, name) => [
		{
			...{ kind: "line", name, colour },
			points: products.flatMap(({ steps, log10 }): Point[] => (log10 === null ? [] : [[steps, short(log10)]])),
		},
	]);
	const lyapunov = each(({ lyapunovNats }, colour, name) => [
		{
			...{ kind: "dots", name, colour },
			points: lyapunovNats.flatMap((nats, k): Point[] => (typeof nats === "number" ? [[k + 1, short(nats)]] : [])),
		},
	]);
	const panels: Panel[] = [];
	if (singular.length > 0) {
		const size = Math.max(...singular.flatMap((mark) => (mark.kind === "line" ? mark.points.map(([x]) => x) : [])));
		panels.push({
			title: words.singularValues,
			x: { ...axisOver(words.rank, [1, size]), max: size },
			y: exponents(words.singularValue, singular),
			marks: singular,
		});
		panels.push(complexPlane(eigenvalues, lang));
	}
	if (ordinates(products).length > 0)
		panels.push({
			title: words.products,
			x: axisOver(words.multiplied, [0, 32]),
			y: exponents(words.largest, products),
			marks: products,
		});
	panels.push({
		title: words.lyapunov,
		x: { name: words.rank, min: 0, max: 5, step: 1 },
		y: axisOver(words.natsPerStep, [0, ...ordinates(lyapunov)]),
		marks: lyapunov,
	});
	return {
		name: "jacobian",
		title: words.jacobian,
		description: words.jacobianText,
		size: [260, 260],
		panels,
	};
}
