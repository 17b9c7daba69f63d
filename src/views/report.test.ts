/**
 * Reports as data, colours, figures and a page, without a browser: packing is reversible, and no text becomes markup.
 */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Vocabulary } from "../data/vocabulary.ts";
import { RandomStream } from "../kernels/random.ts";
import { glyphOf, oneLine, plainOf, readable, signOf, visible } from "./glyphs.ts";
import { policyOf, reportHtml } from "./html.ts";
import { GROUNDS, LEVELS, levelOf, likelyColour, unitColour } from "./palettes.ts";
import { placesOf } from "./places.ts";
import { activity, coloursOver, type PackedReport, packReport, type Report, unpackReport } from "./reportData.ts";
import { saturationScene } from "./saturationFigure.ts";
import { sceneSvg } from "./scene.ts";
import { textScene, unitTitle } from "./textFigure.ts";
import { rowsFrom, syllableAt, widthsOf } from "./textRows.ts";
import { REPORT_WORDS } from "./words.ts";

const K = 5;
/** A report of `S` symbols drawn from `labels`, with made-up numbers. */
function reportOf(S: number, labels: string[], units = 2): Report {
	const random = new RandomStream(3, "report");
	const numbers = (n: number, from: number, to: number) =>
		Float32Array.from({ length: n }, () => from + (to - from) * random.uniform());
	const ids = (n: number) => Uint32Array.from({ length: n }, () => random.below(labels.length));
	return {
		...{ lang: "en", words: REPORT_WORDS.en, run: "r", step: 7, model: "lstm (forget), 1 x 3", text: "valid" },
		...{
			textSymbols: S,
			symbols: S,
			top: K,
			labels,
			came: ids(S),
			likeliest: ids(S * K),
			chances: numbers(S * K, 0, 1),
		},
		surprise: numbers(S, 0, 20).fill(Number.NaN, S - 1),
		units: Array.from({ length: units }, (_, k) => {
			const values = numbers(S, -3, 5);
			return { unit: `l0.c.${k}`, ...coloursOver("l0.c", values), values };
		}),
		saturation: [
			{ layer: 0, gate: "f", low: Float64Array.of(0, 0.25, 1), high: Float64Array.of(1, 0.5, 0) },
			{ layer: 1, gate: "f", low: Float64Array.of(0.125, 0, 0), high: Float64Array.of(0.5, 1, 1) },
			{ layer: 0, gate: "h", low: Float64Array.of(0, 0, 0), high: Float64Array.of(0, 0, 0) },
		],
	};
}
const asJson = (report: Report): PackedReport => JSON.parse(JSON.stringify(packReport(report)));
const hash = (text: string) => createHash("sha256").update(text).digest("base64");
const page = {
	script: "let a = 1 < 2;",
	scriptHash: hash("let a = 1 < 2;"),
	style: "a{b:c}",
	styleHash: hash("a{b:c}"),
};

test("a value that is no number, of a run that diverged, comes back as none; the others and the colours stay", () => {
	const report = reportOf(5, ["a", "b"], 1);
	const values = Float32Array.of(-1, Number.NaN, 0.5, Number.POSITIVE_INFINITY, 2);
	report.units[0]!.values = values;
	const [unit] = unpackReport(asJson(report)).units;
	expect(Array.from(unit!.values, (x) => Math.round(1000 * x) / 1000)).toEqual([-1, Number.NaN, 0.5, Number.NaN, 2]);
	expect(coloursOver("l0.c", values)).toEqual({ centre: 0, reach: 1 });
	expect(levelOf(activity(unit!, Number.NaN))).toBe(0);
});

test.each([[30], [300], [70_000]])(
	"what is packed comes back, with %d kinds of symbols: ids exactly, values to 1/65535 of their range",
	(kinds) => {
		const labels = Array.from({ length: kinds }, (_, k) => String.fromCodePoint(0x10000 + k));
		const report = reportOf(257, labels);
		const back = unpackReport(asJson(report));
		expect(back.came).toEqual(report.came);
		expect(back.likeliest).toEqual(report.likeliest);
		for (const [k, p] of report.chances.entries()) expect(Math.abs(back.chances[k]! - p)).toBeLessThan(0.004);
		for (const [k, bits] of report.surprise.entries())
			if (k < 256) expect(Math.abs(back.surprise[k]! - bits)).toBeLessThan(0.00051);
		expect(back.surprise[256]).toBeNaN();
		for (const [u, { values }] of report.units.entries())
			for (const [k, value] of values.entries())
				expect(Math.abs(back.units[u]!.values[k]! - value)).toBeLessThan(8 / 65535);
		expect(back.saturation[0]!.low[1]).toBeCloseTo(0.25, 4);
		expect(back.saturation[2]!.high).toEqual(Float64Array.of(0, 0, 0));
		expect(back.labels).toEqual(labels);
	},
);

test("20 kB of text, 200 kinds of symbols and 8 units make a page below 1 MB; 16 units below 2 MB", () => {
	const labels = Array.from({ length: 200 }, (_, k) => `\\u{${k}}`);
	const size = (units: number) =>
		reportHtml(reportOf(20_000, labels, units), { ...page, script: "x".repeat(30_000) }).length;
	expect(size(8)).toBeLessThan(1_000_000);
	expect(size(16)).toBeLessThan(2_000_000);
});

describe("colours", () => {
	const luminance = (colour: string) => {
		const [r, g, b] = [1, 3, 5].map((at) => {
			const c = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
			return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
		}) as [number, number, number];
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const contrast = (a: string, b: string) => {
		const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
		return (high + 0.05) / (low + 0.05);
	};
	test("ink has a contrast of 4.5 or more on every level of both palettes, and on every red, by day and by night", () => {
		for (const scheme of ["light", "dark"] as const) {
			const { ink, quiet, ground } = GROUNDS[scheme];
			for (const palette of ["karpathy", "safe"] as const)
				for (let level = -LEVELS; level <= LEVELS; level++)
					expect(contrast(unitColour(palette, scheme, level), ink)).toBeGreaterThan(4.5);
			for (let level = 0; level <= LEVELS; level++)
				expect(contrast(likelyColour(scheme, level), ink)).toBeGreaterThan(4.5);
			expect(contrast(ground, quiet)).toBeGreaterThan(4.5);
			expect(contrast(likelyColour(scheme, 2), quiet)).toBeGreaterThan(4.5);
		}
	});
	test("a gate is neither at one half; other values have their full colour at the size that 1 of 200 exceeds", () => {
		const gate = { unit: "", values: new Float32Array(), ...coloursOver("l0.gate.i", Float32Array.of(0.2)) };
		expect([0, 0.5, 0.75, 1].map((value) => levelOf(activity(gate, value)))).toEqual([-20, 0, 10, 20]);
		const values = Float32Array.from({ length: 201 }, (_, k) => (k === 200 ? 1000 : -k / 50));
		expect(coloursOver("l0.c", values)).toEqual({ centre: 0, reach: expect.closeTo(199 / 50, 5) });
		expect(coloursOver("l0.c", new Float32Array(5)).reach).toBe(1);
	});
});

test("symbols that cannot be seen are signs or escapes, wide ones take two cells, and a copy is the text again", () => {
	expect(glyphOf("\\n")).toEqual({ text: "↵", small: "↵", cells: 1, unseen: true });
	expect(glyphOf("\\xE3")).toEqual({ text: "\\xE3", small: "E3", cells: 2, unseen: true });
	expect(glyphOf("\\u{202E}")).toMatchObject({ text: "\\u{202E}", small: "RO", cells: 4 });
	expect(glyphOf("\\u{AD}").small).toBe("AD");
	expect(glyphOf("\\u{E0A1}").small).toBe("A1");
	expect(["\\r", "\\0"].map((label) => glyphOf(label).text)).toEqual(["⇤", "∅"]);
	for (let code = 0; code < 0x20; code++) {
		const label = new Vocabulary("byte").label(code);
		for (const sign of [glyphOf(label).text, glyphOf(label).small]) expect(sign).toMatch(/^[!-~↵⇥⇤∅]{1,6}$/);
	}
	expect(oneLine("a\r\n\tb\u0001")).toBe("a⇤↵⇥b\\u{1}");
	expect(readable("a\r\n\tb\u0001")).toBe("a⇤\n\tb\\u{1}");
	expect(["\\r", " ", "a"].map(signOf)).toEqual(["⇤", "␣", "a"]);
	expect(glyphOf("한").cells).toBe(2);
	expect(glyphOf("ㄱ-")).toMatchObject({ small: "ㄱ", cells: 3 });
	expect(glyphOf("\\")).toMatchObject({ text: "\\", cells: 1, unseen: false });
	expect(["\\n", "\\t", "a", "\\r"].map(plainOf)).toEqual(["\n", "\t", "a", "\\r"]);
	expect(visible("a\u202eb\u0000\ud800\n")).toBe("a\\u{202E}b\\u{0}\\u{D800}\\u{A}");
});

test("rows end after a newline and where the next symbol does not fit", () => {
	const labels = ["a", "\\n", "한"];
	const report = { ...reportOf(9, labels), came: Uint32Array.of(0, 0, 1, 0, 0, 0, 2, 0, 0) };
	const rows = (stretch: object) =>
		rowsFrom(report, widthsOf(report), { from: 0, columns: 4, rows: 9, predictions: true, ...stretch });
	expect(rows({})).toEqual([
		[0, 3],
		[3, 6],
		[6, 9],
	]);
	expect(rows({ from: 4, rows: 1 })).toEqual([[4, 7]]);
	expect(rows({ columns: 1, from: 5 })).toEqual([
		[5, 6],
		[6, 7],
		[7, 8],
		[8, 9],
	]);
});

test("a tab reaches to the next stop, and newlines after each other stand in one row", () => {
	const report = { ...reportOf(8, ["a", "\\t", "\\n"]), came: Uint32Array.of(0, 1, 0, 2, 2, 2, 1, 0) };
	expect([...widthsOf(report)]).toEqual([1, 3, 1, 1, 1, 1, 4, 1]);
	expect(rowsFrom(report, widthsOf(report), { from: 0, columns: 9, rows: 9, predictions: true })).toEqual([
		[0, 6],
		[6, 8],
	]);
});

test("letters of Hangul stand under their whole syllable, which no row cuts and which is drawn once", () => {
	// 아침 a: five letters, then one
	const labels = ["ㅇ-", "-ㅏ", "ㅊ-", "-ㅣ", "-ㅁ", "a"];
	const syllables = Uint32Array.of(0xc544, 0, 0xce68, 0, 0, 0);
	const report = { ...reportOf(6, labels, 1), came: Uint32Array.of(0, 1, 2, 3, 4, 5), syllables };
	expect([0, 1, 2, 4, 5].map((k) => syllableAt(report, k)?.text)).toEqual(["아", "아", "침", "침", undefined]);
	expect([...widthsOf(report)]).toEqual([1, 1, 1, 1, 1, 1]);
	const stretch = { from: 0, columns: 4, rows: 9, predictions: false };
	expect(rowsFrom(report, widthsOf(report), stretch)).toEqual([
		[0, 2],
		[2, 6],
	]);
	const scene = textScene(report, report.units[0]!, { palette: "safe", scheme: "light" }, stretch);
	const said = scene.shapes.flatMap((shape) => (shape.kind === "text" && shape.mono ? [shape.text] : []));
	expect(said.sort()).toEqual([..."ㅇㅏㅊㅣㅁ", "a", "아", "침"].sort());
	const packed: PackedReport = JSON.parse(JSON.stringify(packReport(report)));
	expect(unpackReport(packed).syllables).toEqual(syllables);
});

test("a candidate, g or n, is coloured around 0 as a state is, and a gate around one half", () => {
	const values = Float32Array.of(-0.5, 0.25, 0.5, 0);
	for (const hook of ["l0.gate.g", "l1.gate.n", "l0.h"])
		expect(coloursOver(hook, values)).toEqual({ centre: 0, reach: 0.5 });
	for (const hook of ["l0.gate.i", "l0.gate.f", "l0.gate.o", "l0.gate.r", "l0.gate.z"])
		expect(coloursOver(hook, values)).toEqual({ centre: 0.5, reach: 0.5 });
});

test("places to jump to are where a stretch of clear activity begins, low ones for a unit that is low on its pattern", () => {
	const unit = { unit: "l0.c.1", centre: 0, reach: 1, values: Float32Array.of(0.9, 1, 0, -2, -2, 0.7, Number.NaN, -1) };
	expect(placesOf(unit)).toEqual([3]);
	expect(placesOf({ ...unit, sign: 1 })).toEqual([0, 5]);
	expect(placesOf({ ...unit, sign: -1 })).toEqual([3]);
	expect(placesOf({ ...unit, values: new Float32Array(3) })).toEqual([]);
});

test("the text as SVG: each symbol in the colour of its value, its five predictions, the one that came boxed, nothing raw", () => {
	const report = reportOf(4, ["<", "&", "\\u{202E}"], 1);
	report.came.set([0, 1, 2, 0]);
	report.likeliest.set([2, 0, 1, 0, 0]);
	report.units[0]!.values.set([report.units[0]!.reach, 0, -report.units[0]!.reach, 0]);
	Object.assign(report.units[0]!, { name: "a <b>", pattern: 'in:/"/', sign: -1, auc: 0.98765, chance: 0.5 });
	const look = { palette: "safe", scheme: "dark" } as const;
	const scene = textScene(report, report.units[0]!, look, { from: 0, columns: 20, rows: 5, predictions: true });
	const boxes = scene.shapes.filter((shape) => shape.kind === "rect" && shape.height === 23);
	expect(boxes.map((shape) => "fill" in shape && shape.fill)).toEqual(
		[20, 0, -20, 0].map((n) => unitColour("safe", "dark", n)),
	);
	const hits = scene.shapes.filter((shape) => shape.kind === "rect" && shape.stroke !== undefined);
	expect(hits[0]).toMatchObject({ x: 16.75, y: 62 + 23 + 1 + 2 * 14 + 0.75 });
	const svg = sceneSvg(scene);
	expect(svg).toContain("l0.c.0 · “a &#60;b&#62;” · in:/&#34;/ AUC 0.988 · chance 0.500 · low where the pattern holds");
	expect(svg.match(/>&#60;<\/text>/g)!.length).toBeGreaterThanOrEqual(2);
	expect(svg).not.toMatch(/[\u202e\ud800]/);
	expect(unitTitle(report, { ...report.units[0]!, name: undefined, correlation: 0.5, sign: -1 })).toContain("r −0.500");
});

test("the plot of saturation has a panel a gate and a dot a unit at its shares, in the colour of its layer", () => {
	const scene = saturationScene(reportOf(9, ["a"]), "light", { width: 2000 });
	const dots = scene.shapes.flatMap((shape) => (shape.kind === "circle" && shape.hint ? [shape] : []));
	expect(dots).toHaveLength(9);
	expect(new Set(dots.slice(0, 3).map(({ fill }) => fill)).size).toBe(1);
	expect(dots[0]!.fill).not.toBe(dots[3]!.fill);
	expect(dots[1]!.hint).toBe("l0.gate.f.1\nleft-saturated (below 0.1)\t25%\nright-saturated (above 0.9)\t50%");
	expect(dots[1]!.x - dots[0]!.x).toBeCloseTo((dots[2]!.x - dots[0]!.x) / 4, 9);
	expect(dots[1]!.y).toBeCloseTo((dots[0]!.y + dots[2]!.y) / 2, 9);
	expect(dots[6]!.hint).toMatch(/^l0\.h\.0\n/);
	expect(saturationScene(reportOf(9, ["a"]), "light", { width: 100 }).height).toBeGreaterThan(scene.height);
	expect(sceneSvg(scene)).toContain("<title>l0.gate.f.1\nleft");
	const ringed = saturationScene(reportOf(9, ["a"]), "light", { width: 2000, unit: "l0.c.1" }).shapes;
	const rings = ringed.flatMap((shape) => (shape.kind === "ring" ? [[shape.x, shape.y]] : []));
	const ones = dots.filter(({ hint }) => /^l0\..*\.1\n/.test(hint));
	expect(rings).toEqual(ones.map(({ x, y }) => [x, y]));
	const names = ringed.flatMap((shape) => (shape.kind === "text" && shape.bold ? [shape.text] : []));
	expect(names).toEqual(expect.arrayContaining(ones.map(({ hint }) => hint.split("\n")[0])));
});

describe("the page", () => {
	test("its policy names the hashes of its one script and one style sheet, and allows nothing else", () => {
		const html = reportHtml(reportOf(9, ["a"]), page);
		expect(html).toContain(`<script>${page.script}</script>`);
		expect(html).toContain(`<style>${page.style}</style>`);
		expect(policyOf(page)).toMatch(
			/^default-src 'none'; script-src 'sha256-[\w+/]+=*'; style-src 'sha256-[\w+/]+=*'; img-src data: blob:;/,
		);
		expect(html).toContain(`content="${policyOf(page)}"`);
		expect(html.match(/<script/g)).toHaveLength(2);
		expect(html).not.toMatch(/ (?:style|on\w+)=|https?:|<img|<iframe/);
	});
	test("text, names and titles enter it as data: no < of theirs is raw, and JSON gives them back", () => {
		const nasty = `</script><script>alert(1)</script><!--\u2028"'&`;
		const report = reportOf(9, [nasty, "\ud800"]);
		Object.assign(report.units[0]!, { name: nasty, pattern: nasty });
		const html = reportHtml({ ...report, run: nasty, text: nasty, model: nasty }, page);
		const data = /<script type="application\/json" id="data">([^<>&]*)<\/script>/.exec(html)![1]!;
		expect(JSON.parse(data)).toMatchObject({ run: nasty, labels: [nasty, "\ud800"] });
		expect(html.match(/<script/g)).toHaveLength(2);
		expect(html).not.toContain("alert(1)</script>");
	});
});
