/**
 * error-wall: where the error of one sigmoid unit rises like a wall, how steep the wall is, and the effect of clipping
 * there.
 */
import { layerGradient } from "../../diagnosis/tangents.ts";
import {
	type Descent,
	descend,
	sigmoid,
	WALL,
	type WallPoint,
	wallAt,
	wallCentre,
	wallPeak,
} from "../../diagnosis/wall.ts";
import type { Lang } from "../../errors/define.ts";
import { fill } from "../../views/words.ts";
import { COLOURS, type Figure, type Mark, ramp } from "../drawing/figure.ts";
import { ERROR_WALL_WORDS } from "./errorWallWords.ts";
import { agrees, BOTH, type Reproduction, type Row, same } from "./reproduction.ts";

/** Published peak of the gradient norm along w for each b: position, norm, and dE/dw. */
export const PUBLISHED = [
	{ b: -2.2, w: "4.32911", norm: "50.25", dw: "-25.55" },
	{ b: -2.4, w: "4.65792", norm: "479.8", dw: "-252.1" },
	{ b: -2.5, w: "4.81929", norm: "1621", dw: "-855.0" },
	{ b: -2.6, w: "4.980161", norm: "5776", dw: "-3051" },
	{ b: -2.8, w: "5.3015450", norm: "7.819e4", dw: "-4.132e4" },
	{ b: -3.0, w: "5.62285684", norm: "1.038e6", dw: "-5.484e5" },
] as const;

const STARTS = [
	[4.8, -2.4],
	[5.0, -2.45],
] as const;
const RATE = 0.05;
const CLIP = 1;
const FREE: Descent = { lr: RATE, clip: Number.POSITIVE_INFINITY, updates: 300 };
const CLIPPED: Descent = { ...FREE, clip: CLIP };

export const errorWall: Reproduction = {
	name: "error-wall",
	title: { en: "The error wall of one sigmoid unit", ko: "시그모이드 유닛 하나의 오차 절벽" },
	shows: {
		en: "Pascanu et al. 2013, fig. 6: the gradient grows to 1e6 at a wall in the error, and clipping keeps gradient descent near it",
		ko: "Pascanu 등(2013), 그림 6: 오차의 절벽에서 기울기가 1e6까지 커지지만, 클리핑하면 경사 하강이 절벽 근처에 머묾",
	},
	revision: 1,
	async run({ mode, work, pause }) {
		const peaks = await work(
			PUBLISHED.map(({ b }) => ({
				key: `peak-${b}`,
				async run() {
					await pause();
					return { ...wallPeak(b) };
				},
			})),
		);
		return {
			rows: [...peakRows(peaks), secondOpinion(peaks), ...STARTS.flatMap(([w, b]) => descentRows(w, b))],
			figures: (lang) => [surface(mode === "full" ? [300, 220] : [150, 110], lang), norms(peaks, lang)],
		};
	},
};

export function peakRows(peaks: readonly WallPoint[]): Row[] {
	return PUBLISHED.flatMap(({ b, ...published }, n) => {
		const row = (name: "w" | "norm" | "dw", letters: string): Row => ({
			what: same(`b = ${b}: ${letters}`),
			published: published[name],
			ours: peaks[n]![name],
			holds: agrees(published[name], peaks[n]![name]),
			asserted: BOTH,
		});
		return [row("w", "w"), row("norm", "|(dE/dw, dE/db)|"), row("dw", "dE/dw")];
	});
}

/** Tolerance for the relative difference from forward mode: rounding over 50 steps, amplified by the wall. */
const FORWARD_BOUND = 1e-9;

/** The same gradient by forward mode: h_t = s(x_t) turns the unit into an ordinary sigmoid layer. */
function secondOpinion(peaks: readonly WallPoint[]): Row {
	const worst = Math.max(
		...peaks.map(({ w, b, dw, db }) => {
			const other = byForwardMode(w, b);
			return Math.max(Math.abs(other.dw / dw - 1), Math.abs(other.db / db - 1));
		}),
	);
	return {
		what: {
			en: "six peaks: gradient and forward mode, relative difference",
			ko: "절벽 6곳의 기울기: 순방향 모드 미분과의 상대 차이",
		},
		published: `<= ${FORWARD_BOUND.toExponential()}`,
		ours: worst,
		holds: worst <= FORWARD_BOUND,
		asserted: BOTH,
	};
}

function byForwardMode(w: number, b: number): { dw: number; db: number } {
	const { x0, steps, target } = WALL;
	const zeros = (n: number) => new Float64Array(n);
	const layer = (dhLast: number) =>
		layerGradient({
			...{ spec: { cell: "rnn", variant: "sigmoid" }, T: steps, B: 1, D: 1, H: 1, x: zeros(steps) },
			weights: { w_ih: zeros(1), w_hh: Float64Array.of(w), b: Float64Array.of(b) },
			...{ h0: Float64Array.of(sigmoid(x0)), c0: zeros(1), dOut: zeros(steps) },
			...{ dhLast: Float64Array.of(dhLast), dcLast: zeros(1) },
		});
	const h = layer(1).loss; // h_50 = s(x_50)
	const { tensors } = layer(2 * (h - target)); // dE/dh_50
	return { dw: tensors.get("w_hh")![0]!, db: tensors.get("b")![0]! };
}

function longestStep(path: readonly WallPoint[]): number {
	return path.slice(1).reduce((most, to, n) => Math.max(most, Math.hypot(to.w - path[n]!.w, to.b - path[n]!.b)), 0);
}

export function descentRows(w: number, b: number): Row[] {
	const free = longestStep(descend(w, b, FREE));
	const clipped = descend(w, b, CLIPPED);
	const held = longestStep(clipped);
	const end = clipped.at(-1)!.error;
	const from = `(${w}, ${b})`;
	return [
		{
			what: { en: `descent from ${from}: longest step`, ko: `${from}에서 경사 하강: 가장 큰 이동` },
			published: { en: "thrown far away", ko: "멀리 튕겨 나감" },
			ours: free,
			holds: free > 10 * RATE * CLIP,
			asserted: BOTH,
		},
		{
			what: { en: `  the same, clipped at ${CLIP}`, ko: `  같은 조건, ${CLIP}에서 클리핑` },
			published: { en: "stays near the wall", ko: "절벽 근처에 머묾" },
			ours: held,
			holds: held <= RATE * CLIP * (1 + 1e-12),
			asserted: BOTH,
		},
		{
			what: { en: "  its error after 300 updates", ko: "  갱신 300회 뒤의 오차" },
			published: { en: "falls", ko: "감소" },
			ours: end,
			holds: end < 0.01,
			asserted: BOTH,
		},
	];
}

function surface([columns, rows]: readonly [number, number], lang: Lang): Figure {
	const words = ERROR_WALL_WORDS[lang];
	const [w0, w1, b0, b1] = [4, 5.8, -3, -2];
	const edge = (from: number, to: number, n: number, of: number) => from + ((to - from) * n) / of;
	const xs = Array.from({ length: columns + 1 }, (_, n) => edge(w0, w1, n, columns));
	const ys = Array.from({ length: rows + 1 }, (_, n) => edge(b0, b1, n, rows));
	const middle = (edges: readonly number[], n: number) => (edges[n]! + edges[n + 1]!) / 2;
	const values = ys.slice(1).map((_, r) => xs.slice(1).map((_, c) => wallAt(middle(xs, c), middle(ys, r)).error));
	const path = (name: string, colour: string, dash: boolean, descent: Descent): Mark[] =>
		STARTS.map(([w, b]) => ({
			...{ kind: "line", name, colour, dash, width: 2 },
			points: descend(w, b, descent)
				.map((point) => [round(point.w, 5), round(point.b, 5)] as const)
				.slice(0, 301),
		}));
	return {
		name: "surface",
		title: words.surface,
		description: words.surfaceText,
		size: [560, 400],
		panels: [
			{
				x: { name: words.weight, min: w0, max: w1, step: 0.3 },
				y: { name: words.bias, min: b0, max: b1, step: 0.2 },
				marks: [
					{
						...{ kind: "field", name: words.error, xs, ys, values },
						levels: [0.0005, 0.002, 0.01, 0.03, 0.06, 0.08, 0.12, 0.2, 0.3, 0.36, 0.4, 0.44],
					},
					...path(words.free, COLOURS.orange, true, FREE),
					...path(fill(words.clipped, { norm: CLIP }), COLOURS.purple, false, CLIPPED),
					{ kind: "dots", name: words.starts, colour: "#e0a500", size: 9, points: STARTS },
				],
			},
		],
	};
}

/** Gradient norm along w for each b. Samples are denser near a wall because its flanks have all widths. */
function norms(peaks: readonly WallPoint[], lang: Lang): Figure {
	const words = ERROR_WALL_WORDS[lang];
	const colours = ramp(PUBLISHED.length);
	const [w0, w1] = [4, 6];
	const lines = PUBLISHED.map(({ b }, n): Mark => {
		const centre = wallCentre(b);
		const flank = Array.from({ length: 120 }, (_, k) => 2 * 10 ** (-k / 10));
		const ws = [...flank.map((d) => centre - d), peaks[n]!.w, ...flank.map((d) => centre + d)];
		const points = ws
			.filter((w) => w >= w0 && w <= w1)
			.sort((first, second) => first - second)
			.map((w) => [round(w, 10), Number(wallAt(w, b).norm.toPrecision(4))] as const);
		return { kind: "line", name: `b = ${b.toFixed(1)}`, colour: colours[n]!, points };
	});
	return {
		name: "gradient",
		title: words.gradient,
		description: words.gradientText,
		size: [560, 340],
		panels: [
			{
				x: { name: words.weight, min: w0, max: w1, step: 0.25 },
				y: { name: words.norm, min: 1e-4, max: 1e8, scale: "log", step: 2 },
				marks: lines,
			},
		],
	};
}

function round(value: number, digits: number): number {
	return Number(value.toFixed(digits));
}
