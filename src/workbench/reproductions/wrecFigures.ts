/** Figures of wrec-sweep: reach by lag, one line per singular value, one panel per series. */
import type { Lang } from "../../errors/define.ts";
import { stepOver } from "../drawing/axes.ts";
import { type Figure, type Mark, type Panel, type Point, ramp } from "../drawing/figure.ts";
import { FIGURE_WORDS } from "../drawing/figureWords.ts";
import { SERIES, type SeriesKey, type Swept } from "./wrecSeries.ts";

const en = {
	"linear-gaussian": "Gaussian W: ρ is about σ / 2",
	"linear-orthogonal": "orthogonal W: ρ = σ",
	"tanh-gaussian": "Gaussian W, soft input",
	"tanh-orthogonal": "orthogonal W, soft input",
	"tanh-saturated": "orthogonal W, saturating input",
	linear: "Linear layer: the spectral radius determines growth",
	linearText:
		"Gradient norm against lag. Gaussian W_rec: every line falls, even for singular values above 1. Orthogonal: lines fall below 1 and grow above.",
	tanh: "Tanh layer: bounded by σᵏ (dashed) for σ < 1; may grow or vanish for σ > 1",
	tanhText:
		"Gradient norm against lag, with the bound sigma^k dashed for sigma below 1. With saturating input all lines fall, including those above 1.",
	norm: "norm of dL/dh at T − k, relative to T",
};

const ko: typeof en = {
	"linear-gaussian": "가우스 분포의 W: ρ는 약 σ / 2",
	"linear-orthogonal": "직교 행렬 W: ρ = σ",
	"tanh-gaussian": "가우스 분포의 W, 약한 입력",
	"tanh-orthogonal": "직교 행렬 W, 약한 입력",
	"tanh-saturated": "직교 행렬 W, 포화시키는 입력",
	linear: "선형 층: 기울기의 증감은 스펙트럼 반지름이 결정",
	linearText:
		"시차별 기울기 노름입니다. 가우스 분포의 W_rec에서는 특잇값이 1보다 커도 모든 선이 내려갑니다. 직교 행렬에서는 1보다 작으면 내려가고 크면 올라갑니다.",
	tanh: "tanh 층: σ < 1이면 σᵏ(점선) 이하, σ > 1이면 커질 수도 소실될 수도 있음",
	tanhText:
		"시차별 기울기 노름입니다. σ가 1보다 작으면 한계 σᵏ를 점선으로 그렸습니다. 포화시키는 입력에서는 σ가 1보다 커도 모든 선이 내려갑니다.",
	norm: "T − k에서 dL/dh의 노름, T 대비",
};
const WORDS: Readonly<Record<Lang, typeof en>> = { en, ko };

export function sweepFigures(swept: readonly Swept[], lang: Lang): Figure[] {
	const words = WORDS[lang];
	const panels = (act: string) =>
		SERIES.filter((series) => series.act === act).map(({ key }) => panel(key, swept, lang));
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
			title: words.linear,
			description: words.linearText,
			size: [400, 320],
			panels: level(panels("linear")),
		},
		{
			name: "tanh",
			title: words.tanh,
			description: words.tanhText,
			size: [340, 320],
			panels: level(panels("tanh")),
		},
	];
}

function panel(key: SeriesKey, swept: readonly Swept[], lang: Lang): Panel {
	const lines = swept.filter(({ series }) => series === key);
	const colours = ramp(lines.length);
	const K = lines[0]!.log10.length - 1;
	const every = Math.max(1, Math.floor(K / 100));
	const points = (value: (k: number) => number): Point[] =>
		Array.from({ length: Math.floor(K / every) + 1 }, (_, n) => [n * every, Number(value(n * every).toFixed(3))]);
	const bounded = key.startsWith("tanh") ? lines.filter(({ sigma }) => sigma < 1) : [];
	const values = lines.flatMap(({ log10 }) => log10.filter(Number.isFinite)); // a gradient of 0 is at -Infinity
	return {
		title: WORDS[lang][key],
		x: { name: FIGURE_WORDS[lang].lag, min: 0, max: K, step: K / 5 },
		y: {
			name: WORDS[lang].norm,
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
