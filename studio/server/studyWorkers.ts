/** Workers of studies that pages start, each a process of its own: it goes on when the studio ends. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fail } from "../../src/errors/index.ts";
import type { StudiesReader } from "../../src/index.ts";
import { startProcess } from "./ownProcess.ts";
import { Refusing } from "./refusal.ts";
import { messageIn } from "./trainings.ts";

const POLL_MS = 50;
const ANSWER_MS = 10_000;

export interface StudyWorkersOptions {
	/** Folder of this start. */
	privateFolder: string;
	/** The program's file. */
	program: string;
	reader: StudiesReader;
}

export class StudyWorkers {
	readonly #options: StudyWorkersOptions;
	readonly #starting = new Set<string>();
	#count = 0;

	constructor(options: StudyWorkersOptions) {
		this.#options = options;
	}

	/**
	 * Starts a process that works on `study`. Resolves when the study has a worker, or the process has nothing to do.
	 * @throws E_STUDIO_STUDY_RUNS if it has one already; the error with which the process ended.
	 */
	async start(study: string, argv: readonly string[]): Promise<void> {
		if (this.#starting.has(study) || this.#works(study)) throw fail("E_STUDIO_STUDY_RUNS", { study });
		this.#starting.add(study);
		try {
			await this.#start(study, argv);
		} finally {
			this.#starting.delete(study);
		}
	}

	#works = (study: string) => this.#options.reader.read(study).workers.length > 0;

	async #start(study: string, argv: readonly string[]): Promise<void> {
		const { privateFolder, program } = this.#options;
		const errors = join(privateFolder, `study-errors-${++this.#count}.txt`);
		const child = startProcess(program, argv, errors);
		let failed: Error | undefined;
		child.on("error", (error) => (failed = error));
		child.unref();
		for (const began = performance.now(); performance.now() - began < ANSWER_MS; ) {
			if (failed) throw fail("E_STUDIO_PROCESS", { message: failed.message });
			// A study whose trials are parked ends with 1 and no message.
			const message =
				child.exitCode === null && child.signalCode === null ? undefined : messageIn(readFileSync(errors, "utf8"));
			if (message) throw new Refusing(fail("E_STUDIO_PROCESS", { message }), { status: 400 });
			if (message === "" || this.#works(study)) return;
			await new Promise((resolve) => setTimeout(resolve, POLL_MS));
		}
	}
}
