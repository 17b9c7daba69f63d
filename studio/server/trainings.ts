/**
 * Trainings that pages start, each a process of its own: it goes on when the studio ends. A page trains one run at a
 * time. Which one is written beside the runs, so that a studio that is started again knows it.
 */
import type { ChildProcess } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fail } from "../../src/errors/index.ts";
import type { RunsReader } from "../../src/index.ts";
import type { RunState } from "../wire.ts";
import { idOf } from "./idOf.ts";
import { startProcess } from "./ownProcess.ts";
import { Refusing } from "./refusal.ts";

const POLL_MS = 30;
/** A first answer comes by then, even if the training still downloads its text. */
const ANSWER_MS = 10_000;
const MOST_ERROR_BYTES = 64 << 10;

interface Started {
	run: string;
	child: ChildProcess;
	/** File with what it printed on standard error. */
	errors: string;
	/** The request that started it has its answer. */
	answered: boolean;
}

export interface TrainingsOptions {
	/** Folder of runs. */
	runs: string;
	/** Folder of this start. */
	privateFolder: string;
	/** The program's file. */
	program: string;
	reader: RunsReader;
	/** Called when a training ended with an error before it had a run. */
	onFailed(run: string, error: Refusing): void;
}

export class Trainings {
	readonly #options: TrainingsOptions;
	#started: Started | undefined;
	#count = 0;

	constructor(options: TrainingsOptions) {
		this.#options = options;
	}

	/** Name of the run that a page has started and that still trains; null without one. */
	get running(): string | null {
		const started = this.#started;
		if (started && started.child.exitCode === null && started.child.signalCode === null)
			return this.stateOf(started.run, "running") === "running" ? started.run : null;
		const noted = this.#noted();
		return noted !== undefined && this.stateOf(noted, "interrupted") === "running" ? noted : null;
	}

	/** State of the run as it is now. @param before state of a run that is not there yet, or that has no lock yet */
	stateOf(run: string, before: RunState): RunState {
		const { reader } = this.#options;
		if (!reader.names().includes(run)) return before;
		reader.look(run);
		const state = reader.card(run)?.state ?? before;
		return state === "interrupted" ? before : state;
	}

	/** Process of the run, if this server started it. */
	childOf(run: string): number | undefined {
		return this.#started?.run === run ? this.#started.child.pid : undefined;
	}

	/** @throws E_STUDIO_BUSY, with the run's id, while a page's training runs. */
	refuseSecond(): void {
		const { running } = this;
		if (running !== null) throw new Refusing(fail("E_STUDIO_BUSY", { run: running }), { running: idOf(running) });
	}

	/**
	 * Starts a process that trains `run`. Resolves when it holds the run, or has ended well.
	 * @throws E_STUDIO_BUSY; the error with which the process ended.
	 */
	async start(run: string, argv: readonly string[]): Promise<void> {
		this.refuseSecond();
		const errors = join(this.#options.privateFolder, `errors-${++this.#count}.txt`);
		const child = startProcess(this.#options.program, argv, errors);
		let failed: Error | undefined;
		child.on("error", (error) => (failed = error));
		child.unref();
		const started: Started = { run, child, errors, answered: false };
		this.#started = started;
		this.#note(run);
		child.on("exit", (code) => {
			if (started.answered && code !== 0 && code !== null && !this.#options.reader.names().includes(run))
				this.#options.onFailed(run, this.#failure(started));
		});
		try {
			await this.#answer(started, () => failed);
		} finally {
			started.answered = true;
		}
	}

	async #answer(started: Started, failure: () => Error | undefined): Promise<void> {
		const { child } = started;
		const began = performance.now();
		while (performance.now() - began < ANSWER_MS) {
			const failed = failure();
			if (failed) throw fail("E_STUDIO_PROCESS", { message: failed.message });
			if (this.stateOf(started.run, "interrupted") === "running" || child.exitCode === 0) return;
			if (child.exitCode !== null || child.signalCode !== null) throw this.#failure(started);
			await new Promise((resolve) => setTimeout(resolve, POLL_MS));
		}
	}

	#failure({ errors }: Started): Refusing {
		return new Refusing(fail("E_STUDIO_PROCESS", { message: messageIn(readFileSync(errors, "utf8")) }), {
			status: 400,
		});
	}

	#noteFile(): string {
		return join(this.#options.runs, ".studio", "training.json");
	}

	#note(run: string): void {
		mkdirSync(join(this.#options.runs, ".studio"), { recursive: true });
		writeFileSync(this.#noteFile(), `${JSON.stringify({ format: 1, run })}\n`);
	}

	#noted(): string | undefined {
		try {
			const { run } = JSON.parse(readFileSync(this.#noteFile(), "utf8"));
			return typeof run === "string" ? run : undefined;
		} catch {
			return undefined; // none was started yet
		}
	}
}

/** The message of `{"error":{"code","message"}}`, which the command line prints under --json. */
export function messageIn(errors: string): string {
	const line = errors.slice(-MOST_ERROR_BYTES).trim().split("\n").at(-1) ?? "";
	try {
		const { error } = JSON.parse(line);
		return String(error.message);
	} catch {
		return line.slice(0, 500).replace(/^[^ ]+: /, ""); // "error: ..." in the language of the command
	}
}
