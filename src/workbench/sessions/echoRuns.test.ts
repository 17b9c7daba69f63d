import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { GivenOptions } from "../../training/options/options.ts";
import type { TaskResult, TrainEvent, TrainResult } from "../../training/run/events.ts";
import { series } from "../datasets/seriesData.ts";
import { task } from "../datasets/taskData.ts";
import { listRuns } from "../runs/listRuns.ts";
import { checkEchoSize } from "./echoSize.ts";
import { resume } from "./resume.ts";
import { train } from "./train.ts";
import type { TrainHooks } from "./trainHooks.ts";

const runs = mkdtempSync(join(tmpdir(), "sluice-echo-"));
afterAll(() => rmSync(runs, { recursive: true, force: true }));

const data = task("mackey-glass-17");
const options: GivenOptions = { cell: "esn", hidden: 700, length: 60, batch: 2, steps: 1, ridge: 1e-6 };

test("a reservoir of 700 units tells how far it is before the start, and a stop meanwhile throws its reason and leaves no run", async () => {
	const stop = new AbortController();
	const shares: number[] = [];
	const onEvent = (event: TrainEvent) => {
		expect(event.type).not.toBe("start");
		if (event.type !== "fit" || event.what !== "draw") return;
		shares.push(event.done / event.total);
		stop.abort(new Error("enough"));
	};
	await expect(
		train({ data, options, run: "stopped", runs, engine: "reference" }, { onEvent, signal: stop.signal }),
	).rejects.toThrow("enough");
	expect(shares).toHaveLength(1);
	expect(shares[0]).toBeLessThan(0.9);
	expect(readdirSync(runs)).toEqual([]);
});

test("what does not fit is E_MEMORY with its bytes, before anything is drawn: 2.5 GB of checkpoint at 12500 units, 1.1 GB of arrays of 1", async () => {
	await expect(train({ data, options: { ...options, hidden: 12500 }, runs, engine: "reference" })).rejects.toThrow(
		/12500 units takes 2\.5 GB, more than the 2\.1 GB that a file may have.*--hidden.*E_MEMORY/,
	);
	const task = { inputs: 1, outputs: 1 };
	expect(() => checkEchoSize({ hidden: 11000 }, task, 5e9)).not.toThrow();
	expect(() => checkEchoSize({ hidden: 5800 }, task, 1e9)).toThrow(
		/5800 units takes 1\.1 GB, more than the 1\.0 GB of this machine/,
	);
	expect(readdirSync(runs)).toEqual([]);
});

test("a readout that the rows leave open takes its new run away, so that the name is free for the next try; one that was there stays", async () => {
	const few = { ...options, hidden: 60, batch: 1, ridge: 0 };
	const attempt = (ridge: number) =>
		train({ data, options: { ...few, ridge }, run: "open", runs, engine: "reference" });
	await expect(attempt(0)).rejects.toThrow(/The run open was not kept.*E_SINGULAR/);
	expect(readdirSync(runs)).toEqual([]);
	expect((await attempt(1e-6)).ended).toBe("budget");

	const stop = new AbortController();
	const onEvent = ({ type }: TrainEvent) => type === "start" && stop.abort();
	const request = { data, options: few, run: "cut", runs, engine: "reference" } as const;
	await train(request, { onEvent, signal: stop.signal });
	await expect(resume({ run: "cut", runs, engine: "reference" })).rejects.toThrow(/E_SINGULAR/);
	expect(listRuns(runs).map(({ name, state }) => [name, state])).toEqual([
		["cut", "stopped"],
		["open", "finished"],
	]);
});

test("stopped while it is driven and while ridges are tried, it goes on with the bits of one never stopped, and chooses the ridge anew", async () => {
	const file = join(runs, "waves.csv");
	writeFileSync(file, Array.from({ length: 500 }, (_, n) => Math.sin(n / 5) + Math.sin(n / 7)).join("\n"));
	const given = {
		data: series(file, { target: "1" }),
		options: { cell: "esn", hidden: 450 },
		runs,
		engine: "reference",
	} as const;
	const whole = (await train({ ...given, run: "whole" })) as TaskResult;
	const seen: string[] = [];
	const interrupted = async (call: (hooks: TrainHooks) => Promise<TrainResult>, at: "drive" | "solve") => {
		const stop = new AbortController();
		const onEvent = (event: TrainEvent) => {
			if (event.type !== "fit" || event.what !== at || event.done < 0.01) return;
			seen.push(`${at} ${event.done > 0 && event.done < event.total}`);
			stop.abort();
		};
		return call({ onEvent, signal: stop.signal });
	};
	const first = await interrupted((hooks) => train({ ...given, run: "parts" }, hooks), "drive");
	expect([first.ended, first.steps < 2]).toEqual(["signal", true]);
	const second = await interrupted((hooks) => resume({ run: "parts", runs, engine: "reference" }, hooks), "solve");
	expect([second.ended, second.steps]).toEqual(["signal", 2]);
	expect(seen).toEqual(["drive true", "solve true"]);
	const last = (await resume({ run: "parts", runs, engine: "reference" })) as TaskResult;
	expect([last.weightsSha256, last.echo]).toEqual([whole.weightsSha256, whole.echo]);
});
