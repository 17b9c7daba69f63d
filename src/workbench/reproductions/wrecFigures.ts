/** Figures of wrec-sweep: reach by lag, one line per singular value, one panel per series. */
import { stepOver } from "../drawing/axes.ts";
import { type Figure, type Mark, type Panel, type Point, ramp } from "../drawing/figure.ts";
import { SERIES, type Swept } from "./wrecSeries.ts";

const TITLES: Readonly<Record<string, string>> = {
	"linear-gaussian": "Gaussian W: ρ is about σ / 2",
	"linear-orthogonal": "orthogonal W: ρ = σ",
	"tanh-gaussian": "Gaussian W, soft input",
	"tanh-orthogonal": "orthogonal W, soft input",
	"tanh-saturated": "orthogonal W, saturating input",
};

export function sweepFigures(swept: readonly Swept[]): Figure[] {
	const panels = (act: string) => SERIES.filter((series) => series.act === act).map(({ key }) => panel(key, swept));
	const level = (all: Panel[]) => {
		const min = Math.min(...all.map(({ y }) => y.min));
		const max = Math.max(...all.map(({ y }) => y.max));
		const step = stepOver(max - min, "exponent");
		const edges = { min: Math.floor(min / step) * step, max: Math.ceil(max / step) * step, step };
		return all.map((one) => ({ ...one, y: { ...one.y, ...edges } }));
	};
	return [
		{
			name: "linear",
			title: "Linear layer: the spectral radius determines growth",
			description:
				"Gradient norm against lag. Gaussian W_rec: every line falls, even for singular values above 1. Orthogonal: lines fall below 1 and grow above.",
			size: [400, 320],
			panels: level(panels("linear")),
		},
		{
			name: "tanh",
			title: "Tanh layer: bounded by σᵏ (dashed) for σ < 1; may grow or vanish for σ > 1",
			description:
				"Gradient norm against lag, with the bound sigma^k dashed for sigma below 1. With saturating input all lines fall, including those above 1.",
			size: [340, 320],
			panels: level(panels("tanh")),
		},
	];
}

function panel(key: string, swept: readonly Swept[]): Panel {
	const lines = swept.filter(({ series }) => series === key);
	const colours = ramp(lines.length);
	const K = lines[0]!.log10.length - 1;
	const every = Math.max(1, Math.floor(K / 100));
	const points = (value: (k: number) => number): Point[] =>
		Array.from({ length: Math.floor(K / every) + 1 }, (_, n) => [n * every, Number(value(n * every).toFixed(3))]);
	const bounded = key.startsWith("tanh") ? lines.filter(({ sigma }) => sigma < 1) : [];
	const values = lines.flatMap(({ log10 }) => log10);
	return {
		title: TITLES[key],
		x: { name: "lag k (steps)", min: 0, max: K, step: K / 5 },
		y: {
			name: "norm of dL/dh at T − k, relative to T",
			min: Math.min(...values),
			max: Math.max(...values),
			scale: "exponent",
		},
		marks: [
			...bounded.map(({ sigma }): Mark => {
				const colour = colours[lines.findIndex((line) => line.sigma === sigma)]!;
				return { kind: "line", colour, dash: true, width: 1, points: points((k) => k * Math.log10(sigma)) };
			}),
			...lines.map(({ sigma, log10 }, n): Mark => {
				const name = `σ ${sigma.toFixed(1)}`;
				return { kind: "line", name, colour: colours[n]!, points: points((k) => log10[k]!) };
			}),
		],
	};
}
