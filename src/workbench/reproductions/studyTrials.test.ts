/** Trials that a reproduction trains as a study: kept, continued, and reported when one of them fails. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { train } from "../sessions/train.ts";
import { showStudy } from "../studies/studies.ts";
import { StudyTrials, type TrialSet } from "./studyTrials.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-study-trials-"));
const poison = resolve(import.meta.dirname, "../../../test/studies/poison.mjs");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const book = join(folder, "book.txt");
writeFileSync(book, "the cat sat on the mat. ".repeat(200));
const options = { steps: 6, batch: 2, k1: 8, recordEvery: 0 } as const;
const data = { texts: [book], split: "80/10/10" };
const set = (hidden: readonly number[], seeds: readonly number[] = [1]): TrialSet => ({
	...{ name: "book", data, options },
	trials: hidden.flatMap((hidden) =>
		seeds.map((seed) => ({ settings: { cell: "rnn", hidden }, seed, weight: hidden })),
	),
});

function trials(studies: string, more: { signal?: AbortSignal; revision?: number; program?: string } = {}) {
	const told: (readonly [number, number, number])[] = [];
	const onProgress = (...counts: [number, number, number]) => void told.push(counts);
	const hooks = { onProgress, signal: new AbortController().signal, revision: 1, workers: 2, ...more };
	return { told, trials: new StudyTrials(join(folder, studies), hooks) };
}

test("two sets of the same text are one study; its 3 trials have the weights of the same runs trained alone, in the order asked", async () => {
	const { trials: own, told } = trials("one");
	const [first, second] = await own.train([set([4, 3]), set([5])]);
	expect(own.folders).toHaveLength(1);
	expect(told.at(-1)).toEqual([12, 12, 0]);
	expect([...first!, ...second!].map(({ settings }) => settings.hidden)).toEqual([4, 3, 5]);
	const alone = await train({ data, options: { ...options, cell: "rnn", hidden: 3, seed: 1 }, run: join(folder, "3") });
	expect(first![1]).toMatchObject({ weightsSha256: alone.weightsSha256, value: alone.lossNats.valid, state: "done" });
	expect(readdirSync(first![1]!.run)).toContain("trial.json");
	const shown = showStudy({ study: own.folders[0]! });
	expect(shown).toMatchObject({ search: "asked", state: "finished", counts: { done: 3 } });
	expect(shown.rows.map(({ settings }) => settings.hidden).sort()).toEqual([3, 4, 5]);
}, 60_000);

test("another call trains only the seed that is new; another text, option or revision is another study", async () => {
	const { trials: again, told } = trials("one");
	const [found] = await again.train([set([4, 3], [1, 2])]);
	expect(told.at(-1)).toEqual([14, 14, 7]);
	expect(found!.map(({ seed }) => seed)).toEqual([1, 2, 1, 2]);
	expect(readdirSync(join(folder, "one"))).toHaveLength(1);
	const other = { ...set([3]), options: { ...options, steps: 5 } };
	await trials("one").trials.train([other]);
	await trials("one", { revision: 2 }).trials.train([set([3])]);
	writeFileSync(book, "the dog sat on the mat. ".repeat(200));
	await trials("one").trials.train([set([3])]);
	expect(readdirSync(join(folder, "one"))).toHaveLength(4);
}, 120_000);

test("a signal throws its reason within the study's 2 seconds, and the next call continues with what was trained", async () => {
	const stop = new AbortController();
	const { trials: stopped } = trials("stopped", { signal: stop.signal });
	const long = { ...set([3, 4]), options: { ...options, steps: 200_000 } };
	setTimeout(() => stop.abort(new Error("stopped here")), 1500);
	await expect(stopped.train([long])).rejects.toThrow("stopped here");
	const { counts } = showStudy({ study: stopped.folders[0]! });
	expect(counts).toMatchObject({ running: 0, waiting: 2, done: 0 });
}, 60_000);

test("a trial that fails twice is E_REPRODUCTION_STUDY with its message and the command that shows it; exit code 1", async () => {
	const { trials: failing } = trials("failing", { program: poison });
	const error = await failing.train([set([2])]).catch((thrown) => thrown);
	expect(error).toMatchObject({ code: "E_REPRODUCTION_STUDY", exitCode: 1, params: { left: 1 } });
	expect(error.message).toContain(`sluice study show ${failing.folders[0]}`);
}, 60_000);
