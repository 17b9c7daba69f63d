import { expect, test } from "vitest";
import { changedOptions } from "./changedOptions.ts";
import { parseOptions } from "./options.ts";
import { parseTaskOptions } from "./taskOptions.ts";

const TASK = {
	name: "t",
	lengths: { min: 1, max: 999, default: [50, 200] as [number, number] },
	defaults: { batch: 10 },
};
const ofText = (raw: object) => changedOptions(parseOptions(raw), parseOptions);
const ofTask = (raw: object) => changedOptions(parseTaskOptions(raw, TASK), (given) => parseTaskOptions(given, TASK));

test("of 40 options those stay that the defaults do not give back", () => {
	expect(ofText({})).toEqual({});
	expect(ofText({ cell: "lstm", minutes: 3, dropout: 0.2, clipNorm: 1, forgetBias: 1 })).toEqual({});
	expect(ofText({ k1: 8, steps: 9, lr: 0.1 })).toEqual({ k1: 8, steps: 9, lr: 0.1 });
	expect(ofText({ minutes: 3, schedule: "constant" })).toEqual({ schedule: "constant" }); // alone it has no mean
	expect(ofText({ average: "none" })).toEqual({ schedule: "constant" });
	expect(ofText({ average: "ema:0.99" })).toEqual({ average: "ema:0.99" });
	expect(ofText({ k1: 8, k2: 16 })).toEqual({ k1: 8, k2: 16 });
	expect(ofText({ hidden: 1000, optimizer: "sgd" })).toEqual({ hidden: 1000, optimizer: "sgd" });
	expect(ofText({ cell: "rnn", omega: 2, omegaForm: "authors", clipNorm: 0 })).toEqual({
		...{ cell: "rnn", omega: 2, omegaForm: "authors", clipNorm: 0 },
	});
});

test("a task's defaults count as defaults, its length too", () => {
	expect(ofTask({})).toEqual({});
	expect(ofTask({ batch: 32, length: "30", steps: 0 })).toEqual({ batch: 32, length: "30", steps: 0 });
});

test("what is left makes the same options again", () => {
	const raw = {
		cell: "gru",
		hidden: 7,
		k1: 3,
		k2: 9,
		epochs: 2,
		l2: 0.1,
		penalize: "w_hh",
		warmup: 0,
		seed: 8,
	} as const;
	const all = parseOptions(raw);
	expect(parseOptions(changedOptions(all, parseOptions))).toEqual(all);
});
