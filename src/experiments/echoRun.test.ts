import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { TrainEvent } from "./events.ts";
import { task } from "./taskData.ts";
import { train } from "./train.ts";

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
