import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLike, openSeries, parseSeriesSpec, type SeriesSpec, series } from "./seriesData.ts";

let folder = "";
const file = (name: string, content: string | Uint8Array) => {
	const path = join(folder, name);
	writeFileSync(path, content);
	return path;
};
/** 40 days: a number that rises, one that swings, a word. */
const rows = Array.from({ length: 40 }, (_, n) => `${n},${100 + 7 * Math.sin(n)},sunny`);
const text = `day,sold,sky\n${rows.join("\n")}\n`;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "sluice-series-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a file is opened as three parts at the scale of its training part, and again from what a run keeps, through JSON, alike", async () => {
	const path = file("shop.csv", text);
	const spec = series(path, { target: "sold", inputs: "sold, day", horizon: 2, split: "70/20/10" });
	const opened = await openSeries(spec);
	expect(opened.series).toMatchObject({ columns: ["day", "sold"], target: [1], inputs: [1, 0], skipped: ["sky"] });
	expect(opened.parts.train.answers).toEqual([2, 28]);
	expect([opened.parts.valid!.answers, opened.parts.test!.answers]).toEqual([
		[28, 36],
		[36, 40],
	]);
	expect(opened.all.answers).toEqual([2, 40]);
	expect(opened.spec.scaling.mean[0]).toBeCloseTo(13.5, 12); // days 0 to 27
	const again = parseSeriesSpec(JSON.parse(JSON.stringify(opened.spec)), "config.json");
	expect((await openSeries(again)).parts.valid!.whole()).toEqual(opened.parts.valid!.whole());
	const packed = series(file("shop.csv.gz", gzipSync(text)), { target: "sold", inputs: "sold, day" });
	expect((await openSeries(packed)).series.values).toEqual(opened.series.values);
});

test("the scale is the run's for another file too: its values are shifted by the run's mean, not by its own", async () => {
	const run = await openSeries(series(file("own.csv", text), { target: 2 }));
	const { spec, series: own } = run;
	const more = file(
		"more.csv",
		text.replaceAll("sunny", "wet").replace(/^(\d+),/gm, (_, n) => `${Number(n) + 1000},`),
	);
	const like = await openLike(more, run);
	const [day] = like.all.seen([0, 1]);
	expect(day).toBeCloseTo((1000 - spec.scaling.mean[0]!) / spec.scaling.deviation[0]!, 9);
	expect(like.series.columns).toEqual(own.columns);
	await expect(openLike(file("other.csv", text.replace("sold", "price")), run)).rejects.toThrow(
		/E_SERIES_SCALING|E_SERIES_COLUMN/,
	);
});

test("a file that changed after the run began is E_FILE_CHANGED; a folder, and a part without rows, are refused or left out", async () => {
	const path = file("moving.csv", text);
	const { spec } = await openSeries(series(path, { target: "sold" }));
	writeFileSync(path, `${text}40,100,sunny\n`);
	await expect(openSeries(spec)).rejects.toThrow(/E_FILE_CHANGED/);
	const { parts } = await openSeries(series(path, { target: "sold", split: [100, 0, 0] }));
	expect(Object.keys(parts)).toEqual(["train"]);
	await expect(openSeries(series(join(folder, "nothing.csv"), { target: 1 }))).rejects.toThrow(/E_FILE_MISSING/);
});

test.each([
	[[80, 10, 10], 1, 10],
	[[80, 10, 10], 12, 18],
	[[100, 0, 0], 1, 8],
	[[90, 0, 10], 3, 9],
	[[33.3, 33.3, 33.4], 1, 25],
] as const)(
	"of a series split %j and forecast %i ahead, %i rows are opened, and one fewer is E_SERIES_SHORT that asks for so many",
	async (split, horizon, least) => {
		const open = (rows: number) => {
			const numbers = Array.from({ length: rows }, (_, n) => (7 * n) % 11);
			return openSeries(series(file(`${rows}.csv`, numbers.join("\n")), { target: 1, split: [...split], horizon }));
		};
		const { parts } = await open(least);
		expect(Object.keys(parts)).toEqual(["train", "valid", "test"].filter((_, k) => split[k]! > 0));
		expect(parts.train.baseline).toBeGreaterThan(0);
		const asked = `The series has ${(least - 1).toLocaleString("en-US")} rows, and a split of ${split.join("/")} needs ${least.toLocaleString("en-US")}.`;
		await expect(open(least - 1)).rejects.toThrow(
			expect.objectContaining({ code: "E_SERIES_SHORT", message: expect.stringContaining(asked) }),
		);
		const thin = { target: 1, split: [50, 1e-3, 49.999] as [number, number, number] };
		const enough = /valid part has 0 rows.*needs at least 1\. The series has 20 rows.*needs 100,00\d\./;
		await expect(openSeries(series(file("thin.csv", "1\n2\n".repeat(10)), thin))).rejects.toThrow(enough);
	},
);

test.each([
	["a gap", "a,b\n1,2\n3,\n5,6", {}, /line 3, column 2 \("b"\) is "".*E_SERIES_VALUE/],
	["a NaN", "a,b\n1,2\nNaN,4\n5,6", {}, /line 3, column 1 \("a"\) is "NaN".*E_SERIES_VALUE/],
	["a ragged row", "1 2\n3 4 5\n6 7", {}, /line 2 has 3 columns, expected 2.*E_SERIES_RAGGED/],
	[
		"a constant column",
		`a,b\n${Array.from({ length: 13 }, (_, n) => `${n},2`).join("\n")}`,
		{},
		/column 2 \("b"\) is 2 in every row.*lines 2 to 11.*E_SERIES_CONSTANT/,
	],
	["an unknown target", "a,b\n1,2\n3,4", { target: "c" }, /column "c" does not exist.*E_SERIES_COLUMN/],
	["a word for a target", "a,b\nx,2\ny,4", { target: "a" }, /column "a" has no numbers.*E_SERIES_COLUMN/],
	["one row", "a\n1", {}, /E_SERIES_SHORT/],
	[
		"three rows",
		"a\n1\n5\n2",
		{},
		/train part has 2 rows.* 1 step ahead needs at least 8.*series has 3 rows.*80\/10\/10 needs 10\b.*E_SERIES_SHORT/,
	],
	["no numbers", "a\nx", {}, /E_SERIES_EMPTY/],
])("%s is told with its row and column", async (name, content, options, wanted) => {
	const path = file(`${name.replaceAll(" ", "-")}.csv`, content);
	await expect(openSeries(series(path, { target: "all", ...options }))).rejects.toThrow(wanted);
});

test("columns that are neither seen nor forecast may hold gaps and constants", async () => {
	const path = file("gaps.csv", `a,b,c\n1,,7\n2,5,7\n4,,7\n${"8,6,7\n9,6,7\n".repeat(4)}`);
	const { series: read } = await openSeries(series(path, { target: "a", inputs: "a" }));
	expect([...read.values]).toEqual([1, 2, 4, 8, 9, 8, 9, 8, 9, 8, 9]);
});

test("a horizon, split, target or kept config that is none is refused with what is wanted", () => {
	expect(() => series("x.csv", { target: "" })).toThrow(/target.*E_OPTION/);
	expect(() => series("x.csv", { target: 1, horizon: 0 })).toThrow(
		/"horizon" must be a whole number from 1 to 1e6, got 0.*E_OPTION/,
	);
	expect(() => series("x.csv", { target: 1, split: "80/30/10" })).toThrow(/E_SPLIT/);
	expect(() => series("x.csv", { target: 1, horzion: 2 } as never)).toThrow(/horzion.*"horizon"/);
	const good = {
		...series("x.csv", { target: 1 }),
		scaling: {},
		fingerprint: { bytes: 1, files: 1, sha256: "a", whole: true },
	};
	const bad: [string, unknown][] = [
		["kind", "task"],
		["file", 3],
		["target", 1],
		["split", [80, 20]],
		["header", "yes"],
		["scaling", 3],
		["fingerprint", {}],
	];
	for (const [key, value] of bad) {
		const json = JSON.parse(JSON.stringify({ ...good, [key]: value }));
		expect(() => parseSeriesSpec(json, "config.json")).toThrow(new RegExp(`data\\.${key}.*E_RUN_FIELD`));
	}
	expect(parseSeriesSpec(JSON.parse(JSON.stringify(good)), "config.json")).toEqual(good as unknown as SeriesSpec);
});
