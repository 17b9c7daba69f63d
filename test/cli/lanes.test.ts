/**
 * A latch that keeps its first symbol, read in lanes and in one piece. One tanh unit with W_hh = 20 keeps the sign of the
 * first symbol for ever: h_1 = tanh(1), and 20 h - 1 stays above 14. The text is one `a`, then only `b`; the output layer
 * says `b` while h > 0 and `a` while h < 0. A lane that starts within the text reads `b` first, and is wrong for ever.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { continueRun } from "../../src/workbench/runs/runStore.ts";
import { sluice as call } from "./fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-lanes-"));
const runs = join(folder, "runs");
const text = join(folder, "latch.txt");
const S = 20_000;
const sluice = (...argv: string[]) => call([...argv, "--runs", runs, "--no-color"], { library, cwd: folder });
const evaluated = async (...argv: string[]) =>
	JSON.parse((await sluice("eval", "latch", ...argv, "--engine", "reference", "--json")).stdout);
/** -ln p of the true symbol for logits 5 h and -5 h: by the equations, apart from the program. */
const cost = (h: number) => Math.log1p(Math.exp(-10 * h));
/** Mean over the S - 1 predictions of the whole text: the first from h = tanh(1), the others from h = tanh(20 h' - 1). */
const truth = () => {
	let [h, sum] = [0, 0];
	for (let t = 0; t < S - 1; t++) {
		h = Math.tanh(20 * h + (t === 0 ? 1 : -1));
		sum += cost(h);
	}
	return sum / (S - 1);
};

beforeAll(async () => {
	writeFileSync(text, `a${"b".repeat(S - 1)}`);
	writeFileSync(join(folder, "train.txt"), "ab".repeat(400));
	const tiny = "--cell rnn --hidden 1 --batch 2 --k1 7 --steps 1 --engine reference --quiet --run latch".split(" ");
	expect((await sluice("train", join(folder, "train.txt"), ...tiny)).code).toBe(0);
	const run = continueRun("latch", runs, { validate: (config) => config });
	const { snapshot, step } = run.loadNewest();
	const weights = {
		weight_ih_l0: [1, -1],
		weight_hh_l0: [20],
		bias_l0: [0],
		"head.weight": [-5, 5],
		"head.bias": [0, 0],
	};
	for (const [name, values] of Object.entries(weights))
		snapshot.tensors.find((one) => one.name === name)!.data.set(values);
	run.save(snapshot, { step, keepLast: 1, validLossNats: 0 });
	run.close("finished");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("--exact gives the loss of the equations within 1e-9; lanes give 8 nats more, and the result says both", async () => {
	const exact = await evaluated(text, "--exact");
	expect(Math.abs(exact.lossNats - truth())).toBeLessThan(1e-9);
	expect(exact.reading).toEqual({ lanes: 1, warmup: 0, compared: null });
	const inLanes = await evaluated(text);
	expect(inLanes.lossNats).toBeGreaterThan(8);
	// 7 lanes, 6 of which are wrong for ever, at a cost of ln(1 + e^10)
	expect(inLanes.reading).toMatchObject({ lanes: 7, warmup: 256, compared: { symbols: 16_384, differs: true } });
	const { lanesNats, exactNats } = inLanes.reading.compared;
	expect(Math.abs(lanesNats - (15 / 16) * cost(-1))).toBeLessThan(1e-3);
	expect(exactNats).toBeLessThan(1e-4);
});

test("for people: the reading in the result, and a notice with both losses that names --exact", async () => {
	const { code, stderr } = await sluice("eval", "latch", text);
	expect(code).toBe(0);
	expect(stderr).toContain("Read in 7 lanes, each after 256 symbols of warm-up.");
	expect(stderr).toMatch(
		/reading in lanes misleads here: .* give 9\.37\d nats per symbol, one piece gives 0\.0000\d+\..*Use --exact/,
	);
	const exact = await sluice("eval", "latch", text, "--exact");
	expect(exact.stderr).toContain("Read in one piece, with the state carried.");
	expect(exact.stderr).not.toContain("misleads");
	const analysed = await sluice("analyse", "latch", text, "--count-on", text, "--orders", "1..2");
	expect(analysed.stderr).toMatch(/reading in lanes misleads here.*sluice eval --exact/);
});

test("a model that forgets within the warm-up differs by less than 0.001 nats: 0 notices", async () => {
	await sluice(
		"train",
		text,
		..."--hidden 3 --batch 2 --k1 7 --steps 2 --engine reference --quiet --run short".split(" "),
	);
	const found = JSON.parse((await sluice("eval", "short", text, "--json")).stdout);
	expect(found.reading.compared).toMatchObject({ symbols: 16_384, differs: false });
	const { stderr } = await sluice("eval", "short", text);
	expect(stderr).not.toContain("misleads");
});

test("--windows 4 gives the mean over separate windows by the equations within 1e-9, apart from the headline", async () => {
	const { other, lossNats } = await evaluated(text, "--exact", "--windows", "4");
	/** A window whose first symbol gives h_1: four predictions of `b`. */
	const window = (first: number) => {
		let h = Math.tanh(first);
		let sum = cost(h);
		for (let t = 1; t < 4; t++) sum += cost((h = Math.tanh(20 * h - 1)));
		return sum;
	};
	const windows = Math.floor((S - 1) / 4);
	const expected = (window(1) + (windows - 1) * window(-1)) / (4 * windows);
	expect(other.windows).toMatchObject({ size: 4, symbols: 4 * windows });
	expect(Math.abs(other.windows.lossNats - expected)).toBeLessThan(1e-9);
	expect(Math.abs(lossNats - truth())).toBeLessThan(1e-9);
	const { stdout } = await sluice("eval", "latch", text, "--windows", "4", "--engine", "reference");
	expect(stdout).toContain("Windows of 4 symbols, each from a zero state (20.0k symbols): ");
});

test("--dynamic measures on the same text, apart from the headline; its settings need it, and a window has to fit", async () => {
	writeFileSync(join(folder, "short.txt"), "ab".repeat(300));
	const short = join(folder, "short.txt");
	const { other } = await evaluated(short, "--dynamic", "--dynamic-lr", "0.01");
	expect(other.dynamic).toMatchObject({ symbols: 599, lr: 0.01, decay: 0.003, segment: 20 });
	expect(await evaluated(short)).not.toHaveProperty("other");
	const refused = async (...argv: string[]) => (await sluice("eval", "latch", short, ...argv)).stderr;
	expect(await refused("--dynamic-lr", "1")).toContain("--dynamic-lr needs --dynamic");
	expect(await refused("--windows", "600")).toContain("--windows must be a whole number from 1 to 599, got 600");
});
