import { expect, test } from "vitest";
import { Weights } from "../../cells/weights.ts";
import { openCorpus } from "../../data/corpus.ts";
import { bytesSource } from "../../data/source.ts";
import { probeText, textLags } from "../../diagnosis/record.ts";
import { createReference } from "../../kernels/reference.ts";
import type { GradientSubject } from "../subject.ts";
import type { StepLine } from "./logLines.ts";
import { freshProgress } from "./progress.ts";
import { Recorder } from "./recorder.ts";

const engine = createReference();
const weights = new Weights(engine, { cell: "rnn", variant: "tanh", symbols: 256, hidden: 2, layers: 1, dropout: 0 });
const text = { unit: "byte", split: [100, 0, 0] } as const;
const { parts } = await openCorpus(bytesSource("text", new TextEncoder().encode("the water")), text);

/** Steps of which a record was written, where an update takes `update` seconds and a record `cost`. */
async function recorded(
	steps: number,
	{ update = 1, cost = 0, recordEvery = undefined as number | undefined, last = false },
) {
	const lines: StepLine[] = [];
	const subject = {
		...{ step: 0, options: { recordEvery }, weights, gradients: weights, clippedShare: 0.5 },
		probe: () => probeText(engine, weights, parts.train, textLags(9), 8),
	};
	let now = 0;
	const recorder = new Recorder({
		...{ subject: subject as unknown as GradientSubject, progress: freshProgress({ steps }), onEvent: () => {} },
		host: { clock: () => now, turn: async () => {} },
		write(line) {
			lines.push(line);
			now += cost;
		},
	});
	for (; subject.step <= steps; subject.step++) await recorder.recordIfDue(subject.step * update, subject.step / steps);
	subject.step = steps;
	if (last) await recorder.recordLast(steps * update);
	recorder.free();
	return lines.map(({ step }) => step);
}

test("left to itself it costs at most 3 % of the updates so far and 1 % of the whole budget, on steps of metrics", async () => {
	for (const cost of [0.5, 2, 7]) {
		const at = await recorded(3000, { cost });
		expect(at[0]).toBe(0);
		expect(at.every((step) => step % 10 === 0)).toBe(true);
		for (const [n, step] of at.entries())
			if (n > 0) expect((n + 1) * cost).toBeLessThanOrEqual(0.03 * step + 0.01 * 3000);
		expect(at.length * cost).toBeGreaterThan(0.04 * 3000 - 2 * cost); // and takes what it may
	}
	expect(await recorded(3000, { cost: 300 })).toEqual([0]); // a tenth of the training
});

test("left to itself it writes some 500 records of a budget of 20,000 steps where it costs nothing, one where an update costs nothing", async () => {
	const many = await recorded(20_000, {});
	expect(many.length).toBeGreaterThan(480);
	expect(many.length).toBeLessThanOrEqual(501);
	expect(await recorded(400, { update: 0, cost: 1 })).toEqual([0]);
});

test("told to, it records at every 4th step whatever that costs, and at none with 0", async () => {
	expect(await recorded(12, { recordEvery: 4, cost: 1e9 })).toEqual([0, 4, 8, 12]);
	expect(await recorded(12, { recordEvery: 0 })).toEqual([]);
});

test("where a record costs 60 updates, the last of 2,055 steps is recorded too; at 300 updates it is left out", async () => {
	const without = await recorded(2055, { cost: 60 });
	expect(without.at(-1)).toBeLessThan(2055);
	expect(await recorded(2055, { cost: 60, last: true })).toEqual([...without, 2055]);
	expect(await recorded(2055, { cost: 300, last: true })).toEqual([0]);
	expect(await recorded(12, { recordEvery: 5, last: true })).toEqual([0, 5, 10]);
});
