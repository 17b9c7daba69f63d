/** Power cuts: unsynced bytes are lost, torn or zero, unsynced names come in any order. And the proof that this bites. */
import { describe, expect, test } from "vitest";
import { RandomStream } from "../../src/kernels/random.ts";
import type { Disk } from "../../src/workbench/disk/disk.ts";
import { MemoryDisk } from "./memoryDisk.ts";
import { type Acknowledged, live, nothing, startAgain } from "./scenario.ts";
import { wrapDisk } from "./wrapDisk.ts";

const STATES = process.env.SLUICE_LONG === "1" ? 20_000 : 1_000;
const CHANGES = new Set(["mkdir", "open", "write", "truncate", "fsync", "rename", "unlink", "rmdir", "fsyncDir"]);

/** Lives once on a disk that forgets the syncs `without` names, and looks at `states` power cuts. Returns what broke. */
function cutPower(
	states: number,
	seed: number,
	last: number,
	without?: string,
): { broken: string[]; syncs: Set<string> } {
	const changes = countChanges(last);
	const rng = new RandomStream(seed, "power");
	const perChange = Math.ceil(states / changes);
	const memory = new MemoryDisk();
	const ack = nothing();
	const broken: string[] = [];
	const { disk, syncs } = forgetful(memory, without, () => {
		for (let state = 0; state < perChange; state++) look(memory.afterPowerCut(rng), ack);
	});
	live(disk, ack, last);
	for (let state = 0; state < perChange; state++) look(memory.afterPowerCut(rng), ack);
	return { broken, syncs };

	function look(after: MemoryDisk, known: Acknowledged): void {
		if (without !== undefined && broken.length > 0) return; // one is enough
		try {
			const amiss = startAgain(after, known, known.syncedLines);
			if (amiss) broken.push(amiss);
		} catch (error) {
			broken.push(String(error));
		}
	}
}

/**
 * Tells `before` of every change to come, and skips the syncs of one place. A place is what is synced and the change
 * before it: "fsyncDir checkpoints after rename step" is another place than "... after rename .aside-step".
 */
function forgetful(memory: Disk, without: string | undefined, before: () => void): { disk: Disk; syncs: Set<string> } {
	const syncs = new Set<string>();
	const names = new Map<number, string>();
	let last = "the beginning";
	const disk = wrapDisk(memory, ({ name, subject }, run, args) => {
		if (!CHANGES.has(name)) return run();
		before();
		const file = typeof args[0] === "number" ? (names.get(args[0]) ?? "") : subject;
		if (name === "fsync" || name === "fsyncDir") {
			const place = `${name} ${general(file)} after ${last}`;
			syncs.add(place);
			if (place === without) return undefined;
		}
		if (name !== "unlink" && name !== "rmdir") last = `${name} ${general(String(name === "rename" ? args[1] : file))}`;
		const result = run();
		if (name === "open") names.set(result as number, subject);
		return result;
	});
	return { disk, syncs };
}

/** A path without steps, process numbers and the folders around. */
function general(path: string): string {
	return path
		.split("/")
		.slice(-2)
		.join("/")
		.replace(/\d{6}/g, "N")
		.replace(/(-[0-9a-f]{8})?-\d+\.\d+\b/g, "");
}

function countChanges(last: number): number {
	let changes = 0;
	live(
		wrapDisk(new MemoryDisk(), ({ name }, run) => {
			if (CHANGES.has(name)) changes++;
			return run();
		}),
		nothing(),
		last,
	);
	return changes;
}

test(`${STATES} power cuts during a run: what was saved is there, whole, and no stray stays`, () => {
	expect(cutPower(STATES, 1, 30).broken).toEqual([]);
}, 1_800_000);

describe("each sync is needed: with any one left out, power cuts lose something", () => {
	const places = [...cutPower(0, 1, 10).syncs].filter(
		// the lock need not outlive the machine, and a log is born empty
		(place) => !/lock\/|\.tmp-\d\/|tmp-text-lstm-1\/(metrics|samples|records)/.test(place),
	);
	for (const place of places) {
		test(`without ${place}`, () => {
			expect(cutPower(1_000, 2, 10, place).broken.length).toBeGreaterThan(0);
		});
	}
});
