/** Disk trouble: the i-th call fails, for every i, once and for good (the loop of SQLite's test/ioerr.test). */
import { expect, test } from "vitest";
import { SluiceError } from "../../src/errors/index.ts";
import { removeTree } from "../../src/workbench/disk/disk.ts";
import { listRuns } from "../../src/workbench/runs/listRuns.ts";
import { continueRun } from "../../src/workbench/runs/runStore.ts";
import { MemoryDisk } from "./memoryDisk.ts";
import { live, liveOn, nothing, RUNS, startAgain, validate } from "./scenario.ts";
import { FAULTS, faultyDisk } from "./wrapDisk.ts";

const trained = new MemoryDisk();
live(trained, nothing());

for (const fault of FAULTS) {
	for (const sticky of [false, true]) {
		test(`${fault} ${sticky ? "from" : "at"} any one call: coded error, old checkpoint whole, no stray, no line lost`, () => {
			let failAt = 1;
			for (; ; failAt++) {
				const memory = trained.afterKill();
				const { disk, state } = faultyDisk(memory, { failAt, fault, sticky });
				const ack = { ...nothing(), created: true, step: 30, lines: 30, syncedLines: 30 };
				let error: unknown;
				try {
					liveOn(disk, 35, ack);
				} catch (thrown) {
					error = thrown;
				}
				if (error !== undefined) expectCoded(error, fault, `call ${failAt}`);
				else expect(ack.closed).toBe(true);
				expect(startAgain(memory.afterKill(), ack, ack.lines), `call ${failAt}`).toBeUndefined();
				if (state.calls < failAt) break;
			}
			expect(failAt).toBeGreaterThan(100);
		});
	}
}

test("a run that could not be made leaves nothing behind after the next start, whichever call failed", () => {
	for (let failAt = 1; ; failAt++) {
		const memory = new MemoryDisk();
		const { disk, state } = faultyDisk(memory, { failAt, fault: "ENOSPC", sticky: true });
		const ack = nothing();
		let error: unknown;
		try {
			live(disk, ack);
		} catch (thrown) {
			error = thrown;
		}
		if (ack.created) break;
		expect(state.calls).toBeGreaterThanOrEqual(failAt);
		expectCoded(error, "ENOSPC", `call ${failAt}`);
		for (const { name, folder } of listRuns(RUNS, memory)) {
			removeTree(memory, `${folder}/lock`); // its owner, this process, is to count as dead
			continueRun(name, RUNS, { validate, disk: memory }).close("stopped");
		}
		live(memory, ack);
		expect(memory.paths().filter((path) => path.includes(".tmp-"))).toEqual([]);
	}
});

function expectCoded(error: unknown, fault: string, where: string): void {
	expect(error, where).toBeInstanceOf(SluiceError);
	const coded = error as SluiceError;
	const code = { ENOSPC: "E_DISK_FULL", "short write": "E_DISK_FULL", EACCES: "E_DISK_PERMISSION" }[fault];
	if (fault === "EIO" && coded.code.startsWith("E_CHECKPOINT")) return; // what cannot be read counts as damaged
	expect(coded.code, where).toBe(code ?? "E_DISK");
	const { path, bytes } = coded.params as { path: string; bytes?: number };
	expect(path, where).toContain("/");
	expect(coded.message, where).toContain(path);
	if (bytes !== undefined) expect(coded.message, where).toContain(`${bytes} bytes`);
}
