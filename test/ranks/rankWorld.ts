/** A text, the run that one process trained on it, and jobs of several ranks that must end like it. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { RandomStream } from "../../src/kernels/random.ts";
import { withoutClock } from "../../src/training/run/logLines.ts";
import { type Ended, hasMpi, type JobOptions, sluice } from "./rankJob.ts";

export const folder = mkdtempSync(join(tmpdir(), "sluice-ranks-"));
export const input = join(folder, "input.txt");
/** Moments and ranks differ from run to run; SLUICE_KILL_SEED repeats a run's. */
export const seed = Number(process.env.SLUICE_KILL_SEED ?? Date.now() % 1e6);
const random = new RandomStream(seed, "kills");
const STEPS = 200;
export const FLAGS =
	`--layers 2 --hidden 17 --batch 16 --k1 9 --k2 14 --dropout 0.2 --steps ${STEPS} --shards 8 --seed 9`.split(" ");
const SAVING = ["--save-every", "20", "--valid-every", "35", "--quiet", "--json", "--runs", folder];
export const TASK =
	"task:addition --hidden 9 --batch 12 --shards 6 --length 10..14 --k1 5 --dropout 0.1 --steps 40 --seed 3".split(" ");

export const train = (ranks: number, run: string, how: JobOptions = {}, flags = [input, ...FLAGS]) =>
	sluice(ranks, ["train", ...flags, ...SAVING, "--run", run], how);
export const resume = (ranks: number, run: string) =>
	sluice(ranks, ["resume", run, "--runs", folder, "--quiet", "--json"]);
/** Messages without those of mpirun itself, which stand between two rules, before or after them. */
export const own = ({ stderr }: Ended) =>
	stderr
		.split(/^-{20,}$/m)
		.filter((_, n) => n % 2 === 0)
		.join("")
		.trim();

function metrics(run: string) {
	const lines = readFileSync(join(folder, run, "metrics.jsonl"), "utf8")
		.trim()
		.split("\n");
	return lines.map((line) => withoutClock(JSON.parse(line)));
}

export let calm: { weightsSha256: string; lossNats: unknown };

/** Writes the text that all runs here train on. */
export function writeInput(): void {
	const text = new RandomStream(1, "text");
	writeFileSync(input, Array.from({ length: 9000 }, () => "abcdef \n"[text.below(8)]).join(""));
}

/** Trains the run that the others are held against. */
export async function trainCalm(): Promise<void> {
	if (!hasMpi) return;
	writeInput();
	const ended = await train(1, "calm");
	expect(ended.stderr).toBe("");
	calm = JSON.parse(ended.stdout);
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Holds a finished run against the one that one process trained. */
export function expectCalm(ended: Ended, run: string): void {
	expect(own(ended)).toBe("");
	const { weightsSha256, lossNats } = JSON.parse(ended.stdout);
	expect({ run, weightsSha256, lossNats }).toEqual({ run, weightsSha256: calm.weightsSha256, lossNats: calm.lossNats });
	expect(metrics(run)).toEqual(metrics("calm"));
}

/** Updates that a run has logged; undefined before the first. */
function stepOf(run: string): number | undefined {
	const log = join(folder, run, "metrics.jsonl");
	const last = existsSync(log) ? readFileSync(log, "utf8").split("\n").at(-2) : undefined; // what follows is incomplete
	return last === undefined ? undefined : JSON.parse(last).step;
}

/** One kill in nine comes before the first update. */
const EARLY = STEPS / 8;

/** Trains on several ranks and kills one when the run has come to `moment`, an update; below 0 when all ranks have begun. */
async function trainAndKill(ranks: number, run: string, victim: number, moment: number): Promise<Ended> {
	let look: NodeJS.Timeout | undefined;
	const ended = await train(ranks, run, {
		onStart(pids) {
			look = setInterval(() => {
				if ((stepOf(run) ?? -1) < moment) return;
				clearInterval(look);
				killNow(pids[victim]!);
			}, 5);
		},
	});
	clearInterval(look);
	return ended;
}

/**
 * Kills random ranks of jobs at random moments, and resumes each run on another number of ranks. In a run that is under way
 * the name of the lost rank must be printed. A job that has ended before its kill is not counted. Returns how often a name was.
 */
export async function killAndResume(kills: number): Promise<number> {
	let named = 0;
	let done = 0;
	for (let n = 0; done < kills; n++) {
		const ranks = 2 + random.below(3);
		const victim = random.below(ranks);
		const run = `killed-${n}`;
		const killed = await trainAndKill(ranks, run, victim, random.below(STEPS + EARLY) - EARLY);
		if (killed.code === 0) continue;
		done++;
		const said = /rank (\d+) \(\S+, process \d+\) has ended/.exec(killed.stderr)?.[1];
		const step = stepOf(run);
		if (said !== undefined || (step !== undefined && step < STEPS)) {
			expect({ seed, n, said, stderr: killed.stderr }).toMatchObject({ seed, n, said: String(victim) });
			named++;
		}
		const other = (ranks % 4) + 1;
		const ended = await resume(other, run);
		expectCalm(/E_RUN_MISSING/.test(ended.stderr) ? await train(other, run) : ended, run);
	}
	return named;
}

export function killNow(pid: number): void {
	try {
		process.kill(pid, "SIGKILL");
	} catch {
		// it had ended
	}
}

/** Calls `then` once the run has saved a checkpoint of at least `step`. */
export function watchFor(run: string, step: number, then: () => void): void {
	const look = setInterval(() => {
		const saved = list(join(run, "checkpoints")).map((name) => Number(/\d+/.exec(name)?.[0] ?? -1));
		if (Math.max(-1, ...saved) < step) return;
		clearInterval(look);
		then();
	}, 10);
}

function list(path: string): string[] {
	try {
		return readdirSync(path);
	} catch {
		return [];
	}
}
