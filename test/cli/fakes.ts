/** A process and a library that exist only in a test: what is written is kept, what is asked is recorded. */
import { Readable } from "node:stream";
import type { Io, Library, Out } from "../../cli/io.ts";
import { main } from "../../cli/program.ts";
import { fail } from "../../src/errors/index.ts";
import type { TaskResult, TextResult, TrainEvent } from "../../src/index.ts";

export const RESULT: TextResult = {
	run: "book-lstm-3",
	engine: "native",
	threads: 2,
	seed: 7,
	steps: 12,
	tokens: 24576,
	tokensPerSecond: 81920,
	parameters: 37453,
	validSymbols: 65536,
	bestWhileTraining: { step: 6, lossNats: 1.4375, symbols: 2048 },
	lossNats: { train: 1.25, valid: 1.5 },
	bitsPerSymbol: { train: 1.25 / Math.LN2, valid: 1.5 / Math.LN2 },
	bitsPerCharacter: { train: 2.5, valid: 3 },
	clippedShare: 0.25,
	rollbacks: [],
	weightsSha256: "ab".repeat(32),
	seconds: 0.3,
	ended: "budget",
	folder: "runs/book-lstm-3",
};

export const TASK_RESULT: TaskResult = {
	run: "addition-rnn-1",
	engine: "native",
	threads: 2,
	seed: 7,
	steps: 12,
	parameters: 300,
	task: "addition",
	length: "50..200",
	sequences: 384,
	sequencesPerSecond: 512,
	lossUnit: "squared error",
	loss: { train: 0.0431, valid: 0.0375 },
	errorShare: 0.125,
	validSequences: 10_000,
	baseline: 1 / 24,
	best: { step: 9, loss: 0.0365, errorShare: 0.25, validatedSequences: 1000 },
	lowestError: { step: 6, errorShare: 0.115 },
	clippedShare: 0.25,
	rollbacks: [],
	weightsSha256: "cd".repeat(32),
	seconds: 0.8,
	ended: "budget",
	folder: "runs/addition-rnn-1",
};

export const START: Extract<TrainEvent, { type: "start" }> = {
	type: "start",
	run: RESULT.run,
	folder: RESULT.folder,
	engine: "native",
	build: "native avx2+fma",
	threads: 2,
	seed: 7,
	parameters: 37453,
	symbols: 65,
	trainSymbols: 1000,
	fromStep: 0,
	options: { lr: 0.004, optimizer: "adam", clipNorm: 0, steps: 12, patience: 0 },
};

export function step(n: number, lossNats = 4 / n): Extract<TrainEvent, { type: "step" }> {
	return {
		type: "step",
		step: n,
		totalSteps: 12,
		epoch: 0,
		progress: n / 12,
		etaSeconds: 12 - n,
		lossNats,
		lossSmoothNats: lossNats,
		gradNorm: 1,
		clippedShare: 0.25,
		lr: 0.004,
		tokensPerSecond: 81920,
		elapsedSeconds: n,
	};
}

export const EVENTS: TrainEvent[] = [
	{ type: "data", phase: "scan", name: "book.txt", doneBytes: 500, totalBytes: 1000 },
	START,
	step(6),
	{ type: "valid", step: 6, lossNats: 1.75, validatedSymbols: 2048, bitsPerSymbol: 1.75 / Math.LN2, best: true },
	{ type: "sample", step: 6, text: "so \x1b[31mred" },
	step(12),
	{ type: "checkpoint", step: 12, folder: "runs/book-lstm-3/checkpoints/12" },
	{ type: "finish", what: "evaluate", doneSymbols: 5, totalSymbols: 10 },
	{ type: "done", result: RESULT, sample: "first\nsec\x1b[2Jond" },
];

/** The functions a test gives stand for the library's; asking for another one is a bug of the test. */
export function fakeLibrary(given: { [K in keyof Library]?: unknown }): Library {
	const describeRun = () => ({ kind: "text", attention: null, split: "90/5/5" });
	return { describeRun, ...given } as unknown as Library;
}

export const trainsWell = fakeLibrary({
	async train(_: unknown, hooks: { onEvent(event: TrainEvent): void }) {
		for (const event of EVENTS) hooks.onEvent(event);
		return RESULT;
	},
});

export const diverges = fakeLibrary({
	async train(_: unknown, hooks: { onEvent(event: TrainEvent): void }) {
		hooks.onEvent(START);
		hooks.onEvent(step(1, Number.NaN));
		throw fail("E_DIVERGED", {
			...{ step: 1, tensor: "l0.h", index: 3, value: "NaN", checkpoint: 0, gradNorms: [0.5, 41.25], rollbacks: 0 },
		});
	},
});

export interface Outcome {
	code: number;
	stdout: string;
	stderr: string;
}

interface World {
	library?: Library;
	env?: Record<string, string>;
	/** Columns of the terminal that both streams are; none: they are pipes. */
	columns?: number;
	/** As if this signal had come while the library worked. */
	signalled?: 130 | 143;
	command?: string;
	cwd?: string;
	/** Instead of one that keeps what is written. */
	stdout?: Out;
	/** What standard input gives, piece by piece. Default: nothing. */
	stdin?: readonly string[];
	/** Called when the verb begins to listen for signals. */
	onListen?(): void;
}

/** Runs the command line in this process. Time goes on by one second a question. */
export async function sluice(argv: string[], world: World = {}): Promise<Outcome> {
	const written = { stdout: "", stderr: "" };
	const out = (name: "stdout" | "stderr"): Out => ({
		write: (text) => {
			written[name] += text;
		},
		isTTY: world.columns !== undefined,
		columns: world.columns,
		rows: world.columns && 24,
	});
	let now = 0;
	const io: Io = {
		stdout: world.stdout ?? out("stdout"),
		stderr: out("stderr"),
		stdin: Object.assign(Readable.from(world.stdin ?? []), { isTTY: false }),
		env: world.env ?? {},
		cwd: world.cwd ?? "/home/someone",
		...(world.command !== undefined && { command: world.command }),
		now: () => (now += 1000),
		atExit: () => () => {},
		stop: {
			listen() {
				world.onListen?.();
				return new AbortController().signal;
			},
			exitCode: world.signalled,
		},
		library: async () => world.library ?? fakeLibrary({}),
	};
	const code = await main(argv, io);
	return { code, ...written };
}
