import { expect, test } from "vitest";
import { checkBothLanguages, checkWords } from "../../../../test/fixtures/bothLanguages.ts";
import type { Figure } from "../../drawing/figure.ts";
import { echoFigures, echoSvg } from "./diagnoseEchoFigure.ts";
import type { EchoDiagnosis } from "./echoDiagnosis.ts";

const found: EchoDiagnosis = {
	...{ run: "pool <1>", step: 3, of: "valid", model: { cell: "esn", hidden: 2 } },
	source: { words: ["x.csv"], options: { target: "x" } },
	echo: {
		...{ condition: 10, rows: 90, ridge: 1e-6, rmse: [0.1], beta: 1, washout: 10, spectralRadius: 0.9, leak: 0.5 },
		effectiveRadius: 0.95,
	},
	findings: [{ kind: "healthy", severity: 0, evidence: {} }],
	...{ steps: 80, largestSingular: 1, lyapunovNats: [-Math.LN10, null], echoSteps: 2, saturated: 0.25 },
	singular: [1, 0],
	eigenvalues: [
		[0.6, 0.5],
		[0.6, -0.5],
	],
	change: [0, -1.5, null],
	activation: [0.25, 0, 0.5, 0.25],
	memory: { total: 1.3, byDelay: [0.9, 0.4, ...Array(30).fill(0)] },
	...{ svg: null, seconds: 1 },
};

const lines = ({ panels }: Figure, n = 0) =>
	panels[n]!.marks.flatMap((mark) => (mark.kind === "line" || mark.kind === "dots" ? [mark.points] : []));

test("a change by lag beside its exponent's line, memory up to where it ends, a stair of activations, three spectra", () => {
	const [change, memory, activation, spectra] = echoFigures(found, "en") as [Figure, Figure, Figure, Figure];
	expect(lines(change)).toEqual([
		[
			[0, 0],
			[2, -2], // -ln 10 nats a step is a power of ten
		],
		[
			[0, 0],
			[1, -1.5],
		],
	]);
	expect(change.panels[0]!.marks).toContainEqual({
		...{ kind: "words", at: [1, 0], text: "0 at lag 2", align: "center" },
	});
	expect(lines(memory)[0]).toHaveLength(10);
	expect(lines(memory)[0]!.slice(0, 2)).toEqual([
		[1, 0.9],
		[2, 0.4],
	]);
	expect(lines(activation).at(-1)!.slice(0, 4)).toEqual([
		[-1, 0.25],
		[-0.5, 0.25],
		[-0.5, 0],
		[0, 0],
	]);
	expect(lines(spectra).at(-1)).toEqual([
		[0.6, 0.5],
		[0.6, -0.5],
	]);
	expect(lines(spectra, 1)).toEqual([[[1, 0]]]); // a singular value of 0 has no logarithm
	expect(lines(spectra, 2)).toEqual([[[1, Number((-Math.LN10).toFixed(3))]]]);
	const { eigenvalues: _, singular: __, ...large } = { ...found, memory: null };
	expect(echoFigures(large, "en").map(({ name, panels }) => [name, panels.length])).toEqual([
		["change", 1],
		["activation", 1],
		["spectra", 1],
	]);
});

test("the sheet names the run, what was found and the reservoir, escaped, and nothing of it is NaN", async () => {
	const svg = await echoSvg(found);
	expect(svg).toContain("pool &lt;1&gt;: healthy");
	expect(svg).toContain("esn, 2 units, spectral radius 0.9, leak 0.5, step 3, 80 steps up to the end of valid");
	expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});

test("in both languages: words of that language alone and the same numbers, with leak and without", async () => {
	for (const one of [
		found,
		{ ...found, of: "narma", source: { words: [], options: {} }, echo: { ...found.echo, leak: 1 } },
	]) {
		const names = ["pool <1>", "narma"];
		await checkBothLanguages((lang) => echoFigures(one, lang), names);
		for (const lang of ["en", "ko"] as const) checkWords(await echoSvg(one, lang), lang, names);
	}
	expect(await echoSvg(found, "ko")).toContain(
		"누설률 0.5, 갱신 3, 검증(valid) 부분 끝까지 80스텝, 90행에 맞춘 출력층",
	);
});
