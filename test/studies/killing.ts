/** Workers of a study as processes of the built command line, to be killed and stopped; and the results to compare. */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fail, runStudy, type StudyShown, type StudySpec, showStudy } from "../../src/index.ts";

export const BIN = resolve(import.meta.dirname, "../../dist/cli/bin.js");

/** Starts a worker of its own process group. */
export const startWorker = (folder: string, ...more: string[]): ChildProcess => startWorkerAt({}, folder, ...more);

/** Where a worker runs: what its command begins with, and what its environment has more. */
export interface WorkerPlace {
	before?: readonly string[];
	env?: Readonly<Record<string, string>>;
}

const started: ChildProcess[] = [];

/** Ends the workers that a test which failed has left. */
export function endWorkers(): void {
	for (const child of started) if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
}

export function startWorkerAt({ before = [], env }: WorkerPlace, folder: string, ...more: string[]): ChildProcess {
	const words = [...before, process.execPath, BIN, "study", "work", folder, "--quiet", "--json", ...more];
	const child = spawn(words[0]!, words.slice(1), {
		stdio: ["ignore", "ignore", "pipe"],
		detached: true,
		env: { ...process.env, ...env },
	});
	started.push(child);
	child.stderr!.on("data", (bytes) => {
		if (process.env.SLUICE_TEST_TALK) process.stderr.write(bytes);
	});
	return child;
}

export const ended = (child: ChildProcess): Promise<void> =>
	child.exitCode !== null || child.signalCode !== null
		? Promise.resolve()
		: new Promise((done) => child.once("exit", () => done()));

/** Process numbers of the trials that a worker trains. */
export function trialsUnder(worker: number): number[] {
	return readdirSync("/proc").flatMap((name) => {
		if (!/^\d+$/.test(name)) return [];
		try {
			const stat = readFileSync(`/proc/${name}/stat`, "latin1");
			const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
			const line = readFileSync(`/proc/${name}/cmdline`, "latin1");
			return parent === worker && line.includes("trialProcess.js") ? [Number(name)] : [];
		} catch {
			return [];
		}
	});
}

/** Processes of trials, anywhere, whose run is in the study: those that a killed worker left. */
export function orphansOf(pids: readonly number[]): number[] {
	return pids.filter((pid) => {
		try {
			const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
			return (
				stat.slice(stat.lastIndexOf(")") + 2)[0] !== "Z" &&
				readFileSync(`/proc/${pid}/cmdline`, "latin1").includes("trialProcess.js")
			);
		} catch {
			return false;
		}
	});
}

/** What two studies must have in common: everything but the times and who did it. */
export function resultsOf({ trials }: StudyShown): Record<string, unknown> {
	return Object.fromEntries(
		trials.map(({ id, state, settings, seed, value, weightsSha256 }) => [
			id,
			{ state, settings, seed, value, weightsSha256 },
		]),
	);
}

/** Numbers of "committed" events by trial. */
export function commitsOf(folder: string): Map<string, number> {
	const commits = new Map<string, number>();
	for (const line of readFileSync(join(folder, "events.jsonl"), "utf8").split("\n")) {
		if (!line.includes('"committed"')) continue;
		const { trial } = JSON.parse(line);
		commits.set(trial, (commits.get(trial) ?? 0) + 1);
	}
	return commits;
}

interface Storm {
	studies: string;
	study: StudySpec;
	workers: number;
	/** Number of kills of trials' processes, and of their workers. */
	trialKills: number;
	workerKills: number;
	/** Milliseconds between two kills, about. */
	everyMs: number;
	/** Numbers in [0, 1). */
	random(): number;
	/** Starts worker `n`. Default: one of the folder. */
	start?(folder: string, n: number): ChildProcess;
}

/** Kills a process; false if it has ended meanwhile. */
function killed(pid: number): boolean {
	try {
		return process.kill(pid, "SIGKILL");
	} catch {
		return false;
	}
}

const startNumbered = (folder: string, n: number) => startWorker(folder, "--index", String(n));

/** Runs a study while its processes are killed at random. A worker that was killed is replaced. */
export async function storm({ studies, study, workers, everyMs, random, start = startNumbered, ...kills }: Storm) {
	const { folder } = await runStudy({ study, name: "storm", studies, workers: 0 });
	const running = Array.from({ length: workers }, (_, n) => start(folder, n));
	const seen = new Set<number>();
	const left = { trial: kills.trialKills, worker: kills.workerKills };
	const open = () =>
		showStudy({ study: folder }).trials.some(({ state }) => state === "running" || state === "waiting");
	while (open()) {
		await new Promise((done) => setTimeout(done, everyMs * (0.5 + random())));
		for (const [n, worker] of running.entries()) {
			for (const pid of trialsUnder(worker.pid!)) seen.add(pid);
			const gone = worker.exitCode !== null || worker.signalCode !== null;
			if (gone && open()) running[n] = start(folder, n);
		}
		if (left.trial + left.worker === 0) continue;
		const victim = running[Math.floor(random() * running.length)]!;
		const trials = trialsUnder(victim.pid!);
		const ofWorker = random() < left.worker / (left.trial + left.worker);
		if (ofWorker && trials.length > 0) {
			victim.kill("SIGKILL");
			left.worker--;
		} else if (!ofWorker && trials.length > 0) {
			if (killed(trials[0]!)) left.trial--;
		}
	}
	await Promise.all(running.map(ended));
	if (left.trial + left.worker > 0)
		throw fail("E_INTERNAL", { what: `${left.trial} and ${left.worker} kills are left` });
	return { folder, shown: showStudy({ study: folder }), orphans: orphansOf([...seen]) };
}
