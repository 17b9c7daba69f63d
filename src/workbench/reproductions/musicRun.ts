/**
 * One run on a set of songs, as in Pascanu, Mikolov & Bengio 2013: plain SGD in epochs over segments of songs. The
 * learning rate is halved whenever the validation error rises, and Omega's weight decays as 1/t. The reported error is
 * that of the weights with the best validation error, on the whole test songs.
 */
import { music, parseMusic } from "../../data/tasks/music.ts";
import type { Json } from "../../training/json.ts";
import { loop } from "../../training/loop.ts";
import { parseTaskOptions } from "../../training/options/taskOptions.ts";
import type { NamedTensor, Snapshot } from "../../training/snapshot.ts";
import { TaskTrainer } from "../../training/task/taskTrainer.ts";
import type { JobHost } from "../jobs/job.ts";
import { stopwatch } from "../machine/clock.ts";
import { readSongs } from "../sources/songs.ts";

export type MusicRunRequest = {
	/** File of songs, .json or .json.gz. */
	path: string;
	/** SHA-256 of the file, so that a run does not continue with other songs. */
	sha256: string;
	/** Options for parseTaskOptions. An `omega` above 0 is its weight in the first epoch. */
	options: { [name: string]: string | number };
	epochs: number;
};

export type MusicRunResult = {
	/** Test error in nats per step at the best epoch; null if values became NaN or infinite before an epoch ended. */
	test: number | null;
	train: number | null;
	valid: number | null;
	/** Epoch with the lowest validation error, from 1. */
	bestAt: number;
	epochs: number;
	/** Validation error after each epoch. */
	curve: number[];
	/** Number of times the learning rate was halved. */
	halvings: number;
	clippedShare: number;
	diverged: boolean;
};

type Memory = {
	epoch: number;
	curve: number[];
	best: number | null;
	bestAt: number;
	halvings: number;
	diverged: boolean;
};

/** Length above that of any song, so that each is evaluated whole. */
const WHOLE = 100_000;
/** Largest number of halvings in the schedule. */
const HALVINGS = 60;
const TURN = 5;

export async function musicRun(given: Json, { engine, kept, turn }: JobHost): Promise<MusicRunResult> {
	const { path, options: raw, epochs } = given as MusicRunRequest;
	const songs = parseMusic(readSongs(path));
	const task = music({ songs, part: "train" });
	const rate = { warmup: 0, schedule: "step", decay: 0.5, decays: HALVINGS } as const;
	const options = parseTaskOptions({ ...rate, ...raw }, task, "the reproduction");
	const trainer = new TaskTrainer(engine, task, options);
	const alpha = options.omega;
	const perEpoch = Math.ceil(task.inOrder!(Number(options.length)).count / options.batch);
	const best = trainer.weights.flat.slice();
	let memory: Memory = { epoch: 0, curve: [], best: null, bestAt: 0, halvings: 0, diverged: false };
	if (kept) {
		memory = kept.state.memory as Memory;
		trainer.restore({ tensors: kept.tensors, state: kept.state.trainer as Snapshot["state"] });
		best.set(kept.tensors.find(({ name }) => name === "best")!.data);
	}
	const snapshot = (): Snapshot => {
		const { tensors, state } = trainer.snapshot();
		const kept: NamedTensor = { name: "best", shape: [best.length], data: best };
		return { tensors: [...tensors, kept], state: { step: trainer.step, trainer: state, memory } };
	};
	const pause = () => turn(trainer.step / (epochs * perEpoch), snapshot);
	const errorOn = async (part: "train" | "valid" | "test") => {
		const set = music({ songs, part }).inOrder!(WHOLE);
		return (await trainer.evaluateSet(set, { batch: 10, onProgress: pause })).loss;
	};
	try {
		beginEpoch();
		await loop({
			subject: { update: async (at) => trainer.update(at) },
			share: () => (memory.diverged ? 1 : memory.epoch / epochs),
			schedule: () => (memory.halvings + 0.5) / (HALVINGS + 1),
			...{ clock: stopwatch(), turn: pause, turnEvery: TURN },
			before: endEpochIfDue,
			async after({ divergence }) {
				if (divergence) memory = { ...memory, diverged: true };
				return endEpochIfDue();
			},
		});
		trainer.weights.flat.set(best);
		const told = memory.best === null ? undefined : { train: await errorOn("train"), test: await errorOn("test") };
		const { curve, best: valid, bestAt, halvings, diverged, epoch } = memory;
		const { train = null, test = null } = told ?? {};
		return { test, train, valid, bestAt, epochs: epoch, curve, halvings, clippedShare: trainer.clippedShare, diverged };
	} finally {
		trainer.free();
	}

	/** Sets the weight of Omega to alpha / t in epoch t. */
	function beginEpoch(): void {
		options.omega = alpha / (memory.epoch + 1);
	}

	async function endEpochIfDue(): Promise<undefined> {
		if (memory.diverged || memory.epoch >= epochs || trainer.step < (memory.epoch + 1) * perEpoch) return;
		await close(memory.epoch + 1);
		beginEpoch();
	}

	/** Ends epoch t: lowers the rate if the error rose, keeps the best weights. */
	async function close(t: number): Promise<void> {
		const error = await errorOn("valid");
		const rose = error > (memory.curve.at(-1) ?? Number.POSITIVE_INFINITY);
		const better = error < (memory.best ?? Number.POSITIVE_INFINITY);
		if (better) best.set(trainer.weights.flat);
		const found = better ? { best: error, bestAt: t } : {};
		const halvings = memory.halvings + (rose && memory.halvings < HALVINGS ? 1 : 0);
		memory = { ...memory, ...found, epoch: t, halvings, curve: [...memory.curve, error] };
	}
}
