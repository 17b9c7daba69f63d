/** What a page keeps of a run does not grow with the run. */
import { expect, test } from "vitest";
import { momentAt } from "../../page/studio/runs/moments.ts";
import { LiveRun } from "../../page/studio/train/liveRun.ts";
import type { Line } from "../../studio/wire.ts";

test("after 100,000 updates of the page a run keeps at most 4,000 places, 64 records, spectra and samples, the newest all, and every validation of 1 in 10", () => {
	const run = new LiveRun();
	const layer = { reach: 3, h: [0, -1], saturation: {}, recurrent: { h: [1, 1] } };
	for (let step = 10; step <= 100_000; step += 10) {
		run.lines("metrics", [{ step, lossNats: step, gradNorm: 1, lr: 0.1, clipped: 0 }]);
		if (step % 100 === 0) run.lines("metrics", [{ step, validLossNats: -step }]);
		if (step % 40 !== 0) continue;
		run.lines("records", [{ step, lags: [0, 1], layers: [layer] } as unknown as Line]);
		run.lines("samples", [{ step, text: "a" }]);
		run.addSpectra([{ step, re: [1], im: [0], radius: 1, block: "" }]);
	}
	const { step, train, valid, gradNorm, lr, clipped, errorShare } = run.columns;
	expect(step.length).toBeLessThanOrEqual(4000);
	expect(step.length).toBeGreaterThanOrEqual(2000);
	for (const column of [train, valid, gradNorm, lr, clipped, errorShare]) expect(column).toHaveLength(step.length);
	expect([run.records.length, run.spectra.length, run.samples.length]).toEqual([64, 64, 64]);
	expect([step[0], step.at(-1), run.records.at(-1)!.step, run.spectra[0]!.step]).toEqual([
		10, 100_000, 100_000, 97_480,
	]);
	expect(step.slice(-1000)).toEqual(Array.from({ length: 1000 }, (_, n) => 90_010 + 10 * n));
	expect(step.toSorted((a, b) => a - b)).toEqual(step);
	for (const [n, at] of step.entries()) expect([train[n], valid[n]]).toEqual([at, at % 100 === 0 ? -at : null]);
	expect(valid.filter((value) => value !== null).length).toBeGreaterThan(300);
	expect(momentAt(run.columns, [], 99_995).of).toEqual({ first: 99_991, last: 100_000 });
	const old = momentAt(run.columns, [], 25).of!;
	expect(old.last - old.first).toBe(9); // the mean of a line is over 10 updates, also where lines were dropped
});
