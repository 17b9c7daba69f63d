/** Rot: any flipped bit and any cut of a checkpoint is noticed, and the one before is loaded with a notice. */
import { describe, expect, test } from "vitest";
import { SluiceError } from "../../src/errors/index.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { sha256 } from "../../src/workbench/disk/sha256.ts";
import { loadBest, loadNewest, loadStep, saveCheckpoint } from "../../src/workbench/runs/checkpoints.ts";
import { errnoError, MemoryDisk } from "./memoryDisk.ts";
import { snapshotAt } from "./scenario.ts";
import { wrapDisk } from "./wrapDisk.ts";

const LONG = process.env.SLUICE_LONG === "1";
const FILES = ["tensors.safetensors", "state.json"];
const pathOf = (step: number, file: string) => `/run/checkpoints/step-00000${step}/${file}`;

function savedRun(): MemoryDisk {
	const disk = new MemoryDisk();
	disk.mkdir("/run");
	for (const step of [1, 2, 3]) saveCheckpoint("/run", snapshotAt(step), { step, validLossNats: step, disk });
	return disk;
}
const disk = savedRun();

function expectNoticed(file: string, damaged: Uint8Array, where: string): void {
	const whole = disk.read(pathOf(3, file));
	disk.corrupt(pathOf(3, file), damaged);
	const { step, snapshot, notices } = loadNewest("/run", disk);
	expect(step, where).toBe(2);
	expect(snapshot).toEqual(snapshotAt(2));
	expect(notices).toHaveLength(1);
	expect(notices[0]!.code, where).toBe("E_CHECKPOINT_DAMAGED");
	expect(() => loadStep("/run", 3, disk), where).toThrow(/E_CHECKPOINT_DAMAGED/);
	disk.corrupt(pathOf(3, file), whole);
}

describe("of a checkpoint of two files, all noticed:", () => {
	for (const file of FILES) {
		const whole = disk.read(pathOf(3, file));
		const bits = whole.length * 8;
		const flips = LONG ? bits : Math.min(bits, 600);
		test(`${flips} single-bit flips of ${file}`, () => {
			const rng = new RandomStream(1, file);
			for (let i = 0; i < flips; i++) {
				const bit = flips === bits ? i : rng.below(bits);
				const damaged = whole.slice();
				damaged[bit >> 3]! ^= 1 << (bit & 7);
				expectNoticed(file, damaged, `bit ${bit}`);
			}
		}, 1_800_000);
		test(`every cut and 20 tails of ${file}`, () => {
			for (let length = 0; length < whole.length; length++)
				expectNoticed(file, whole.slice(0, length), `cut at ${length}`);
			for (let extra = 1; extra <= 20; extra++) {
				const longer = new Uint8Array(whole.length + extra);
				longer.set(whole);
				expectNoticed(file, longer, `${extra} bytes more`);
			}
		});
	}
});

test("a missing file is damage: the checkpoint before is loaded and the notice names the folder and the file", () => {
	for (const file of FILES) {
		const copy = disk.afterKill();
		copy.unlink(pathOf(3, file));
		const { step, notices } = loadNewest("/run", copy);
		expect(step).toBe(2);
		expect(notices[0]!.message).toContain(`/run/checkpoints/step-000003 is damaged: ${file} is missing`);
	}
});

test("the files of one checkpoint under the name of another are not taken for it", () => {
	const copy = disk.afterKill();
	for (const file of FILES) copy.corrupt(pathOf(3, file), copy.read(pathOf(2, file)));
	const { step, notices } = loadNewest("/run", copy);
	expect(step).toBe(2);
	expect(notices).toHaveLength(1);
	copy.corrupt(pathOf(3, "tensors.safetensors"), copy.read(pathOf(1, "tensors.safetensors")));
	copy.corrupt(pathOf(3, "state.json"), disk.read(pathOf(3, "state.json")));
	expect(loadNewest("/run", copy).step).toBe(2);
});

test("with all checkpoints damaged the error counts them; with none it says so", () => {
	const copy = disk.afterKill();
	for (const step of [1, 2, 3]) copy.corrupt(pathOf(step, "state.json"), new Uint8Array(5));
	expect(() => loadNewest("/run", copy)).toThrow(
		/none of the 3 checkpoints in \/run is intact.*E_CHECKPOINT_ALL_DAMAGED/,
	);
	expect(() => loadBest("/run", copy)).toThrow(/E_CHECKPOINT_ALL_DAMAGED/);
	const empty = new MemoryDisk();
	empty.mkdir("/run");
	expect(() => loadNewest("/run", empty)).toThrow(/\/run has no checkpoint.*E_CHECKPOINT_NONE/);
	expect(() => loadStep("/run", 7, disk)).toThrow(/step 7.*E_CHECKPOINT_NONE/);
});

test("the best is the one of lowest validation loss; damaged, the next best is loaded with a notice", () => {
	const copy = disk.afterKill();
	expect(loadBest("/run", copy).step).toBe(1);
	copy.corrupt(pathOf(1, "tensors.safetensors"), new Uint8Array(3));
	const { step, notices } = loadBest("/run", copy);
	expect(step).toBe(2);
	expect(notices.map((notice) => notice.code)).toEqual(["E_CHECKPOINT_DAMAGED"]);
});

test("a damaged checkpoint is removed by the next save, one that cannot be read just now is not", () => {
	const copy = disk.afterKill();
	copy.corrupt(pathOf(2, "state.json"), new Uint8Array(3));
	saveCheckpoint("/run", snapshotAt(4), { step: 4, disk: copy });
	expect(copy.readdir("/run/checkpoints").sort()).toEqual(["step-000001", "step-000003", "step-000004"]);
	const failing = disk.afterKill();
	const sick = wrapDisk(failing, ({ name, subject }, run) => {
		if (name === "read" && subject.includes("step-000002")) throw errnoError("EIO", subject);
		return run();
	});
	for (const step of [4, 5, 6, 7]) saveCheckpoint("/run", snapshotAt(step), { step, disk: sick });
	expect(failing.readdir("/run/checkpoints").sort()).toEqual([1, 2, 5, 6, 7].map((step) => `step-00000${step}`));
});

test("a checkpoint of a newer format is not passed over: the error names both numbers", () => {
	const copy = disk.afterKill();
	saveCheckpoint("/run", snapshotAt(3), { step: 3, disk: copy });
	copy.corrupt(pathOf(3, "state.json"), reformatted(copy.read(pathOf(3, "state.json")), 2));
	const load = () => loadNewest("/run", copy);
	expect(load).toThrow(SluiceError);
	expect(load).toThrow(/has format 2, but this version of Sluice reads formats up to 1.*E_RUN_FORMAT/);
});

/** A state file that says another format, its checksum right. */
function reformatted(bytes: Uint8Array, format: number): Uint8Array {
	const body = Buffer.from(bytes).toString("utf8").slice(90, -2).replace('"format":1', `"format":${format}`);
	return Buffer.from(`{"sha256":"${sha256(Buffer.from(body))}","checkpoint":${body}}\n`);
}
