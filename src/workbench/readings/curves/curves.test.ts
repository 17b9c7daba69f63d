import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { checkWords } from "../../../../test/fixtures/bothLanguages.ts";
import { events } from "../../../../test/fixtures/tensorboardEvents.ts";
import { crc32c } from "../../../interop/eventFile.ts";
import { train } from "../../sessions/train.ts";
import { runCurves } from "./curves.ts";
import { EVENT_FILE } from "./scalars.ts";

const runs = mkdtempSync(join(tmpdir(), "sluice-curves-"));
const options = { hidden: 6, batch: 4, steps: 40, recordEvery: 20, clipNorm: 0.3 };
const base = { data: { kind: "task", name: "temporal-order", options: {} }, engine: "reference", runs } as const;

beforeAll(async () => {
	await train({ ...base, options: { ...options, layers: 2 }, run: "two" });
	await train({ ...base, options: { ...options, seed: 2 }, run: "other" });
});

const logged = (name: string): Record<string, number>[] =>
	readFileSync(join(runs, name, "metrics.jsonl"), "utf8")
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line));

test("the curves are the numbers of the log, and the clipped fraction is that of the ten updates before", async () => {
	const { curves } = await runCurves({ names: ["two", "other"], runs });
	const [two, other] = curves;
	const lines = logged("two").filter(({ gradNorm }) => gradNorm !== undefined);
	expect(lines.map(({ step }) => step)).toEqual([10, 20, 30, 40]);
	expect(two!.train).toEqual(lines.map(({ step, loss }) => [step, loss]));
	expect(two!.gradNorm).toEqual(lines.map(({ step, gradNorm }) => [step, gradNorm]));
	expect(two!.clippedShare).toEqual(lines.map(({ step, clipped }) => [step, clipped! / 10]));
	expect(Math.max(...two!.clippedShare.map(([, share]) => share!))).toBeGreaterThan(0);
	expect(two!.reach.map((curve) => curve.map(([step]) => step))).toEqual([
		[0, 20, 40],
		[0, 20, 40],
	]);
	const valid = logged("two").filter(({ validLoss }) => validLoss !== undefined);
	const least = Math.min(...valid.map(({ validLoss }) => validLoss!));
	expect(two!.best).toEqual({ loss: least, step: valid.find(({ validLoss }) => validLoss === least)!.step });
	expect([two!.model, other!.model, two!.task, two!.state]).toEqual([
		...["lstm 2x6", "lstm 1x6", "temporal-order", "finished"],
	]);
});

test("the table gives back every logged value with all its digits", async () => {
	const csv = join(runs, "curves.csv");
	await runCurves({ names: ["two"], runs, csv });
	const [head, ...rows] = readFileSync(csv, "utf8")
		.trim()
		.split("\n")
		.map((line) => line.split(","));
	const at = (name: string) => head!.indexOf(name);
	for (const line of logged("two")) {
		const row = rows.find((cells) => Number(cells[at("step")]) === line.step)!;
		if (line.validLoss !== undefined) expect(Number(row[at("validLoss")])).toBe(line.validLoss);
		if (line.gradNorm !== undefined) expect(Number(row[at("gradNorm")])).toBe(line.gradNorm);
	}
	expect(rows.map((cells) => Number(cells[at("step")]))).toEqual(
		[...new Set(rows.map((cells) => Number(cells[at("step")])))].sort((a, b) => a - b),
	);
});

test("the checksum has the values of RFC 3720, appendix B.4", () => {
	const of = (bytes: ArrayLike<number>) => crc32c(Uint8Array.from(bytes));
	const k32 = Array.from({ length: 32 }, (_, k) => k);
	expect([of(k32.map(() => 0)), of(k32.map(() => 0xff)), of(k32), of([...k32].reverse())]).toEqual([
		...[0x8a9136aa, 0x62a8ab43, 0x46dd794e, 0x113fdb5c],
	]);
});

test("a TensorBoard file holds each finite value once, with valid checksums and times that grow", async () => {
	expect(crc32c(Buffer.from("123456789"))).toBe(0xe3069283);
	const tensorboard = join(runs, "logs");
	const { curves, tensorboard: files } = await runCurves({ names: ["two", "other"], runs, tensorboard });
	expect(files).toEqual(["two", "other"].map((name) => join(tensorboard, name, EVENT_FILE)));
	const [first, ...scalars] = events(readFileSync(files![0]!));
	expect(first).toMatchObject({ step: 0 });
	const norms = scalars.filter(({ tag }) => tag === "gradient/norm");
	expect(norms.map(({ step, value }) => [step, value])).toEqual(
		curves[0]!.gradNorm.map(([step, value]) => [step, Math.fround(value!)]),
	);
	expect(norms.every(({ wall }, n) => n === 0 || wall > norms[n - 1]!.wall)).toBe(true);
	const speeds = scalars.filter(({ tag }) => tag === "training/sequences_per_second");
	const lines = logged("two").filter((line) => line.sequencesPerSecond !== undefined);
	expect(speeds.map(({ step, value }) => [step, value])).toEqual(
		lines.map((line) => [line.step, Math.fround(line.sequencesPerSecond as number)]),
	);
	expect(new Set(scalars.map(({ tag }) => tag))).toEqual(
		new Set([
			...["loss/train", "loss/valid", "error_rate/valid", "training/learning_rate", "training/sequences_per_second"],
			...["gradient/norm", "gradient/clipped_share", "gradient/reach_steps_l0", "gradient/reach_steps_l1"],
		]),
	);
});

test("one figure of both runs names them in both languages, and nothing of it is NaN", async () => {
	for (const [lang, words] of [
		["en", "Training of two, other"],
		["ko", "two, other의 학습 과정"],
	] as const) {
		const svg = join(runs, `${lang}.svg`);
		await runCurves({ names: ["two", "other"], runs, svg, lang });
		const drawn = readFileSync(svg, "utf8");
		expect(drawn).toContain(words);
		expect(drawn).toContain(lang === "en" ? "Gradient norm before clipping" : "클리핑 전 기울기 노름");
		checkWords(drawn, lang, ["two", "other", "lstm", "temporal-order"]);
	}
});

test("wrong requests are refused before anything is read", async () => {
	await expect(runCurves({ names: [], runs })).rejects.toThrow("at most 12 runs");
	await expect(runCurves({ names: ["two", "two"], runs })).rejects.toThrow("names");
	await expect(runCurves({ names: ["tow"], runs })).rejects.toThrow("Did you mean two?");
	await expect(runCurves({ names: ["two"], runs, svg: join(runs, "none", "x.svg") })).rejects.toThrow("none");
});
