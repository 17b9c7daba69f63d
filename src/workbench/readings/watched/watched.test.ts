import {
	appendFileSync,
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	truncateSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { RandomStream } from "../../../kernels/random.ts";
import { parseOptions } from "../../../training/options/options.ts";
import { text } from "../../datasets/texts.ts";
import { type Disk, realDisk } from "../../disk/disk.ts";
import { resume } from "../../sessions/resume.ts";
import { train } from "../../sessions/train.ts";
import { LogTail, linesIn } from "./logTail.ts";
import { LossSpark, MOST_STRETCHES } from "./lossSpark.ts";
import { runDetail } from "./runDetail.ts";
import { runLines } from "./runLines.ts";
import { readRuns } from "./runsReader.ts";

const fresh = () => mkdtempSync(join(tmpdir(), "sluice-watched-"));
const TASK = { kind: "task", name: "temporal-order", options: {} } as const;

test("a drawing of n losses has the extremes of equal stretches, for 1 to 1,000 losses, in at most 128 pairs", () => {
	const random = new RandomStream(3, "spark");
	const losses = Array.from({ length: 1000 }, () => random.normal());
	const spark = new LossSpark();
	for (const [n, loss] of losses.entries()) {
		spark.add(loss);
		spark.add(Number.NaN);
		const pairs = spark.pairs;
		let width = 1;
		while (Math.ceil((n + 1) / width) > MOST_STRETCHES) width *= 2;
		const expected = Array.from({ length: Math.ceil((n + 1) / width) }, (_, k) => {
			const part = losses.slice(k * width, Math.min((k + 1) * width, n + 1));
			return [Math.min(...part), Math.max(...part)].map((value) => Number(value.toPrecision(4)));
		}).flat();
		expect(pairs).toEqual(expected);
	}
});

test("a log is read once, line by whole line, and again from its beginning when it was cut", () => {
	const path = join(fresh(), "a.jsonl");
	const tail = new LogTail(path, realDisk);
	const read = () => {
		const { bytes, again } = tail.read();
		return [Array.from(linesIn(bytes), (line) => Buffer.from(line).toString()), again];
	};
	expect(read()).toEqual([[], false]);
	writeFileSync(path, "1\n2\nhal");
	expect(read()).toEqual([["1", "2"], false]);
	expect(read()).toEqual([[], false]);
	appendFileSync(path, "f\n4\n");
	expect(read()).toEqual([["half", "4"], false]);
	truncateSync(path, 2);
	appendFileSync(path, "two\n");
	expect(read()).toEqual([["1", "two"], true]);
	truncateSync(path, 2); // cut, and longer again than before
	appendFileSync(path, "other lines\n5\n");
	expect(read()).toEqual([["1", "other lines", "5"], true]);
	const late = new LogTail(path, realDisk);
	late.skip();
	expect(late.read().bytes).toHaveLength(0);
	appendFileSync(path, "6\n");
	expect(Buffer.from(late.read().bytes).toString()).toBe("6\n");
});

test("20,001 lines are thinned to 20,000 with the first and the last, and 5 to 2 are those two", async () => {
	const runs = fresh();
	await train({ data: TASK, options: { hidden: 3, batch: 2, steps: 1 }, run: "a", runs, engine: "reference" });
	const lines = Array.from({ length: 20_001 }, (_, k) => ({ step: k + 1, loss: k }));
	writeFileSync(join(runs, "a", "metrics.jsonl"), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
	const all = runLines({ run: "a", runs, log: "metrics" });
	expect([all.of, all.lines.length, all.lines[0], all.lines.at(-1)]).toEqual([20_001, 20_000, lines[0], lines.at(-1)]);
	const steps = all.lines.map(({ step }) => step as number);
	expect(steps.every((step, k) => k === 0 || (step > steps[k - 1]! && step <= steps[k - 1]! + 2))).toBe(true);
	expect(runLines({ run: "a", runs, log: "metrics", from: 19_996, most: 2 })).toEqual({
		...{
			lines: [
				{ step: 19_997, loss: 19_996 },
				{ step: 20_001, loss: 20_000 },
			],
			of: 5,
		},
	});
	expect(() => runLines({ run: "a", runs, log: "config" as never })).toThrow("log");
});

/** A disk that counts what is read. */
function counting(): { disk: Disk; reads: string[] } {
	const reads: string[] = [];
	const read: Disk["read"] = (path, part) => {
		reads.push(path);
		return realDisk.read(path, part);
	};
	return { disk: { ...realDisk, read }, reads };
}

test("1,000 runs are listed by one call, a second call reads no file, and after a change only those of one run", async () => {
	const runs = fresh();
	await train({ data: TASK, options: { hidden: 3, batch: 2, steps: 30 }, run: "r0", runs, engine: "reference" });
	rmSync(join(runs, "r0", "checkpoints"), { recursive: true }); // fewer files to copy
	rmSync(join(runs, "r0", "lock"), { recursive: true });
	for (let n = 1; n < 1000; n++) cpSync(join(runs, "r0"), join(runs, `r${n}`), { recursive: true });
	utimesSync(runs, 1_700_000_000, 1_700_000_000); // long enough ago for the list of names to be kept
	const { disk, reads } = counting();
	const reader = readRuns(runs, disk);
	const cards = reader.cards();
	expect(cards.map(({ name }) => name)).toEqual(Array.from({ length: 1000 }, (_, n) => `r${n}`));
	expect(new Set(cards.map(({ name: _, changedMs: __, ...card }) => JSON.stringify(card))).size).toBe(1);
	reads.length = 0;
	expect(reader.cards()).toEqual(cards);
	expect(reads).toEqual([]);
	appendFileSync(join(runs, "r7", "metrics.jsonl"), '{"step":31,"loss":0.25}\n');
	expect(reader.cards().find(({ name }) => name === "r7")!.step).toBe(31);
	expect(new Set(reads.map((path) => path.split("/").at(-2)))).toEqual(new Set(["r7"]));
});

test("a card follows its run: tags, a removed folder, a folder in its place, and a log that became longer", async () => {
	const runs = fresh();
	const reader = readRuns(runs);
	expect(reader.cards()).toEqual([]);
	await train({ data: TASK, options: { hidden: 3, batch: 2, steps: 20 }, run: "a", runs, engine: "reference" });
	const [card] = reader.cards();
	expect(reader.look("a")).toBe(false);
	writeFileSync(join(runs, "a", "tags.json"), '{"format":1,"tags":["x"]}');
	expect([reader.look("a"), reader.card("a")!.tags]).toEqual([true, ["x"]]);
	expect(reader.card("a")).toMatchObject({ best: card!.best, spark: card!.spark, parameters: card!.parameters });
	writeFileSync(join(runs, "a", "tags.json"), "{");
	expect([reader.look("a"), reader.card("a")!.damage]).toEqual([true, expect.stringContaining("a/tags.json")]);
	expect(reader.card("a")!.damage).not.toContain(runs);
	expect(reader.look("a")).toBe(false);
	writeFileSync(join(runs, "a", "tags.json"), '{"format":1,"tags":[]} ');
	expect([reader.look("a"), reader.card("a")!.damage, reader.card("a")!.state]).toEqual([true, undefined, "finished"]);
	expect(reader.look("nothing")).toBe(false);
	mkdirSync(join(runs, "empty"));
	expect(reader.names()).toEqual(["a"]);
	expect(readFileSync(join(runs, "a", "metrics.jsonl"), "utf8").length).toBeGreaterThan(0);
});

test("files that vanish while a run is read, as old checkpoints and its lock do, are no damage", async () => {
	const runs = fresh();
	await train({ data: TASK, options: { hidden: 3, batch: 2, steps: 20 }, run: "a", runs, engine: "reference" });
	const gone = (path: string) => Object.assign(new Error("gone"), { code: "ENOENT", path });
	let vanishing = true;
	const disk: Disk = {
		...realDisk,
		readdir(path) {
			if (vanishing && /step-\d+$/.test(path)) throw gone(path);
			return realDisk.readdir(path);
		},
	};
	const reader = readRuns(runs, disk);
	const [card] = reader.cards();
	expect([card!.state, card!.damage]).toEqual(["finished", undefined]);
	vanishing = false;
	expect(card!.bytes).toBeLessThan(readRuns(runs).cards()[0]!.bytes);
});

test("a failing disk is told, and forgotten when it works again", async () => {
	const runs = fresh();
	await train({ data: TASK, options: { hidden: 3, batch: 2, steps: 20 }, run: "a", runs, engine: "reference" });
	let failing = true;
	const disk: Disk = {
		...realDisk,
		read(path, part) {
			if (failing && path.endsWith("status.json")) throw Object.assign(new Error("EIO"), { code: "EIO" });
			return realDisk.read(path, part);
		},
	};
	const reader = readRuns(runs, disk);
	expect(reader.cards()[0]!.damage).toContain("E_DISK");
	failing = false;
	expect(reader.cards()[0]).toMatchObject({ state: "finished", step: 20 });
	expect(reader.cards()[0]!.damage).toBeUndefined();
});

test("a run that ends between the reading of its status and of its lock is finished, not interrupted", async () => {
	const runs = fresh();
	await train({ data: TASK, options: { hidden: 3, batch: 2, steps: 5 }, run: "a", runs, engine: "reference" });
	let asked = 0;
	const disk: Disk = {
		...realDisk,
		read(path, part) {
			if (path.endsWith("status.json") && asked++ === 0) return Buffer.from('{"format":1,"state":"running"}\n');
			return realDisk.read(path, part);
		},
	};
	expect(readRuns(runs, disk).cards()[0]!.state).toBe("finished");
});

describe("cards that are kept in .cards.json", () => {
	/** 25 runs, of which all are alike, and a disk that counts the files it reads. */
	async function folderOf(): Promise<{ runs: string; counting: () => { disk: Disk; reads: string[] } }> {
		const runs = join(fresh(), "runs");
		await train({ data: TASK, options: { hidden: 4, batch: 2, steps: 30 }, run: "run-1", runs, engine: "reference" });
		for (let n = 2; n <= 25; n++)
			cpSync(join(runs, "run-1"), join(runs, `run-${n}`), { recursive: true, preserveTimestamps: true });
		const counting = () => {
			const reads: string[] = [];
			const read: Disk["read"] = (path, part) => {
				reads.push(path.slice(runs.length + 1));
				return realDisk.read(path, part);
			};
			return { disk: { ...realDisk, read }, reads };
		};
		return { runs, counting };
	}

	test("a second reader of 25 runs reads 1 file instead of 50, and has the same cards; a run that goes on is read anew", async () => {
		const { runs, counting } = await folderOf();
		const [one, two, three] = [counting(), counting(), counting()];
		const first = readRuns(runs, one.disk);
		const cards = first.cards();
		expect(cards).toHaveLength(25);
		expect(one.reads.length).toBe(50);
		first.keep();
		const second = readRuns(runs, two.disk);
		expect(second.cards()).toEqual(cards);
		expect(two.reads).toEqual([".cards.json"]);
		appendFileSync(join(runs, "run-7/metrics.jsonl"), '{"step":31,"validLoss":0.001}\n');
		expect(second.cards()[6]!.best).toEqual({ step: 31, loss: 0.001 });
		const third = readRuns(runs, three.disk).cards();
		expect(third[6]).toEqual(second.card("run-7"));
		expect(three.reads.filter((path) => !path.startsWith("run-7/"))).toEqual([".cards.json"]);
	});

	test("whatever the file says that this program would not write, the cards are those of the runs: 9 kinds of hostile content, a link, a folder that cannot be written", async () => {
		const { runs } = await folderOf();
		const path = join(runs, ".cards.json");
		const truth = readRuns(runs).cards();
		readRuns(runs).keep(); // nothing was read
		const reader = readRuns(runs);
		reader.cards();
		reader.keep();
		const good = JSON.parse(readFileSync(path, "utf8"));
		const changed = (change: (card: Record<string, unknown>) => void) => {
			const copy = structuredClone(good);
			for (const entry of Object.values(copy.cards) as { card: Record<string, unknown> }[]) change(entry.card);
			return JSON.stringify(copy);
		};
		for (const text of [
			...[
				"",
				"null",
				"[]",
				'{"version":"0.1.0"',
				'{"version":"0.1.0","cards":[1]}',
				JSON.stringify({ ...good, version: "9" }),
			],
			changed((card) => (card.spark = Array(9999).fill(1))),
			changed((card) => (card.name = "../../etc")),
			changed((card) => (card.html = "<script>")),
			changed((card) => (card.best = { step: "1", loss: {} })),
			changed((card) => (card.state = "running")),
		]) {
			writeFileSync(path, text);
			expect(readRuns(runs).cards()).toEqual(truth);
		}
		rmSync(path);
		writeFileSync(join(runs, "..", "outside.json"), JSON.stringify(good).replaceAll('"data":"', '"data":"stolen '));
		symlinkSync(join(runs, "..", "outside.json"), path);
		expect(readRuns(runs).cards()).toEqual(truth);
		const full: Disk = {
			...realDisk,
			open: () => {
				throw Object.assign(new Error("full"), { code: "ENOSPC" });
			},
		};
		const unwritable = readRuns(runs, full);
		unwritable.cards();
		expect(() => unwritable.keep()).not.toThrow();
	});
});

test("the command of a run with a constant rate for 6 updates, and of one with --minutes and no mean, has the schedule, the mean and the budget that it was given, and trains the same run", async () => {
	const runs = fresh();
	const book = join(runs, "book.txt");
	mkdirSync(runs, { recursive: true });
	writeFileSync(book, "abc defg. ".repeat(300));
	const small = { hidden: 4, batch: 2, k1: 8, dropout: 0.3 } as const;
	const common = { data: text(book), runs, engine: "wasm-plain", threads: 1 } as const;
	const one = await train({ ...common, run: "one", options: { ...small, schedule: "constant", steps: 6 } });
	const words = runDetail({ run: "one", runs }).command.split(" ");
	const given = (name: string) => (words.includes(name) ? words[words.indexOf(name) + 1] : undefined);
	expect(["--schedule", "--steps", "--average", "--dropout"].map(given)).toEqual(["constant", "6", undefined, "0.3"]);
	const again = Object.fromEntries(
		(["schedule", "steps", "hidden", "batch", "k1", "dropout"] as const).map((name) => [name, given(`--${name}`)]),
	);
	const numbers = Object.fromEntries(
		Object.entries(again).map(([name, value]) => [name, name === "schedule" ? value : Number(value)]),
	);
	const two = await train({ ...common, run: "two", options: numbers });
	expect(two.weightsSha256).toBe(one.weightsSha256);
	await train({ ...common, run: "three", options: { ...small, minutes: 0, average: "none" } });
	const { command, options } = runDetail({ run: "three", runs });
	expect(command).toMatch(/ --minutes 0 .*--schedule constant /); // a schedule that is given has no mean
	expect([command.includes("--average"), options.average]).toEqual([false, undefined]);
	const asked = { ...small, cell: "lstm", minutes: 0, schedule: "constant" } as const;
	expect(parseOptions(asked)).toEqual(options);
});

test("a run of 20 updates that is resumed to 30 has a budget of 30, and its options as they were", async () => {
	const runs = fresh();
	const common = { run: "longer", runs, engine: "wasm-plain" } as const;
	await train({ ...common, data: TASK, options: { hidden: 4, steps: 20 } });
	expect(runDetail({ run: "longer", runs }).budget).toEqual({ steps: 20 });
	await resume({ ...common, options: { steps: 30 } });
	const { budget, options, checkpoints } = runDetail({ run: "longer", runs });
	expect([budget, options.steps, checkpoints.at(-1)]).toEqual([{ steps: 30 }, 20, 30]);
});
