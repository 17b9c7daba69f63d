/**
 * docs/exercises.md: the numbers of each answer, computed again by the command below it; a test is named after its
 * question. Each address opens what it names and takes the rest away.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readAddress } from "../../page/studio/address.ts";
import { lockedIn, strangers, VIEWS, viewsOf } from "../../page/studio/shell/limits.ts";
import { called } from "../promises/documents/world.ts";

const ROOT = join(import.meta.dirname, "../..");

interface Exercise {
	question: string;
	address: string;
	answer: string;
	/** Words of the commands below the answer, behind `sluice`. */
	commands: string[][];
}

const read = (path: string): Exercise[] =>
	readFileSync(join(ROOT, path), "utf8")
		.split(/^## \d+\. /m)
		.slice(1)
		.map((text) => {
			const [question, rest] = [text.split("\n")[0]!, text];
			const [, answer, block] = /<summary>.+<\/summary>\n\n([\s\S]+?)\n\n```sh\n([\s\S]+?)```/.exec(rest)!;
			const commands = block!.trim().split("\n");
			return {
				...{ question, answer: answer! },
				address: /\]\((#\/[^)]+)\)/.exec(rest)![1]!,
				commands: commands.map((command) => command.split(" ").slice(1)),
			};
		});

const [en, ko] = [read("docs/exercises.md"), read("docs/ko/exercises.md")];
const home = mkdtempSync(join(tmpdir(), "sluice-exercises-"));
const before = process.cwd();
beforeAll(() => process.chdir(home));
afterAll(() => {
	process.chdir(before);
	rmSync(home, { recursive: true });
});

/** What a command prints as JSON. */
async function json(words: readonly string[]) {
	const { code, stdout, stderr } = await called([...words, "--json"]);
	expect([code, code === 0 ? "" : stderr]).toEqual([0, ""]);
	return JSON.parse(stdout);
}

type Rows = { rows: { what: string; value: number }[] };
const rowOf = ({ rows }: Rows, what: string): number => rows.find((row) => row.what.startsWith(what))!.value;
const left = (found: Rows): number => 10 ** rowOf(found, "log10 of the last loss's gradient");

/** Both answers hold these numbers. */
function hold(n: number, numbers: readonly (string | number)[]): void {
	for (const { answer } of [en[n - 1]!, ko[n - 1]!])
		for (const number of numbers) expect(answer).toContain(String(number));
}

test("there are ten, the same in both languages; each address opens a view, leaves 2, locks something, and has no unknown word", () => {
	expect([en.length, ko.length]).toEqual([10, 10]);
	for (const [n, { address, commands }] of en.entries()) {
		expect([ko[n]!.address, ko[n]!.commands]).toEqual([address, commands]);
		const found = readAddress(address);
		expect([strangers(found), viewsOf(found).length]).toEqual([[], 2]);
		expect(viewsOf(found)).toContain(found.view);
		expect(lockedIn(found).length).toBeGreaterThan(0);
		expect(viewsOf(found)).not.toBe(VIEWS);
	}
});

test("each question has a test of its own words", () => {
	const source = readFileSync(import.meta.filename, "utf8");
	for (const { question } of en) expect(source).toContain(`test("${question}"`);
});

test("What is left of the gradient after 49 steps of a linear layer whose W is orthogonal, at radius 0.9?", async () => {
	const found = left(await json(en[0]!.commands[0]!));
	expect(found).toBeCloseTo(0.9 ** 49, 8);
	hold(1, [found.toPrecision(2)]);
});

test("At which radius does the gradient of the same layer grow a thousand times in 49 steps?", async () => {
	const [at, dial] = [left(await json(en[1]!.commands[0]!)), left(await json(en[1]!.commands[1]!))];
	expect(at).toBeCloseTo(1.1514 ** 49, 3);
	hold(2, [(1000 ** (1 / 49)).toFixed(3), Math.round(at / 10) * 10, Math.round(dial)]);
});

test("A Gaussian W at radius 0.9 has a singular value above 1. Does the gradient of its linear layer grow?", async () => {
	const found = await json(en[2]!.commands[0]!);
	expect(rowOf(found, "largest singular value")).toBeGreaterThan(1);
	hold(3, [rowOf(found, "largest singular value").toFixed(2), left(found).toPrecision(2)]);
});

test("A tanh layer at radius 1.5 gets a bias of 3. What does that do to its gradient, and why?", async () => {
	const [without, bias] = [await json(en[3]!.commands[0]!), await json(en[3]!.commands[1]!)];
	const saturated = rowOf(bias, "fraction of |h| above 0.9");
	hold(4, [left(without).toPrecision(2), left(bias).toPrecision(2), `${Math.round(100 * saturated)}%`]);
});

test("Of 50 eigenvalues one is moved to 1.45, and the others stay within 0.9. By which factor does a step multiply the gradient now?", async () => {
	const found = await json(en[4]!.commands[0]!);
	const factor = 10 ** rowOf(found, "log10 of its factor per step");
	hold(5, [factor.toFixed(2), left(found).toExponential(1).replace("+", "")]);
});

test("How long is the step from the edge of the error wall at rate 0.1, and how long if it is clipped at 1?", async () => {
	const found = await json(en[5]!.commands[0]!);
	const free = rowOf(found, "without a limit: length of its longest step");
	const clipped = rowOf(found, "with the limit: length of its longest step");
	hold(6, [Math.round(free), clipped.toFixed(1), Math.round(rowOf(found, "norm of the gradient at the start"))]);
});

test("Does the clipped ball always end lower than the free one?", async () => {
	const found = await json(en[6]!.commands[0]!);
	const [free, clipped] = [rowOf(found, "without a limit: loss"), rowOf(found, "with the limit: loss")];
	expect(clipped).toBeGreaterThan(free);
	hold(7, [clipped.toFixed(3), free.toFixed(3)]);
});

test("How many arcs has a window of 16 steps, and how many does a horizon of 10 cut?", async () => {
	const text = join(ROOT, "native/kernels.c");
	const size = ["--hidden", "8", "--k1", "8", "--batch", "2", "--steps", "1", "--run", "RUN"];
	await json(["train", text, ...size]);
	const found = await json(en[7]!.commands[0]!);
	hold(8, [rowOf(found, "arcs"), rowOf(found, "arcs that were cut")]);
	expect([rowOf(found, "arcs"), rowOf(found, "arcs that were cut")]).toEqual([136, 21]);
});

/** Steps back at which the gradient of a fresh network falls to 1%; null: not within 49. */
async function reach(words: readonly string[], change: (word: string) => string): Promise<number | null> {
	const train = words.map(change);
	await json(train);
	const { layers } = await json(["diagnose", train.at(-1)!]);
	return layers[0].reach;
}

test("How many steps back does the gradient of an untrained RNN stay above 1%, if W_hh starts at spectral radius 0.5, and if it starts at 0.8?", async () => {
	const [train] = en[8]!.commands;
	const half = await reach(train!, (word) => word);
	const more = await reach(train!, (word) => ({ "spectral:0.5": "spectral:0.8", half: "more" })[word] ?? word);
	hold(9, [half!, more!]);
});

test("An untrained LSTM starts with a forget-gate bias of 0. How far back does the gradient of c stay above 1%, and how far with a bias of 1?", async () => {
	const [train] = en[9]!.commands;
	const zero = await reach(train!, (word) => word);
	const one = await reach(train!, (word) => ({ "0": "1", open: "wide" })[word] ?? word);
	hold(10, [zero!]);
	expect(one).toBe(null);
});
