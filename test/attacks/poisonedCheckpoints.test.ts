/** A checkpoint whose hashes are right but whose numbers are not finite: every verb that opens it refuses it by name. */
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { continueRun } from "../../src/workbench/runs/runStore.ts";
import { sluice as call } from "../cli/fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-poison-"));
const runs = join(folder, "runs");
const TINY = "--hidden 5 --batch 3 --k1 7 --valid-every 2 --steps 4 --engine reference --quiet".split(" ");
const sluice = (...argv: string[]) => call([...argv, "--runs", runs, "--no-color"], { library, columns: 120 });

/** Overwrites one number in the checkpoints of `steps`, with hashes that fit the new content. */
function poison(name: string, steps: readonly number[], tensor: string, index: number, value: number): void {
	const run = continueRun(name, runs, { validate: (config) => config });
	for (const step of steps) {
		const { snapshot, validLossNats } = run.loadStep(step);
		snapshot.tensors.find((one) => one.name === tensor)!.data[index] = value;
		run.save(snapshot, { step, validLossNats, keepLast: 9, keepBest: 9 });
	}
	run.close("finished");
}

beforeAll(async () => {
	writeFileSync(join(folder, "book.txt"), "the water runs, and the sluice waits. ".repeat(200));
	const train = ["train", join(folder, "book.txt"), ...TINY];
	for (const name of ["weight", "moment", "newest"])
		expect((await sluice(...train, "--run", name, "--keep-last", "9")).code).toBe(0);
	poison("weight", [0, 2, 4], "weight_hh_l0", 3, Number.NaN);
	poison("moment", [0, 2, 4], "optimizer.v", 6, Number.POSITIVE_INFINITY);
	poison("newest", [4], "head.bias", 2, Number.NEGATIVE_INFINITY);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("10 verbs refuse a checkpoint with one NaN weight, by tensor and index, with exit code 1", async () => {
	const verbs = [
		["eval", "weight"],
		["sample", "weight"],
		["diagnose", "weight"],
		["analyse", "weight"],
		["predictions", "weight"],
		["trace", "weight", "--step", "3"],
		["cells", "find", "weight"],
		["export", "weight", join(folder, "out.onnx"), "--to", "onnx"],
		["train", join(folder, "book.txt"), "--from", "weight", "--steps", "1"],
		["resume", "weight", "--steps", "6"],
	];
	for (const verb of verbs) {
		const { code, stdout, stderr } = await sluice(...verb);
		expect([verb[0], code, stdout]).toEqual([verb[0], 1, ""]);
		expect(stderr).toContain("holds a number that is not finite (got weight_hh_l0[3] = NaN)");
	}
}, 60_000);

test("a refused resume leaves 0 files of the run open", async () => {
	await expect(library.resume({ run: "weight", runs, options: { steps: 6 } })).rejects.toThrow("weight_hh_l0[3]");
	if (process.platform !== "linux") return;
	const open = readdirSync("/proc/self/fd").flatMap((fd) => {
		try {
			return readlinkSync(join("/proc/self/fd", fd));
		} catch {
			return []; // the folder's own descriptor
		}
	});
	expect(open.filter((path) => path.startsWith(folder))).toEqual([]);
});

test("an infinite moment of the optimiser is refused like a weight; JSON tells its name and index", async () => {
	const { code, stderr } = await sluice("eval", "moment", "--json", "--quiet");
	expect([code, JSON.parse(stderr).error.code]).toEqual([1, "E_CHECKPOINT_ALL_DAMAGED"]);
	expect(stderr).toContain("optimizer.v[6] = Infinity");
});

test("with only the newest poisoned, the one before is read, with a notice that names the number", async () => {
	const { code, stdout, stderr } = await sluice("eval", "newest", "--checkpoint", "last", "--json");
	expect([code, JSON.parse(stdout).step]).toEqual([0, 2]);
	expect(stderr).toContain("head.bias[2] = -Infinity");
});
