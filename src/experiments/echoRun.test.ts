import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { TrainEvent } from "./events.ts";
import { listRuns } from "./runStore.ts";
import { task } from "./taskData.ts";
import { resume, train } from "./train.ts";

const runs = mkdtempSync(join(tmpdir(), "sluice-echo-"));
afterAll(() => rmSync(runs, { recursive: true, force: true }));

const data = task("mackey-glass-17");
const options = { cell: "esn", hidden: 700, length: 60, batch: 2, steps: 1, ridge: 1e-6 };

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
