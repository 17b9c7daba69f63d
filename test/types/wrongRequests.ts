/**
 * What must not compile, checked by `npm run types`: each `@ts-expect-error` is an error of its own if the line below it
 * compiles. Nothing here runs.
 */

import type { GivenOptions, TaskResult, TextResult } from "../../src/index.ts";
import {
	compare,
	diagnose,
	esn,
	evaluate,
	gru,
	lstm,
	parseOptions,
	resume,
	rnn,
	sample,
	task,
	text,
	train,
} from "../../src/index.ts";
import { parseTaskOptions } from "../../src/training/index.ts";

const data = text("input.txt");

export const wrongOptions: GivenOptions[] = [
	// @ts-expect-error a misspelt name
	{ hiden: 3 },
	// @ts-expect-error text where a number belongs
	{ hidden: "64" },
	// @ts-expect-error a number where text belongs
	{ penalize: 1 },
	// @ts-expect-error a cell that does not exist
	{ cell: "transformer" },
	// @ts-expect-error a variant of no cell
	{ variant: "forgetful" },
	// @ts-expect-error an optimiser that does not exist
	{ optimizer: "adagrad" },
	// @ts-expect-error a schedule that does not exist
	{ schedule: "linear" },
	// @ts-expect-error a form of Omega that does not exist
	{ omegaForm: "author" },
	// @ts-expect-error an initialisation that does not exist
	{ init: "xavier" },
	// @ts-expect-error an initialisation whose value is no number
	{ init: "spectral:big" },
	// @ts-expect-error a forget bias in no known form
	{ forgetBias: "chrono" },
	// @ts-expect-error null is not "not given"
	{ steps: null },
];

export const rightOptions: GivenOptions[] = [
	{ cell: "gru", variant: "reset-before", hidden: 64, steps: undefined },
	{ init: "spectral:0.9", forgetBias: "chrono:100", length: "10..20" },
	{ init: "smart-tanh", forgetBias: 1, length: 10 },
	{ cell: "esn", spectralRadius: 0.9, ridge: 1e-6 },
];

export async function wrongRequests() {
	// @ts-expect-error a misspelt key
	await train({ data, optoins: {} });
	// @ts-expect-error a misspelt option
	await train({ data, options: { lern: 1 } });
	// @ts-expect-error an engine that does not exist
	await train({ data, engine: "cuda" });
	// @ts-expect-error a budget as text
	await train({ data, model: lstm(), options: { minutes: "3" } });
	// @ts-expect-error the variant of another cell
	lstm({ variant: "reset-after" });
	// @ts-expect-error the variant of another cell
	gru({ variant: "peephole" });
	// @ts-expect-error an option of gradient descent
	esn({ lr: 0.1 });
	// @ts-expect-error the name of a cell that the function sets itself
	rnn({ cell: "gru" });
	// @ts-expect-error a resumed run keeps its options
	await resume({ run: "a", options: { lr: 1 } });
	// @ts-expect-error a part that does not exist
	await evaluate({ run: "a", part: "dev" });
	// @ts-expect-error a run is named
	await diagnose({});
	// @ts-expect-error a number where text belongs
	await sample({ run: "a", prompt: 3 });
	// @ts-expect-error an option that belongs to a remedy
	await compare({ task: "addition", options: { clipNorm: 1 } });
	// @ts-expect-error a seed is not an option of the comparison
	await compare({ task: "addition", options: { seed: 1 } });
	// @ts-expect-error an option of a task is a number or a yes or no
	task("copying", { values: "4" });
	// @ts-expect-error a unit that does not exist
	text("input.txt", { unit: "word" });
	// @ts-expect-error the check of options takes the same names
	parseOptions({ hiden: 3 });
	// @ts-expect-error the check of options takes the same literals
	parseTaskOptions({ optimizer: "lion" }, undefined);
}

/** The data decide the result: a text has nats per symbol, a task the fraction of wrong sequences. */
export async function kinds() {
	const onText: TextResult = await train({ data });
	const onTask: TaskResult = await train({ data: task("addition") });
	// @ts-expect-error a text has no fraction of wrong sequences
	void onText.errorShare;
	// @ts-expect-error a task has no bits per character
	void onTask.bitsPerCharacter;
	return [onText.lossNats.valid, onTask.errorShare];
}
