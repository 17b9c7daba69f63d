import { expect, test } from "vitest";
import { checkBothLanguages, checkWords } from "../../../../test/fixtures/bothLanguages.ts";
import { axisOver } from "../../drawing/axes.ts";
import type { Mark } from "../../drawing/figure.ts";
import { diagnosisFigures, diagnosisSvg } from "./diagnoseFigure.ts";
import type { DiagnoseResult, LayerReport } from "./diagnosisReport.ts";

// 2 layers of 3 units, K = 4 lags, a triangle of 2 steps; layer l1's state counts as too large for a whole Jacobian

const curve = (slope: number) => {
	const typical = [0, 1, 2, 3, 4].map((k) => (k === 4 && slope < -100 ? null : slope * k));
	return { typical, mean: typical, rms: typical, zeros: [0, 0, 0, 0, 0] };
};
const layer = (slope: number, exact: boolean): LayerReport => ({
	...{ reach: 1, h: curve(slope), c: curve(slope / 2) },
	triangle: {
		share: [
			[1, 0],
			[0.001, 0.999],
		],
		reach: [
			[0, null],
			[-3, 0],
		],
	},
	jacobian: {
		...{
			size: 6,
			exact,
			cost: { bytes: 288, operations: 10800 },
			largestSingular: 2,
			lyapunovNats: [-1, -2, null, -4],
		},
		recurrent: [],
		...(exact && {
			steps: [
				{
					t: 9,
					singular: [2, 1, 0.01],
					eigenvalues: [
						[0.5, 0.25],
						[0.5, -0.25],
						[-2, 0],
					],
					radius: 2,
				},
			],
			products: [
				{ steps: 1, log10: 0.3 },
				{ steps: 2, log10: null },
			],
		}),
	},
	saturation: {
		f: { low: 0.1, high: 0.2, stuckLow: 0, stuckHigh: 0, units: { low: [0.1, 0.1001, 0.5], high: [0.2, 0.2, 0.5] } },
		h: { low: 0, high: 1, stuckLow: 0, stuckHigh: 1, units: { low: [0, 0, 0], high: [1, 1, 1] } },
	},
});
const result: DiagnoseResult = {
	...{
		run: "deep <1>",
		step: 7,
		text: "valid",
		data: null,
		length: null,
		lags: 4,
		sequences: 5,
		saturationSteps: 99,
		unknownShare: 0,
	},
	source: { words: ["book.txt"], options: {} },
	model: { cell: "lstm", variant: "forget", layers: 2, hidden: 3 },
	training: {
		horizon: 3,
		clipNorm: 1,
		clipValue: 0,
		lr: 0.01,
		optimizer: "adam",
		init: "default",
		clippedShare: null,
		cutShare: null,
		options: {},
	},
	outcome: { loss: 2, baseline: 3, errorShare: null, kind: "learned" },
	atChance: [],
	findings: [{ kind: "vanishing", severity: 3, layer: 1, evidence: {} }],
	layers: [layer(-1, true), layer(-200, false)],
	tensors: [
		{ tensor: "weight_ih_l0", log10Norm: 0, steps: [-9, 0], share: [1e-9, 1] },
		{ tensor: "weight_hh_l1", log10Norm: 0, steps: [null, 0], share: [0, 1] },
		{ tensor: "bias_l0", log10Norm: 0, steps: [0, 0], share: [0.5, 0.5] },
	],
	memory: { gradientLag: 1, inputLag: 2, inputBound: 0.01, inputUnit: null, inputChange: [0.5, 0.1, 0.001, 0, 0] },
	history: [
		{
			step: 0,
			lags: 64,
			reach: [3, 9],
			clippedShare: 0,
			recurrent: [
				{ f: [0.5, 1], g: [0.9, 2] },
				{ f: [1, 1], g: [1, 3] },
			],
		},
		{ step: 5, lags: 64, reach: [40, null], clippedShare: 0.5, recurrent: [{ g: [1.1, 2] }, { g: [null, 3] }] },
	],
	...{ overflowStep: null, svg: null, seconds: 1 },
};
const panelsOf = (name: string) => diagnosisFigures(result, "en").find((figure) => figure.name === name)!.panels;
const pointsOf = (marks: readonly Mark[], name: string) =>
	marks.flatMap((mark) => ((mark.kind === "line" || mark.kind === "dots") && mark.name === name ? [mark.points] : []));

test("7 figures of 2 layers: curves to 1e-600, the horizon of 3, what is exactly 0 left out", () => {
	expect(diagnosisFigures(result, "en").map(({ name }) => name)).toEqual([
		...["lags", "triangle-l0", "triangle-l1", "weights", "saturation", "jacobian", "history"],
	]);
	const [h, c, flipped] = panelsOf("lags");
	expect(pointsOf(h!.marks, "l0")).toEqual([
		[
			[0, 0],
			[1, -1],
			[2, -2],
			[3, -3],
			[4, -4],
		],
	]);
	expect(pointsOf(h!.marks, "l1")[0]!.at(-1)).toEqual([3, -600]);
	expect(pointsOf(c!.marks, "l1")[0]!.at(-1)).toEqual([4, -400]);
	expect(h!.y).toMatchObject({ scale: "exponent", min: -600, max: 0, step: 100 });
	expect(pointsOf(h!.marks, "TBPTT horizon in training")[0]!.map(([x]) => x)).toEqual([3, 3]);
	expect(pointsOf(flipped!.marks, "flipped input")).toEqual([
		[
			[0, -0.301],
			[1, -1],
			[2, -3],
		],
	]);
});

test("triangle by logarithms with nothing above the diagonal; shares of W_ih and W_hh, not of biases; one dot for units within .005", () => {
	const field = panelsOf("triangle-l1")[0]!.marks[0]!;
	expect(field).toMatchObject({
		xs: [-2, -1, 0],
		values: [
			[0, Number.NaN],
			[-3, Math.log10(0.999)],
		],
	});
	const { marks } = panelsOf("weights")[0]!;
	expect(pointsOf(marks, "W_ih, l0")).toEqual([
		[
			[-1, -9],
			[0, 0],
		],
	]);
	expect(pointsOf(marks, "W_hh, l1")).toEqual([[[0, 0]]]);
	expect(marks).toHaveLength(2);
	const [f, h] = panelsOf("saturation");
	expect([f!.title, h!.title]).toEqual(["gate f", "|h|"]);
	expect(pointsOf(f!.marks, "l0")).toEqual([
		[
			[0.1, 0.2],
			[0.5, 0.5],
		],
	]);
});

test("eigenvalues stand in the plane with the unit circle; a state too large for them has its exponents alone", () => {
	const [singular, plane, products, lyapunov] = panelsOf("jacobian");
	expect(pointsOf(singular!.marks, "l0")).toEqual([
		[
			[1, 0.301],
			[2, 0],
			[3, -2],
		],
	]);
	expect(pointsOf(plane!.marks, "l0")).toEqual([
		[
			[0.5, 0.25],
			[0.5, -0.25],
			[-2, 0],
		],
	]);
	expect(plane!.x.min).toBeLessThanOrEqual(-2);
	const circle = plane!.marks[0] as Extract<Mark, { kind: "line" }>;
	for (const [re, im] of circle.points) expect(Math.hypot(re, im)).toBeCloseTo(1, 2);
	expect(pointsOf(products!.marks, "l1")).toEqual([[]]);
	expect(pointsOf(lyapunov!.marks, "l1")).toEqual([
		[
			[1, -1],
			[2, -2],
			[4, -4],
		],
	]);
	const large = { ...result, layers: [layer(-1, false)] };
	expect(
		diagnosisFigures(large, "en")
			.find(({ name }) => name === "jacobian")!
			.panels.map(({ title }) => title),
	).toEqual(["Lyapunov exponents"]);
});

test("over training: reach, cut at the last lag looked back, radius of the candidate's block and clip share; nothing without two records", () => {
	const [reach, radius, clipped] = panelsOf("history");
	expect(pointsOf(reach!.marks, "l0")).toEqual([
		[
			[0, 3],
			[5, 40],
		],
	]);
	expect(pointsOf(reach!.marks, "l1")).toEqual([
		[
			[0, 9],
			[5, 64],
		],
	]);
	expect(pointsOf(radius!.marks, "l0")).toEqual([
		[
			[0, 0.9],
			[5, 1.1],
		],
	]);
	expect(pointsOf(radius!.marks, "l1")).toEqual([[[0, 1]]]);
	expect(radius!.title).toContain("g");
	expect(pointsOf(clipped!.marks, "clipped")).toEqual([[[5, 0.5]]]);
	for (const few of [[], result.history.slice(0, 1)]) {
		expect(diagnosisFigures({ ...result, history: few }, "en").some(({ name }) => name === "history")).toBe(false);
	}
});

test("one sheet, twice the same bytes: 7 figures in it, names of runs escaped, no id used twice", async () => {
	const svg = await diagnosisSvg(result);
	expect(await diagnosisSvg(result)).toBe(svg);
	expect(svg.match(/<svg/g)).toHaveLength(8);
	expect(svg).toContain("deep &lt;1&gt;: vanishing (l1)");
	const ids = [...svg.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
	expect(new Set(ids).size).toBe(ids.length);
});

test("an axis ends on multiples of its step and has at most 8 of them, whole powers on an exponent axis", () => {
	expect(axisOver("x", [0.13, 0.87])).toMatchObject({ min: 0.1, max: 0.9, step: 0.1 });
	expect(axisOver("x", [-3.2, 0.4], "exponent")).toMatchObject({ min: -4, max: 1, step: 1 });
	expect(axisOver("x", [-337, 0], "exponent")).toMatchObject({ min: -350, max: 0, step: 50 });
	expect(axisOver("x", [Number.NaN])).toMatchObject({ min: 0, max: 1 });
	expect(axisOver("x", [5, 5])).toMatchObject({ min: 5, max: 5.2, step: 0.2 });
});

test("in both languages: words of that language alone and the same numbers, for a text, a task and a cut history", async () => {
	const taught = { ...result, data: "copying:values=4", length: "20..40" };
	const regression = { ...result.memory, inputUnit: 2 };
	for (const one of [result, taught, { ...taught, text: taught.data, step: 9, memory: regression }]) {
		const names = ["deep <1>", "lstm forget", "copying:values=4"];
		await checkBothLanguages((lang) => diagnosisFigures(one, lang), names);
		for (const lang of ["en", "ko"] as const) checkWords(await diagnosisSvg(one, lang), lang, names);
	}
	const korean = await diagnosisSvg(taught, "ko");
	expect(korean).toContain("deep &lt;1&gt;: 기울기 소실(l1)");
	expect(korean).toContain(
		"lstm forget, 2 x 3, 갱신 7, copying:values=4의 검증(valid) 부분(기준선보다 나음); 길이 20..40인 시퀀스 5개, 시차 4까지",
	);
});
