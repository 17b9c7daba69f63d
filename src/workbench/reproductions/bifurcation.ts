/**
 * bifurcation: a unit with recurrent weight 5 has one attractor or two, depending on b; the range with two is bounded
 * by two folds.
 */

import { biasOf, fixedPoints, folds, foldsInClosedForm, settle } from "../../diagnosis/folds.ts";
import type { Lang } from "../../errors/define.ts";
import { minus } from "../../views/minus.ts";
import { COLOURS, type Figure, type Mark, type Point } from "../drawing/figure.ts";
import { agrees, BOTH, type Reproduction, type Row, same } from "./reproduction.ts";

const W = 5;
export const PUBLISHED = ["-2.65561", "-2.34439"] as const;

export const bifurcation: Reproduction = {
	name: "bifurcation",
	title: { en: "Two folds of one sigmoid unit", ko: "시그모이드 유닛 하나의 접힘 분기(fold bifurcation) 두 곳" },
	shows: {
		en: "Pascanu et al. 2013, fig. 3: with w = 5, two attractors for b between -2.65561 and -2.34439, one elsewhere",
		ko: "Pascanu 등(2013), 그림 3: w = 5일 때 끌개(attractor)는 b = -2.65561과 -2.34439 사이에서 둘, 밖에서 하나",
	},
	revision: 1,
	async run({ mode, work, pause }) {
		const grid = mode === "full" ? 4001 : 401;
		const [counts] = await work([
			{
				key: "attractors",
				async run() {
					const found: number[] = [];
					for (let n = 0; n < grid; n++) {
						if (n % 50 === 0) await pause();
						found.push(attractors(biasOnGrid(n, grid)));
					}
					return found;
				},
			},
		]);
		return { rows: rowsOf(folds(W), counts!), figures: (lang) => [diagram(lang)] };
	},
};

const biasOnGrid = (n: number, grid: number) => -3 + n / (grid - 1);

/** Counts attractors by running the unit from 41 initial states and comparing the final states. */
function attractors(b: number): number {
	const starts = Array.from({ length: 41 }, (_, n) => -4 + n / 5);
	const ends = settle(W, b, starts, 4000).sort((first, second) => first - second);
	return ends.filter((x, n) => n === 0 || x - ends[n - 1]! > 1e-3).length;
}

export function rowsOf(found: readonly { b: number }[], counts: readonly number[]): Row[] {
	const closed = foldsInClosedForm(W);
	const names = [
		{ en: "lower fold, b", ko: "아래쪽 분기점 b" },
		{ en: "upper fold, b", ko: "위쪽 분기점 b" },
	];
	const difference = Math.max(...closed.map(({ b }, n) => Math.abs(b - (found[n]?.b ?? Number.NaN))));
	const step = 1 / (counts.length - 1);
	const between = counts.map((count, n) => ({ count, b: biasOnGrid(n, counts.length) }));
	const two = between.filter(({ count }) => count === 2);
	const inside = (b: number) => b > closed[0]!.b && b < closed[1]!.b;
	const wrong = between.filter(({ b, count }) => count !== (inside(b) ? 2 : 1)).length;
	return [
		...PUBLISHED.map(
			(published, n): Row => ({
				what: names[n]!,
				published,
				ours: found[n]?.b ?? Number.NaN,
				holds: agrees(published, found[n]?.b ?? Number.NaN),
				asserted: BOTH,
			}),
		),
		{
			what: { en: "folds compared with the closed form", ko: "분기점의 해석해와의 차이" },
			published: "<= 1e-12",
			ours: difference,
			holds: difference <= 1e-12,
			asserted: BOTH,
			note: same("s = (1 ± sqrt(1 - 4/w)) / 2, x = ln(s / (1 - s)), b = x - w s"),
		},
		{
			what: {
				en: `simulated: b with two attractors, on a grid of ${step.toPrecision(1)}`,
				ko: `시뮬레이션에서 끌개가 둘인 b(격자 간격 ${step.toPrecision(1)})`,
			},
			published: { en: "between the folds only", ko: "두 분기점 사이에서만" },
			ours: two.length > 0 ? `${two[0]!.b.toFixed(5)} .. ${two.at(-1)!.b.toFixed(5)}` : "-",
			holds: wrong <= 2, // within a step of a fold, 4000 steps may not settle
			asserted: BOTH,
			note: {
				en: `${wrong} of ${counts.length} differ from the number of stable fixed points`,
				ko: `${counts.length}곳 중 ${wrong}곳에서 안정 고정점의 수와 다름`,
			},
		},
		{
			what: { en: "number of fixed points at b = -3, -2.5, -2", ko: "b = -3, -2.5, -2에서의 고정점 수" },
			published: "1, 3, 1",
			ours: [-3, -2.5, -2].map((b) => fixedPoints(W, b).length).join(", "),
			holds: [-3, -2.5, -2].map((b) => fixedPoints(W, b).length).join() === "1,3,1",
			asserted: BOTH,
		},
	];
}

const WORDS = {
	en: {
		title: "Fixed points of x = 5 s(x) + b",
		description:
			"Fixed points x against the bias b: a curve folded twice, its middle part unstable, with folds at b = -2.65561 and b = -2.34439.",
		bias: "bias b",
		point: "fixed point x",
		stable: "stable fixed point",
		unstable: "unstable fixed point",
		fold: "fold",
	},
	ko: {
		title: "x = 5 s(x) + b의 고정점",
		description:
			"편향 b에 따른 고정점 x입니다. 곡선은 b = -2.65561과 b = -2.34439에서 두 번 접히고, 그 사이의 가운데 부분은 불안정합니다.",
		bias: "편향 b",
		point: "고정점 x",
		stable: "안정 고정점",
		unstable: "불안정 고정점",
		fold: "접힘 분기점",
	},
} as const satisfies Record<Lang, Record<string, string>>;

function diagram(lang: Lang): Figure {
	const words = WORDS[lang];
	const turns = folds(W)
		.map(({ x }) => x)
		.sort((first, second) => first - second);
	const branch = (from: number, to: number): Point[] =>
		Array.from({ length: 161 }, (_, n) => {
			const x = from + ((to - from) * n) / 160;
			return [Number(biasOf(x, W).toFixed(6)), Number(x.toFixed(6))] as const;
		});
	const [low, high] = [turns[0]!, turns[1]!];
	const stable = { kind: "line", name: words.stable, colour: COLOURS.blue, width: 2.4 } as const;
	return {
		name: "diagram",
		title: words.title,
		description: words.description,
		size: [520, 360],
		panels: [
			{
				x: { name: words.bias, min: -3, max: -2, step: 0.1 },
				y: { name: words.point, min: -3, max: 3, step: 1 },
				marks: [
					{ ...stable, points: branch(-3, low) },
					{ ...stable, points: branch(high, 3) },
					{
						...{ kind: "line", name: words.unstable, colour: COLOURS.orange, width: 2.4, dash: true },
						points: branch(low, high),
					},
					{
						kind: "dots",
						name: words.fold,
						colour: COLOURS.purple,
						size: 9,
						points: folds(W).map(({ x, b }) => [b, x]),
					},
					...folds(W).map(({ x, b }): Mark => {
						const text = `b = ${minus(b.toFixed(5))}`;
						return { kind: "words", at: [b, x], text, align: x > 0 ? "right" : "left" };
					}),
				],
			},
		],
	};
}
