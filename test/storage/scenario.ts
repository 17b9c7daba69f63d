/** A short life of a run, told to whoever breaks the disk under it: what was acknowledged, and what must be found. */
import { expect } from "vitest";
import { RandomStream } from "../../src/kernels/random.ts";
import type { Snapshot } from "../../src/training/snapshot.ts";
import { type Disk, removeTree } from "../../src/workbench/disk/disk.ts";
import { continueRun, createRun, openRun, type WritableRun } from "../../src/workbench/runs/runStore.ts";
import type { MemoryDisk } from "./memoryDisk.ts";

export const RUNS = "/home/runs";
export const NAME = "text-lstm-1";
export const FOLDER = `${RUNS}/${NAME}`;
export const CONFIG = { hidden: 4, clipValue: Number.POSITIVE_INFINITY };
/** Takes any config. */
export const validate = <C>(config: C) => config;

/** What the run was told to be safe. */
export interface Acknowledged {
	created: boolean;
	/** Step of the last save that returned, -1 for none. */
	step: number;
	/** Metrics lines that `append` returned from. */
	lines: number;
	/** Those of them that a later save or close brought to the disk. */
	syncedLines: number;
	closed: boolean;
}

export function nothing(): Acknowledged {
	return { created: false, step: -1, lines: 0, syncedLines: 0, closed: false };
}

/** A snapshot that differs in every number from those of other steps. */
export function snapshotAt(step: number): Snapshot {
	const rng = new RandomStream(step, "snapshot");
	const data = Float32Array.from({ length: 21 }, () => rng.normal());
	const moments = Float64Array.from({ length: 5 }, () => rng.normal());
	return {
		tensors: [
			{ name: "weight_hh_l0", shape: [7, 3], data },
			{ name: "optimizer.m", shape: [5], data: moments },
		],
		state: { step, cursor: rng.below(1e6), lossAverage: Number.NaN, best: Number.POSITIVE_INFINITY, $: [-0, null] },
	};
}

/** Makes a run and trains it: a line each step, a save each fifth, one save of the same step twice, the end. */
export function live(disk: Disk, ack: Acknowledged, last = 30): void {
	const run = createRun({ runs: RUNS, defaultName: "text-lstm", config: CONFIG, vocabulary: ["a", "b"], disk });
	ack.created = true;
	work(run, 1, last, ack);
}

/** Goes on with a run that `live` or `liveOn` left, from its newest checkpoint to step `last`. */
export function liveOn(disk: Disk, last: number, ack: Acknowledged): void {
	const run = continueRun(NAME, RUNS, { validate, disk });
	try {
		const { step } = run.loadNewest();
		run.rewindTo(step);
		work(run, step + 1, last, ack);
	} finally {
		try {
			run.close("stopped");
		} catch {
			// a disk that fails here has failed before
		}
	}
}

function work(run: WritableRun<unknown>, first: number, last: number, ack: Acknowledged): void {
	for (let step = first; step <= last; step++) {
		run.metrics.append({ step, lossNats: 3 - step / 100, seconds: step });
		ack.lines = step;
		run.samples.append({ step, text: `sample ${step}` });
		run.records.append({ step, reach: step });
		if (step % 5 !== 0) continue;
		run.save(snapshotAt(step), { step, validLossNats: Math.abs(step - 10) });
		ack.step = step;
		ack.syncedLines = step;
	}
	run.save(snapshotAt(last), { step: last, validLossNats: 1 });
	run.close("finished");
	ack.closed = true;
}

/** Starts again on what a kill, a fault or a power cut left; says what is amiss, undefined for nothing. */
export function startAgain(disk: MemoryDisk, ack: Acknowledged, lines: number): string | undefined {
	if (!ack.created) return undefined;
	const state = openRun(NAME, RUNS, { validate, disk }).readState();
	if (ack.closed && state !== "finished") return `closed, but ${state}`;
	removeTree(disk, `${FOLDER}/lock`); // its owner, this process, is to count as dead
	const run = continueRun(NAME, RUNS, { validate, disk });
	const strays = disk.paths().filter((path) => /\/\.(tmp|aside)-/.test(path));
	if (strays.length > 0) return `strays: ${strays.join(" ")}`;
	const metrics = run.readMetrics();
	if (metrics.length < lines) return `${metrics.length} of ${lines} metrics lines`;
	if (!metrics.every((line, i) => line.step === i + 1)) return "metrics lines out of order";
	if (!run.readSamples().every((line, i) => line.step === i + 1)) return "samples out of order";
	if (run.readSamples().length < ack.syncedLines) return "samples are missing";
	if (run.readRecords().length < ack.syncedLines) return "records are missing";
	if (JSON.stringify(run.readVocabulary()) !== '["a","b"]') return "the vocabulary is missing";
	if (ack.step < 0) return undefined;
	const { step, snapshot, notices } = run.loadNewest();
	if (step < ack.step) return `step ${step} after ${ack.step} was saved`;
	if (notices.length > 0 && step <= ack.step && notices.some((notice) => notice.message.includes(`step-${step}`)))
		return "a saved checkpoint is damaged";
	expect(snapshot).toEqual(snapshotAt(step));
	return undefined;
}
