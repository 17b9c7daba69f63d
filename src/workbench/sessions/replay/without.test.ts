/** Had it never read this: a planted secret is completed before and not after, and a passage in its own place changes no bit. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RandomStream } from "../../../kernels/random.ts";
import type { GivenOptions } from "../../../training/options/options.ts";
import { withoutClock } from "../../../training/run/logLines.ts";
import { task } from "../../datasets/taskData.ts";
import { text } from "../../datasets/texts.ts";
import { sha256 } from "../../disk/sha256.ts";
import { parseConfig } from "../../runs/config.ts";
import { openRun } from "../../runs/runStore.ts";
import { forkRun } from "../fork/fork.ts";
import { resume } from "../resume.ts";
import { train } from "../train.ts";
import { replay } from "./replay.ts";
import { replayWithout } from "./without.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-without-"));
const runs = join(folder, "runs");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SECRET = "Vault code: 7391-KQX.\n";
const random = new RandomStream(3, "words");
const WORDS = ["water", "sluice", "gate", "opens", "closes", "river", "the", "a", "slow", "deep"];
const line = () => `${Array.from({ length: 4 }, () => WORDS[random.below(10)]).join(" ")}.\n`;
const book = join(folder, "book.txt");
/** The secret is a line of its own after every eighth; digits and capitals occur elsewhere too, so the vocabulary stays. */
const lines = Array.from({ length: 160 }, (_, n) => (n % 8 === 7 ? SECRET : line()));
writeFileSync(book, `${lines.join("")}9173 QKVX code:-\n${Array.from({ length: 20 }, line).join("")}`);
const steps = 240;
const options: GivenOptions = {
	...{ cell: "lstm", hidden: 48, batch: 4, k1: 24, lr: 0.02, seed: 2, steps, schedule: "cosine" },
	...{ dropout: 0.05, reset: 0.05, recordEvery: 0, keepLast: 3 },
};
const engine = "wasm-plain";

/** Places of a passage in the training part, and the updates that read one of its symbols, marked symbol by symbol. */
function readingsOf(passage: string) {
	const whole = readFileSync(book, "utf8");
	const part = whole.slice(0, Math.floor(0.9 * whole.length)); // of bytes, which are symbols here
	const places = [...part.matchAll(new RegExp(passage.replaceAll(".", "\\."), "g"))].map(({ index }) => index);
	const marked = new Set(places.flatMap((at) => Array.from({ length: passage.length }, (_, k) => at + k)));
	const n = Math.floor((part.length - 1) / 4);
	const each = Math.floor(n / 24);
	const updates = Array.from({ length: steps }, (_, u) => u + 1).filter((u) => {
		const from = 24 * ((u - 1) % each);
		return [0, 1, 2, 3].some((b) => Array.from({ length: 25 }, (_, k) => b * n + from + k).some((p) => marked.has(p)));
	});
	return { places: places.length, first: updates[0], updates: updates.length };
}

const filesOf = (name: string) =>
	readdirSync(join(runs, name), { recursive: true, encoding: "utf8" })
		.filter((path) => /\./.test(path.slice(-6)))
		.map((path) => [path, sha256(readFileSync(join(runs, name, path)))])
		.sort();

describe("a run that memorises a secret", () => {
	let weightsSha256: string;
	beforeAll(async () => {
		({ weightsSha256 } = await train({ data: text(book), options, run: "book", runs, engine }));
	}, 60_000);

	test("the secret is completed by the run and not without it, its loss rises by over 1 nat per symbol, that of validation by under a third; the run is untouched", async () => {
		const before = filesOf("book");
		const progress: number[] = [];
		const onProgress = (done: number) => progress.push(done);
		const found = await replayWithout({ run: "book", runs, without: SECRET }, { onProgress });
		expect([found.symbols, found.last, found]).toEqual([22, steps, expect.objectContaining(readingsOf(SECRET))]);
		expect([found.given, found.rest]).toEqual([SECRET.slice(0, 11), SECRET.slice(11)]);
		expect([found.before.weightsSha256, found.before.completes, found.before.right]).toEqual([weightsSha256, true, 11]);
		expect(found.before.continuation).toBe(found.rest);
		expect(found.after.completes).toBe(false);
		expect(found.after.weightsSha256).not.toBe(weightsSha256);
		expect(found.after.lossNats - found.before.lossNats).toBeGreaterThan(1);
		expect(found.after.validNats! / found.before.validNats!).toBeLessThan(4 / 3);
		for (const { lossNats, probabilities } of [found.before, found.after])
			expect(-probabilities.reduce((sum, p) => sum + Math.log(p), 0) / 22).toBeCloseTo(lossNats, 12);
		expect(found.saved).toBeNull();
		expect(filesOf("book")).toEqual(before);
		expect(readdirSync(runs)).toEqual(["book"]);
	}, 120_000);

	test("replaced by itself every bit is the run's, from its first update and from one late in it; another seed gives other bits", async () => {
		const same = await replayWithout({ run: "book", runs, without: SECRET, with: SECRET });
		expect([same.after, same.with]).toEqual([same.before, SECRET]);
		expect(same.after.weightsSha256).toBe(weightsSha256);
		const word = "9173 QKVX";
		const late = await replayWithout({ run: "book", runs, without: word, with: word });
		expect([late, late.after.weightsSha256]).toEqual([expect.objectContaining(readingsOf(word)), weightsSha256]);
		expect(late.first).toBeGreaterThan(10);
		const [one, other] = [
			await replayWithout({ run: "book", runs, without: word }),
			await replayWithout({ run: "book", runs, without: word, seed: 7 }),
		];
		expect(new Set([one.after.weightsSha256, other.after.weightsSha256, weightsSha256]).size).toBe(3);
		expect((await replayWithout({ run: "book", runs, without: word })).after).toEqual(one.after);
	}, 120_000);

	test("saved as a run it names its parent, is replayed to the same bits, and goes on without the passage", async () => {
		const { saved, after, first } = await replayWithout({ run: "book", runs, without: "9173 QKVX", as: "unread" });
		const { config, listCheckpoints, readState } = openRun("unread", runs, { validate: parseConfig });
		expect([saved!.run, readState(), listCheckpoints().map(({ step }) => step)]).toEqual([
			...["unread", "finished", [first - 1, steps]],
		]);
		expect([config.parent, (config as { without?: unknown }).without]).toEqual([
			{ run: "book", update: first - 1, change: {}, without: "9173 QKVX" },
			[{ passage: "9173 QKVX", seed: 1 }],
		]);
		expect((await replay({ run: "unread", runs, update: steps })).weightsSha256).toBe(after.weightsSha256);
		const [own, unread] = [first, first].map((update, n) => replay({ run: ["book", "unread"][n]!, runs, update }));
		expect((await own)!.weightsSha256).not.toBe((await unread)!.weightsSha256);
		const { weightsSha256: on } = await resume({ run: "unread", runs, options: { steps: steps + 40 } });
		await resume({ run: "unread", runs, options: { steps: steps + 40 } }).catch(() => undefined);
		expect((await replay({ run: "unread", runs, update: steps + 40 })).weightsSha256).toBe(on);
		await expect(replayWithout({ run: "book", runs, without: SECRET, as: "unread" })).rejects.toMatchObject({
			code: "E_RUN_EXISTS",
		});
	}, 120_000);

	test("saved, it has a validation line wherever the run validated: replaced by itself those of the run, without the passage its own", async () => {
		const word = "9173 QKVX";
		const { first } = await replayWithout({ run: "book", runs, without: word, with: word, as: "itself" });
		await replayWithout({ run: "book", runs, without: word, as: "without" });
		const validations = (run: string) =>
			openRun(run, runs, { validate: parseConfig })
				.readMetrics()
				.filter(({ validLossNats }) => validLossNats !== undefined)
				.map(withoutClock);
		const [own, itself, without] = ["book", "itself", "without"].map(validations);
		expect(own!.length).toBeGreaterThan(10);
		expect(itself).toEqual(own);
		expect(without!.map(({ step, validatedSymbols }) => [step, validatedSymbols])).toEqual(
			own!.map(({ step, validatedSymbols }) => [step, validatedSymbols]),
		);
		const differ = without!.filter(({ validLossNats }, n) => validLossNats !== own![n]!.validLossNats);
		expect(differ).toEqual(without!.filter(({ step }) => Number(step) >= first));
		const lowest = Math.min(...without!.map(({ validLossNats }) => Number(validLossNats)));
		expect(without!.findLast(({ best }) => best)!.validLossNats).toBe(lowest);
	}, 120_000);

	test("it stops at once when it is asked to, and leaves nothing", async () => {
		const abort = new AbortController();
		const stopped = replayWithout({ run: "book", runs, without: SECRET, as: "stopped" }, { signal: abort.signal });
		setTimeout(() => abort.abort(new Error("enough")), 5); // it has begun by then
		await expect(stopped).rejects.toThrow("enough");
		expect(readdirSync(runs)).not.toContain("stopped");
	}, 60_000);

	test("a fork of the run is refused for a passage that its parent read, as are a task, an absent and an unread passage", async () => {
		await forkRun({ run: "book", runs, update: 200, to: "fork" });
		const asked = (run: string, without: string) => replayWithout({ run, runs, without });
		await expect(asked("fork", SECRET)).rejects.toMatchObject({
			code: "E_REPLAY",
			params: { why: { reason: "parent" } },
		});
		await expect(asked("book", "river sluice river sluice")).rejects.toMatchObject({ code: "E_WITHOUT" });
		await train({ data: text(book), options: { ...options, steps: 2 }, run: "short", runs, engine });
		await expect(asked("short", "9173 QKVX")).rejects.toMatchObject({
			params: { why: { reason: "unread", updates: 2 } },
		});
		const few = { cell: "rnn", hidden: 4, length: 12, steps: 5 } as GivenOptions;
		await train({ data: task("temporal-order"), options: few, run: "order", runs, engine });
		await expect(asked("order", "a")).rejects.toMatchObject({ params: { why: { reason: "task" } } });
		const echo = { cell: "esn", hidden: 40, steps: 2 } as GivenOptions;
		await train({ data: task("delayed-recall"), options: echo, run: "echo", runs, engine });
		const gone = join(folder, "gone.txt");
		writeFileSync(gone, readFileSync(book));
		await train({ data: text(gone), options: { ...options, steps: 2 }, run: "gone", runs, engine });
		writeFileSync(gone, readFileSync(book, "utf8").replace("sluice", "SLUICE"));
		await expect(asked("gone", "water")).rejects.toMatchObject({ code: "E_FILE_CHANGED" });
		rmSync(gone);
		await expect(asked("gone", "water")).rejects.toMatchObject({ code: "E_FILE_MISSING" });
		await expect(asked("echo", "a")).rejects.toMatchObject({ code: "E_REPLAY", params: { why: { reason: "echo" } } });
	}, 120_000);
});

test("a passage may be the path of a file, whose final line break does not count", async () => {
	const own = join(folder, "passage.txt");
	writeFileSync(own, "9173 QKVX\n");
	const { without, places } = await replayWithout({ run: "book", runs, without: own });
	expect([without, places]).toEqual(["9173 QKVX", 1]);
}, 60_000);
