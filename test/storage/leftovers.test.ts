/** What a kill leaves: no output's temporary file for long, no name held by half a run, no line written twice. */
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { esn, resume, rnn, task, text, train } from "../../src/index.ts";
import { realDisk } from "../../src/workbench/disk/disk.ts";
import { dieAtChange } from "../../src/workbench/disk/killPoint.ts";
import { placeHere } from "../../src/workbench/disk/owner.ts";
import { GrowingFile, replaceFile } from "../../src/workbench/disk/publish.ts";
import { firstCheckpoint, loadNewest } from "../../src/workbench/runs/checkpoints.ts";
import { writeDocument } from "../../src/workbench/runs/documents.ts";
import { createRun } from "../../src/workbench/runs/runStore.ts";
import { MemoryDisk } from "./memoryDisk.ts";

const root = mkdtempSync(join(tmpdir(), "sluice-leftovers-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test("the next write of a file removes what dead processes left beside it, and nothing else", () => {
	const folder = join(root, "out");
	mkdirSync(folder);
	const gone = [`.tmp-a.csv-${placeHere()}-999999999.0`, ".tmp-a.csv-999999999.3", ".tmp-a.csv-0123abcd-7.0"];
	const kept = [
		`.tmp-a.csv-${placeHere()}-${process.ppid}.0`, // a live process
		`.tmp-b.csv-${placeHere()}-999999999.0`, // another file's
		".tmp-a.csv-4567abcd-7.0", // of another container, not a day old
		".tmp-a.csv-999999999.0.txt",
		"tmp-a.csv-999999999.0",
	];
	for (const name of [...gone, ...kept]) writeFileSync(join(folder, name), "half");
	utimesSync(join(folder, gone[2]!), 1, 1);
	const foreign = `.tmp-a.csv-${placeHere()}-999999999.5`; // a folder with something that Sluice does not write
	mkdirSync(join(folder, foreign));
	writeFileSync(join(folder, foreign, "photo.jpg"), "");
	replaceFile(realDisk, folder, "a.csv", Buffer.from("whole"));
	expect(readdirSync(folder).sort()).toEqual([...kept, foreign, "a.csv"].sort());
	writeFileSync(join(folder, gone[0]!), "half");
	new GrowingFile(realDisk, folder, "a.csv").discard();
	expect(readdirSync(folder).sort()).toEqual([...kept, foreign, "a.csv"].sort());
});

test("a run that is published with its checkpoint, killed at each of its changes: the name is free or the run loads", () => {
	const snapshot = { tensors: [{ name: "w", shape: [5], data: Float32Array.of(1, 2, 3, 4, 5) }], state: { step: 0 } };
	const create = (disk: MemoryDisk, at = Number.POSITIVE_INFINITY) => {
		const dying = dieAtChange(disk, at, () => {
			throw new Error("killed");
		});
		const files = { "status.json": writeDocument("state", "finished"), ...firstCheckpoint(snapshot, { step: 0 }) };
		createRun({ runs: "/runs", name: "again", defaultName: "x", config: {}, files, disk: dying }).close("finished");
	};
	let [free, whole] = [0, 0];
	for (let at = 1; ; at++) {
		const disk = new MemoryDisk();
		let killed = true;
		try {
			create(disk, at);
			killed = false;
		} catch {}
		const left = disk.afterKill();
		if (left.stat("/runs/again")) {
			expect(loadNewest("/runs/again", left).snapshot).toEqual(snapshot);
			whole++;
		} else {
			create(left);
			expect(loadNewest("/runs/again", left).step).toBe(0);
			free++;
		}
		if (!killed) break;
	}
	expect(free).toBeGreaterThan(20);
	expect(whole).toBeGreaterThan(5);
});

test("resuming a finished echo state run 2 times leaves 1 line of metrics and the same result", async () => {
	const runs = join(root, "runs");
	const model = esn({ hidden: 20, steps: 30, length: "20", seed: 3 });
	const first = await train({ data: task("addition"), model, runs, run: "echo", engine: "reference" });
	const lines = () =>
		readFileSync(join(runs, "echo", "metrics.jsonl"), "utf8")
			.trimEnd()
			.split("\n")
			.map((line) => JSON.parse(line));
	expect(lines()).toHaveLength(1);
	const [{ validLoss }] = lines();
	for (let time = 0; time < 2; time++) {
		const again = await resume({ run: "echo", runs });
		expect(again.weightsSha256).toBe(first.weightsSha256);
		expect(lines().map((line) => [line.step, line.validLoss])).toEqual([[first.steps, validLoss]]);
	}
});

test("resuming a finished run trained by gradient descent adds no line of metrics", async () => {
	const runs = join(root, "runs");
	const options = { steps: 6, batch: 3, k1: 5, validEvery: 3 };
	writeFileSync(join(root, "book.txt"), "the sluice opens, the water runs\n".repeat(60));
	const data = text(join(root, "book.txt"));
	await train({ data, model: rnn({ hidden: 5 }), options, runs, run: "text", engine: "reference" });
	const before = readFileSync(join(runs, "text", "metrics.jsonl"), "utf8");
	await resume({ run: "text", runs });
	expect(readFileSync(join(runs, "text", "metrics.jsonl"), "utf8")).toBe(before);
});

test("a run whose folder is removed while it trains ends with E_RUN_REMOVED, which names the folder", async () => {
	const runs = join(root, "runs");
	const folder = join(runs, "removed");
	const options = { steps: 50, batch: 3, length: "10", saveEvery: 5 };
	const onEvent = ({ type }: { type: string }) => {
		if (type === "checkpoint") rmSync(folder, { recursive: true });
	};
	const training = train(
		{ data: task("addition"), model: rnn({ hidden: 5 }), options, runs, run: "removed" },
		{ onEvent },
	);
	await expect(training).rejects.toThrow(expect.objectContaining({ code: "E_RUN_REMOVED", params: { folder } }));
	expect(existsSync(folder)).toBe(false);
});
