/** kill -9 at every sub-step of a save: the checkpoint before or the new one is loaded, whole, and nothing stays behind. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { dieAtChange } from "../../src/workbench/disk/killPoint.ts";
import { loadNewest, recoverCheckpoints, saveCheckpoint } from "../../src/workbench/runs/checkpoints.ts";
import { compileForChild } from "./compile.ts";
import { MemoryDisk } from "./memoryDisk.ts";
import { live, nothing, snapshotAt, startAgain } from "./scenario.ts";

const root = mkdtempSync(join(tmpdir(), "sluice-kill-"));
afterAll(() => rmSync(root, { recursive: true }));

test("killed before or within any one change of a run's life, it goes on from its last save with no line lost", () => {
	let at = 1;
	for (; ; at++) {
		const memory = new MemoryDisk();
		const ack = nothing();
		let left: MemoryDisk | undefined;
		let known = ack;
		const disk = dieAtChange(memory, at, () => {
			left = memory.afterKill();
			known = { ...ack };
			throw new Error("killed");
		});
		try {
			live(disk, ack, 10);
		} catch (error) {
			if (!left) throw error; // what unwinds after the kill comes to no disk
		}
		if (!left) break;
		expect(startAgain(left, known, known.lines), `change ${at}`).toBeUndefined();
	}
	expect(at).toBeGreaterThan(80);
});

test("killed at any sub-step of a save over one of the same step, the old one or the new one is loaded", () => {
	let at = 1;
	for (; ; at++) {
		const memory = new MemoryDisk();
		memory.mkdir("/run");
		saveCheckpoint("/run", snapshotAt(7), { step: 7, disk: memory });
		let left: MemoryDisk | undefined;
		const disk = dieAtChange(memory, at, () => {
			left = memory.afterKill();
			throw new Error("killed");
		});
		const other = { ...snapshotAt(8), state: { step: 7, again: true } };
		try {
			saveCheckpoint("/run", other, { step: 7, disk });
		} catch (error) {
			if (!left) throw error; // what unwinds after the kill comes to no disk
		}
		if (!left) break;
		for (const recovered of [false, true]) {
			if (recovered) recoverCheckpoints("/run", left);
			const { snapshot, notices } = loadNewest("/run", left);
			expect([snapshotAt(7), other]).toContainEqual(snapshot);
			expect(notices).toEqual([]);
		}
		expect(left.readdir("/run/checkpoints"), `change ${at}`).toEqual(["step-000007"]);
	}
	expect(at).toBeGreaterThan(10);
});

test("SLUICE_TEST_KILL_AT=3:N kills a real process at sub-step N of its third save, for every N there is", async () => {
	const compiled = compileForChild("src/workbench/runs/checkpoints.ts");
	const script = `
		import { saveCheckpoint } from ${JSON.stringify(compiled.path)};
		for (let step = 1; step <= 3; step++)
			saveCheckpoint(process.env.RUN, { tensors: [{ name: "w", shape: [500], data: new Float64Array(500).fill(step) }], state: { step } }, { step, keepLast: 2, keepBest: 0 });`;
	const lived = (n: number) =>
		new Promise<{ run: string; signal: string | null }>((done) => {
			const run = mkdtempSync(join(root, "run-"));
			const env = { ...process.env, SLUICE_TEST_KILL_AT: `3:${n}`, RUN: run };
			const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
				env,
				stdio: ["ignore", "ignore", "inherit"],
			});
			child.once("exit", (_, signal) => done({ run, signal }));
		});
	let subSteps = 0;
	for (let n = 1; ; n++) {
		const { run, signal } = await lived(n);
		recoverCheckpoints(run);
		const { step, snapshot, notices } = loadNewest(run);
		expect(notices).toEqual([]);
		expect(snapshot.state).toEqual({ step });
		expect(snapshot.tensors[0]!.data).toEqual(new Float64Array(500).fill(step));
		expect(readdirSync(join(run, "checkpoints")).filter((name) => name.startsWith("."))).toEqual([]);
		expect(step).toBe(signal ? Math.max(2, step) : 3);
		if (!signal) break;
		expect(signal).toBe("SIGKILL");
		subSteps = n;
	}
	rmSync(compiled.folder, { recursive: true });
	expect(subSteps).toBe(14);
});
