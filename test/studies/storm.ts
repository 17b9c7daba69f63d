/**
 * A study whose processes are killed. Nothing here waits for a time: each kill belongs to a trial, which does not end
 * before it (stormHolds.mjs), and is done when the trial has come to a place that was drawn before; what else goes wrong
 * begins at a number of kills. So a fast machine sees the same kills as a slow one.
 */
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runStudy, type StudyShown, type StudySpec, showStudy } from "../../src/index.ts";
import { isAlive, startWorkerAt } from "./killing.ts";

/** What goes wrong apart from the kills of trials and workers. */
export interface Trouble {
	/** Number of kills after which it begins. */
	after: number;
	begin(): Promise<void>;
}

export interface Storm {
	studies: string;
	study: StudySpec;
	workers: number;
	/** Number of kills of trials' processes, and of their workers. */
	trialKills: number;
	workerKills: number;
	/** Number of kills after which a worker is stopped until another one has begun its trial. */
	stopAfter: number;
	troubles?: readonly Trouble[];
	/** Numbers in [0, 1). */
	random(): number;
	/** Starts worker `n` with these variables. Default: one of the folder. */
	start?(folder: string, n: number, env: Readonly<Record<string, string>>): ChildProcess;
}

export interface Stormed {
	folder: string;
	shown: StudyShown;
	/** Kills that were done, and that were not. */
	kills: { trial: number; worker: number; left: number };
	/** Attempt of the worker that was stopped, as TRIAL.ATTEMPT. */
	stopped: string | undefined;
	/** Process numbers of all attempts. */
	pids: number[];
}

/** An attempt that has come to the place of its kill. */
interface Mark {
	/** TRIAL.ATTEMPT */
	name: string;
	trial: string;
	/** Name of the kill. */
	due: string;
	pid: number;
	worker: number;
}

/** Kills that wait until all troubles are over, so that these have something to disturb. */
const LAST_KILLS = 8;
const LOOK_MS = 20;
const HOLDS = join(import.meta.dirname, "stormHolds.mjs");

const startNumbered = (folder: string, n: number, env: Readonly<Record<string, string>>) =>
	startWorkerAt({ env }, folder, "--index", String(n));

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function until(holds: () => boolean): Promise<void> {
	while (!holds()) await pause(LOOK_MS);
}

/** Runs a study while its processes are killed. A worker that was killed is replaced. */
export async function storm(options: Storm): Promise<Stormed> {
	const { studies, study, workers, start = startNumbered } = options;
	const { folder, trials } = await runStudy({ study, name: "storm", studies, workers: 0 });
	const run = new StormRun(options, folder);
	run.plan(trials.map(({ id }) => id));
	const running = Array.from({ length: workers }, (_, n) => start(folder, n, run.env));
	const isGone = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;
	while (run.isOpen() || !running.every(isGone)) {
		await pause(LOOK_MS);
		run.look();
		for (const [n, worker] of running.entries())
			if (isGone(worker) && run.isOpen()) running[n] = start(folder, n, run.env);
	}
	await run.troubles();
	return run.end();
}

class StormRun {
	readonly #options: Storm;
	readonly #folder: string;
	/** Folder of due, held, free and begun. */
	readonly #place: string;
	readonly #kills = { trial: 0, worker: 0 };
	/** Names of attempts that were killed. */
	readonly #killed = new Set<string>();
	readonly #troubles: Promise<void>[] = [];
	#left: Trouble[];
	#pending = 0;
	#stopped: Mark | undefined;
	#stopping: Promise<void> | undefined;
	/** Trial that is not killed while its worker is stopped. */
	#spared: string | undefined;

	constructor(options: Storm, folder: string) {
		this.#options = options;
		this.#folder = folder;
		this.#place = mkdtempSync(join(options.studies, "holds-"));
		this.#left = [...(options.troubles ?? [])];
		for (const part of ["due", "held", "free", "begun"]) mkdirSync(join(this.#place, part));
	}

	get env() {
		return { SLUICE_TEST_STORM: this.#place, NODE_OPTIONS: `--import=${HOLDS}` };
	}

	/** Deals the kills to the trials. */
	plan(trials: readonly string[]): void {
		const { trialKills, workerKills, random, study } = this.#options;
		const { steps, saveEvery } = study.options as { steps: number; saveEvery: number };
		const victims = [...Array(trialKills).fill("trial"), ...Array(workerKills).fill("worker")];
		for (let n = victims.length - 1; n > 0; n--) {
			const other = Math.floor(random() * (n + 1));
			[victims[n], victims[other]] = [victims[other], victims[n]];
		}
		for (const trial of trials) mkdirSync(join(this.#place, "due", trial));
		for (const [n, victim] of victims.entries()) {
			const isLast = n + trials.length >= victims.length; // no other kill of its trial follows
			const at = random();
			const messages = Math.floor((random() * steps) / saveEvery);
			const place = victim === "trial" || at > 0.5 ? messages : at > 0.25 || !isLast ? "rename" : "renamed";
			const name = `${String(n).padStart(3, "0")}-${victim}-${place}-${random() < 0.5 ? 1 : 0}`;
			writeFileSync(join(this.#place, "due", trials[n % trials.length]!, name), "");
		}
	}

	isOpen(): boolean {
		const { running, waiting } = showStudy({ study: this.#folder }).counts;
		return running + waiting > 0;
	}

	/** Kills what has come to its place. */
	look(): void {
		for (const mark of this.#marks()) {
			const done = this.#kills.trial + this.#kills.worker;
			this.#beginTroubles(done);
			if (this.#killed.has(mark.name) || mark.trial === this.#spared) continue;
			if (!existsSync(this.#dueOf(mark))) this.#release(mark);
			else if (this.#isToStop(mark, done)) this.#stopping = this.#stop(mark);
			else if (this.#pending === 0 || done < this.#all() - LAST_KILLS) this.#kill(mark);
		}
	}

	#all(): number {
		return this.#options.trialKills + this.#options.workerKills;
	}

	#marks(): Mark[] {
		const names = readdirSync(join(this.#place, "held"));
		return names.map((name) => {
			const { due, pid, worker } = JSON.parse(readFileSync(join(this.#place, "held", name), "utf8"));
			return { name, trial: name.split(".")[0]!, due, pid, worker };
		});
	}

	#dueOf({ trial, due }: Mark): string {
		return join(this.#place, "due", trial, due);
	}

	#release({ name }: Mark): void {
		rmSync(join(this.#place, "held", name));
	}

	#kill(mark: Mark): void {
		const [, victim] = mark.due.split("-") as [string, "trial" | "worker"];
		const pid = mark[victim === "trial" ? "pid" : "worker"];
		if (!isAlive(pid)) {
			this.#release(mark); // its worker gave it up
			return;
		}
		this.#killed.add(mark.name); // its file stays: a process that a killed worker leaves waits, and is found
		rmSync(this.#dueOf(mark));
		process.kill(pid, "SIGKILL");
		this.#kills[victim]++;
	}

	#beginTroubles(kills: number): void {
		for (const { begin } of this.#left.filter(({ after }) => kills >= after)) {
			this.#pending++;
			this.#troubles.push(begin().finally(() => this.#pending--));
		}
		this.#left = this.#left.filter(({ after }) => kills < after);
	}

	#isToStop({ due }: Mark, kills: number): boolean {
		return this.#stopping === undefined && kills >= this.#options.stopAfter && !due.includes("rename");
	}

	/**
	 * Stops a worker. Meanwhile its trial is finished, and another worker begins the next attempt, which waits for the
	 * kill that is still due. Then the first worker continues, with a result that must be refused.
	 */
	async #stop(mark: Mark): Promise<void> {
		const { trial, name, pid, worker } = mark;
		const attempt = Number(name.split(".")[1]);
		this.#spared = trial;
		this.#stopped = mark;
		process.kill(worker, "SIGSTOP");
		writeFileSync(join(this.#place, "free", name), "");
		this.#release(mark);
		await until(() => !isAlive(pid));
		await until(() => this.#marks().some((one) => one.trial === trial && !this.#killed.has(one.name)));
		process.kill(worker, "SIGCONT");
		await until(() => existsSync(join(this.#folder, "claims", trial, String(attempt), "end.json")));
		this.#spared = undefined;
	}

	async troubles(): Promise<void> {
		await Promise.all([...this.#troubles, this.#stopping]);
	}

	end(): Stormed {
		const pids = readdirSync(join(this.#place, "begun")).map((name) => Number(name.split(".")[2]));
		const left = this.#all() - this.#kills.trial - this.#kills.worker;
		const kills = { ...this.#kills, left };
		const shown = showStudy({ study: this.#folder });
		return { folder: this.#folder, shown, kills, stopped: this.#stopped?.name, pids };
	}
}
