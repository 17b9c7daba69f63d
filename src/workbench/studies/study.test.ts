/** What a study promises of its trials: one result each, poison parked, nothing left running, the same bits as a run alone. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { task } from "../datasets/taskData.ts";
import { hasEnded } from "../disk/owner.ts";
import { train } from "../sessions/train.ts";
import {
	askStudy,
	listStudies,
	resumeStudy,
	retryStudy,
	runStudy,
	showStudy,
	stopStudy,
	workStudy,
} from "./studies.ts";
import { readEvents } from "./studyEvents.ts";
import type { StudySpec } from "./studyFile.ts";
import { openStudy, trialId } from "./studyPlaces.ts";

const studies = mkdtempSync(join(tmpdir(), "studies-"));
const program = resolve(import.meta.dirname, "../../../test/studies/poison.mjs");
afterAll(() => rmSync(studies, { recursive: true, force: true }));

const data = task("addition", {});
const small = { cell: "rnn", hidden: 3, batch: 2, steps: 12, length: 10 } as const;

/** A study of the poison program: hidden says what each trial does. */
const acting = (hidden: readonly number[], limits: StudySpec["limits"] = {}): StudySpec => {
	return {
		data,
		options: { lr: 0.5 },
		search: { kind: "grid", space: { hidden } },
		limits: { leaseSeconds: 3, ...limits },
	};
};

describe("a study of real trainings", () => {
	test("gives each of 2 rates the same 2 seeds, and each trial the weights of the same run trained alone", async () => {
		const study: StudySpec = {
			data,
			options: small,
			search: { kind: "grid", space: { lr: [0.01, 0.001] } },
			seeds: [1, 2],
		};
		const shown = await runStudy({ study, name: "four", studies, workers: 2 });
		expect(shown).toMatchObject({ state: "finished", counts: { done: 4, parked: 0, waiting: 0 } });
		expect(shown.trials.map(({ settings, seed }) => [settings.lr, seed])).toEqual([
			[0.01, 1],
			[0.001, 1],
			[0.01, 2],
			[0.001, 2],
		]);
		const { trials } = shown;
		for (const { settings, seed, weightsSha256, value, id } of trials.slice(0, 2)) {
			const alone = await train({ data, options: { ...small, ...settings, seed }, run: `alone-${id}`, runs: studies });
			expect([weightsSha256, value]).toEqual([alone.weightsSha256, alone.loss.valid]);
		}
		const means = [0.01, 0.001].map((lr) => {
			const values = trials.filter(({ settings }) => settings.lr === lr).map(({ value }) => value!);
			return (values[0]! + values[1]!) / 2;
		});
		expect(shown.best!.mean).toBeCloseTo(Math.min(...means), 14);
		expect(listStudies(studies).map(({ study }) => study)).toContain("four");
		const { folder } = shown;
		expect(readdirSync(join(folder, "work"))).toEqual([]);
		expect(readdirSync(join(folder, "trials")).sort()).toEqual(trials.map(({ id }) => id).sort());
	});

	test("has 3 rungs of halving: 9 settings to 4 updates, 3 to 12, 1 to 36, each continued from the rung below", async () => {
		const { steps: _, ...options } = small;
		const space = { lr: { from: 1e-4, to: 1e-1, scale: "log" } } as const;
		const search = { kind: "halving", space, points: 9, firstSteps: 4 } as const;
		const shown = await runStudy({
			study: { data, options: { ...options, schedule: "constant" }, search },
			studies,
			workers: 2,
		});
		const ended = shown.trials.filter(({ state }) => state === "done");
		const at = (steps: number) => ended.filter((trial) => trial.steps === steps);
		expect(at(4)).toHaveLength(9);
		expect(at(12).length).toBeGreaterThanOrEqual(3); // one in three, and those that were once among the best
		expect(at(36).length).toBeGreaterThanOrEqual(1);
		const [{ settings, weightsSha256, id }] = at(12) as [(typeof ended)[0]];
		const metrics = readFileSync(join(shown.folder, "trials", id, "metrics.jsonl"), "utf8")
			.trim()
			.split("\n");
		expect(metrics.map((line) => JSON.parse(line).step)).toContain(4);
		const alone = { ...options, schedule: "constant", steps: 12, seed: 1, ...settings } as const;
		const whole = await train({ data, options: alone, run: "alone-12", runs: studies });
		expect(weightsSha256).toBe(whole.weightsSha256); // a constant rate knows nothing of the budget
		expect(shown.best!.steps).toBe(36);
	});

	test("trains what it is asked for, once", async () => {
		const study: StudySpec = { data, options: small, search: { kind: "asked" }, seeds: [1, 2] };
		await runStudy({ study, name: "asked", studies, workers: 0 });
		const first = askStudy({ study: "asked", studies, settings: { lr: 0.01 } });
		const again = askStudy({ study: "asked", studies, settings: { lr: 0.01 }, seed: 2 });
		expect(first.trials).toEqual([1, 2].map((seed) => trialId({ settings: { lr: 0.01 }, seed })));
		expect(again.trials).toEqual([first.trials[1]]);
		const shown = await workStudy({ study: "asked", studies });
		expect(shown.trials.map(({ state }) => state)).toEqual(["done", "done"]);
		expect(() => askStudy({ study: "four", studies, settings: { lr: 1 } })).toThrow("E_STUDY_ASKED");
		expect(() => askStudy({ study: "asked", studies, settings: { rate: 1 } })).toThrow("E_OPTION");
	});
});

test("with a length that its task does not have is refused before a trial begins, and leaves no folder", async () => {
	const study: StudySpec = { data, options: { ...small, length: 5 }, search: { kind: "grid", space: { lr: [0.01] } } };
	await expect(runStudy({ study, name: "short", studies })).rejects.toThrow("E_TASK_LENGTH");
	const missing: StudySpec = { ...study, data: { texts: ["no-such-file.txt"] }, options: {} };
	await expect(runStudy({ study: missing, name: "short", studies })).rejects.toThrow("no-such-file.txt");
	expect(existsSync(join(studies, "short"))).toBe(false);
});

describe("a study with poison", () => {
	test("parks a trial that crashes, hangs, takes memory or prints without end after 2 attempts with its log; the others finish", async () => {
		// silence is measured for the trial that hangs alone: on a busy machine the others are silent too while they start
		const [shown, hung] = await Promise.all([
			runStudy(
				{
					study: acting([1, 2, 4, 5], { memoryMegabytes: 300, outputMegabytes: 1 }),
					name: "poison",
					studies,
					workers: 3,
				},
				{ program },
			),
			runStudy({ study: acting([3], { silenceSeconds: 6 }), name: "hanging", studies, workers: 1 }, { program }),
		]);
		const whyOf = (hidden: number) => shown.trials.find(({ settings }) => settings.hidden === hidden)!;
		expect(shown.counts).toMatchObject({ done: 1, parked: 3 });
		expect([2, 4, 5].map((hidden) => whyOf(hidden).why)).toEqual(["crash", "memory", "output"]);
		expect(shown.trials.filter(({ state }) => state === "parked").map(({ tries }) => tries)).toEqual([2, 2, 2]);
		expect(hung.trials).toMatchObject([{ state: "parked", why: "hang", tries: 2 }]);
		expect(readFileSync(join(hung.folder, "logs", `${hung.trials[0]!.id}.2.txt`), "utf8")).toBe("planted hang\n");
		const log = (hidden: number) => readFileSync(join(shown.folder, "logs", `${whyOf(hidden).id}.2.txt`), "utf8");
		expect(log(2)).toContain("planted crash");
		expect(log(4)).toBe("planted greed\n");
		expect(log(5).length).toBeLessThan(140_000); // the beginning and the end of what it printed
		expect(log(5)).toMatch(/\[\.\.\. \d+ bytes \.\.\.\]/);
		const { retried } = retryStudy({ study: "poison", studies, trials: [whyOf(2).id.slice(0, 8)] });
		expect(retried).toEqual([whyOf(2).id]);
		expect(showStudy({ study: "poison", studies }).counts).toMatchObject({ parked: 2, waiting: 1 });
		expect(() => retryStudy({ study: "poison", studies, trials: [whyOf(1).id] })).toThrow("E_STUDY_TRIAL");
	});
});

test("3 workers here train 3 trials at once all along: 12 trials that each wait for two others are done in one attempt each", async () => {
	const study = { ...acting([8], { silenceSeconds: 60 }), seeds: Array.from({ length: 12 }, (_, seed) => seed) };
	const shown = await runStudy({ study, name: "together", studies, workers: 3 }, { program });
	expect(shown.counts).toMatchObject({ done: 12, parked: 0 });
	expect(shown.trials.map(({ tries }) => tries)).toEqual(Array(12).fill(1));
});

describe("a stopped study", () => {
	test("leaves none of 3 processes that do not listen, and can be continued", async () => {
		const stop = new AbortController();
		const running = runStudy(
			{ study: acting([3, 6, 1]), name: "stopped", studies, workers: 3 },
			{
				program,
				signal: stop.signal,
				onEnd(_, end) {
					if (end === "committed") stop.abort("SIGINT");
				},
			},
		);
		const shown = await running;
		expect(shown.counts).toEqual({ done: 1, diverged: 0, parked: 0, running: 0, waiting: 2 });
		expect(shown.state).toBe("interrupted");
		const left = childPids().filter((pid) => !hasEnded(pid));
		expect(left).toEqual([]);
	});

	test("stops at a file that anybody writes, and no worker begins until it is resumed", async () => {
		const running = runStudy({ study: acting([6, 1]), name: "filed", studies, workers: 2 }, { program });
		await expect
			.poll(() => existsSync(join(studies, "filed")) && showStudy({ study: "filed", studies }).counts.done)
			.toBe(1);
		stopStudy({ study: "filed", studies });
		expect((await running).state).toBe("stopped");
		await expect(workStudy({ study: "filed", studies })).rejects.toThrow("E_STUDY_STOPPED");
		const stop = new AbortController();
		const again = resumeStudy({ study: "filed", studies, workers: 1 }, { program, signal: stop.signal });
		await expect.poll(() => showStudy({ study: "filed", studies }).counts.running).toBe(1);
		stop.abort();
		expect((await again).counts.waiting).toBe(1);
		const events = readEvents(openStudy("filed", studies)).map(({ event }) => event);
		expect(events.filter((event) => event === "released")).toHaveLength(2);
	});
});

/** Processes of this one's poison program, as /proc tells. */
function childPids(): number[] {
	if (!existsSync("/proc/self/stat")) return [];
	return readdirSync("/proc").flatMap((name) => {
		if (!/^\d+$/.test(name)) return [];
		try {
			const stat = readFileSync(`/proc/${name}/stat`, "latin1");
			const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
			const ours = Number(parent) === process.pid && state !== "Z";
			return ours && readFileSync(`/proc/${name}/cmdline`, "latin1").includes("poison.mjs") ? [Number(name)] : [];
		} catch {
			return [];
		}
	});
}
