/** `sluice train` and `sluice forecast` on a series, in this process, with the library itself. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { sluice as call } from "./fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-forecast-"));
const at = (name: string) => join(folder, name);
const sluice = (...argv: string[]) => call([...argv, "--runs", at("runs"), "--threads", "1"], { library, cwd: folder });
let trained: Awaited<ReturnType<typeof sluice>>;

beforeAll(async () => {
	const rows = Array.from({ length: 240 }, (_, n) => `${(20 * Math.sin(n / 5)).toFixed(4)},${n % 7}`);
	writeFileSync(at("wave.csv"), `wave,day\n${rows.join("\n")}\n`);
	const words = `train ${at("wave.csv")} --target wave --inputs wave --steps 120 --valid-every 40 --hidden 8 --run wave`;
	trained = await sluice(...words.split(" "), "--no-color");
	const other = `train ${at("wave.csv")} --target wave --steps 5 --horizon 3 --hidden 4 --run days --quiet`;
	expect(await sluice(...other.split(" "))).toMatchObject({ code: 0 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("validations of a series give an RMSE in the column's units and no error rate; the result names the step of its weights", async () => {
	expect(trained.code).toBe(0);
	const lines = trained.stderr.match(/^step \d+: validation .*$/gm)!;
	expect(lines).toHaveLength(3);
	for (const line of lines) expect(line).toMatch(/^step \d+: validation RMSE [\d.]+( ★)?$/);
	const [, best] = trained.stdout.match(/weights of step (\d+), the best in validation/)!;
	expect(lines.findLast((line) => line.endsWith("★"))).toContain(`step ${best}:`);
	expect(trained.stdout).toMatch(/^linear autoregression \(order \d+\) +[\d.]+/m);
});

test("without a part the errors are of the 48 rows after training, and say so; every row is in the table", async () => {
	const { stderr, stdout } = await sluice("forecast", "wave");
	expect(stdout.trim().split("\n")).toHaveLength(240); // its head, and all rows but the first
	expect(stderr).toMatch(/^48 rows after training, 1 ahead +RMSE +NRMSE$/m);
	const rows = stdout
		.trim()
		.split("\n")
		.slice(1)
		.map((line) => line.split(",").map(Number));
	const after = rows.filter(([row]) => row! > 0.8 * 240);
	const squares = after.reduce((sum, [, value, forecast]) => sum + (forecast! - value!) ** 2, 0);
	const result = JSON.parse((await sluice("forecast", "wave", "--json")).stdout) as library.ForecastResult;
	expect([result.errorsOf, result.errors!.rows]).toEqual(["after-training", after.length]);
	expect(result.errors!.targets[0]!.forecast.rmse).toBeCloseTo(Math.sqrt(squares / after.length), 9);
	const ofParts = ["train", "valid", "test"].map(
		async (part) => (await sluice("forecast", "wave", "--part", part)).stderr,
	);
	const [train, valid] = await Promise.all(ofParts);
	expect(train).toMatch(/^191 training rows, 1 ahead +RMSE/m);
	expect(valid).toMatch(/^24 rows, 1 ahead +RMSE/m);
	expect((await sluice("forecast", "wave", at("wave.csv"))).stderr).toMatch(/^239 rows, 1 ahead +RMSE/m);
	expect((await sluice("forecast", "wave", "--lang", "ko")).stderr).toMatch(/^학습 부분 뒤의 48행, 1행 뒤 예측/m);
});

test("the figure says which rows its errors are of: 24 of the test part, 48 after training, in both languages", async () => {
	for (const [more, en, ko] of [
		[["--part", "test"], "errors of 24 test rows", "테스트 부분 24행의 오차"],
		[[], "errors of 48 rows after training", "학습 부분 뒤의 48행의 오차"],
	] as const)
		for (const [lang, words] of [
			["en", en],
			["ko", ko],
		] as const) {
			await sluice("forecast", "wave", ...more, "--svg", at("rows.svg"), "--lang", lang);
			expect(readFileSync(at("rows.svg"), "utf8")).toContain(words);
		}
});

test("predict is an alias of forecast that names it on standard error; the table is the same", async () => {
	const [now, before] = [
		await sluice("forecast", "wave", "--part", "test"),
		await sluice("predict", "wave", "--part", "test"),
	];
	expect(before.stdout).toBe(now.stdout);
	expect(before.stderr).toContain("sluice predict is now called sluice forecast; the former name still works.");
	expect(now.stderr).not.toContain("sluice predict");
	expect((await sluice("predict", "wave", "--json")).code).toBe(0);
});

test("the error by rows ahead is in the column's units: of the last value, as counted from the file's rows", async () => {
	const { stdout } = await sluice("forecast", "wave", "--part", "test", "--svg", at("wave.svg"), "--json");
	const { byHorizon } = JSON.parse(stdout);
	const wave = Array.from({ length: 240 }, (_, n) => Number((20 * Math.sin(n / 5)).toFixed(4)));
	const { lastValue, forecast } = byHorizon.targets[0] as { lastValue: number[]; forecast: number[] };
	const room = 240 - lastValue.length - 216 + 1; // the test part begins at row 216
	const starts = Array.from({ length: byHorizon.starts }, (_, n) => 216 + Math.floor((n * room) / byHorizon.starts));
	for (const ahead of [1, lastValue.length]) {
		const squares = starts.map((start) => (wave[start - 1]! - wave[start + ahead - 1]!) ** 2);
		const rmse = Math.sqrt(squares.reduce((sum, one) => sum + one, 0) / starts.length);
		expect(lastValue[ahead - 1]).toBeCloseTo(rmse, 9);
	}
	expect(Math.max(...forecast)).toBeLessThan(60); // three amplitudes
});

test("--free is suggested as far as it works: 100 rows, or the horizon of 3 with an input that is not forecast", async () => {
	for (const [run, rows] of [
		["wave", 100],
		["days", 3],
	] as const) {
		const { stderr } = await sluice("forecast", run, "--out", at(`${run}-told.csv`));
		const [, command] = stderr.match(/^ {2}sluice (forecast .*--free.*)$/m)!;
		expect(command).toContain(`--free ${rows}`);
		const words = command!.replace(/ --runs \S+/, "").replace("on.csv", at("on.csv"));
		expect(await sluice(...words.split(" "))).toMatchObject({ code: 0 });
	}
	for (const verb of ["eval", "diagnose"]) expect((await sluice(verb, "days")).stderr).not.toContain("--free");
});

test("forecasts no better than the last value are said in red after training and in eval; better ones are not", async () => {
	const words = `train ${at("wave.csv")} --target wave --forecast value --steps 1 --hidden 4 --run poor --color`;
	const said = "\x1b[31mThe forecasts of wave are no better than the last value.";
	expect((await sluice(...words.split(" "))).stdout).toContain(said);
	expect((await sluice("eval", "poor", "--color")).stdout).toContain(said);
	expect((await sluice("eval", "wave", "--color")).stdout).not.toContain("no better");
});

test("--svg writes three figures in the language of the command, without a table on standard output", async () => {
	const { code, stdout } = await sluice("forecast", "wave", "--part", "test", "--free", "9", "--svg", at("f.svg"));
	expect([code, stdout]).toEqual([0, ""]);
	const svg = readFileSync(at("f.svg"), "utf8");
	expect(svg.match(/<svg /g)).toHaveLength(1 + 3);
	for (const words of ["the last rows, and past the end", "residual e = y − ŷ", "error by rows ahead"])
		expect(svg).toContain(words);
	await sluice("forecast", "wave", "--svg", at("ko.svg"), "--lang", "ko");
	expect(readFileSync(at("ko.svg"), "utf8")).toContain("잔차 e = y − ŷ");
});

test("errors by rows ahead start at the error of one row ahead, and those of the last value are differences of the file", async () => {
	const { byHorizon, errors } = JSON.parse(
		(await sluice("forecast", "wave", "--part", "test", "--free", "12", "--svg", at("g.svg"), "--json")).stdout,
	) as library.ForecastResult;
	const { starts, targets } = byHorizon!;
	const wave = readFileSync(at("wave.csv"), "utf8")
		.trim()
		.split("\n")
		.slice(1)
		.map((line) => Number(line.split(",")[0]));
	// The test part is rows 216 to 239; with 12 rows ahead, the first forecast rows are 216 to 228.
	expect(starts).toBe(13);
	const squares = Array.from({ length: 13 }, (_, n) => (wave[216 + n + 11]! - wave[215 + n]!) ** 2);
	const rmse = Math.sqrt(squares.reduce((a, b) => a + b) / 13);
	expect(targets[0]!.lastValue[11]).toBeCloseTo(rmse, 9);
	expect(targets[0]!.forecast).toHaveLength(12);
	expect(errors!.rows).toBe(24);
});
