/** What the view Cell asks of an echo state network on a task or a series: the calls of cellCalls.ts. */
import { toLog10 } from "../../../../../src/diagnosis/logNumbers.ts";
import { changedEcho, parseEchoChange } from "../../../../../src/interpretation/echo/changedEcho.ts";
import { targetAt } from "../../../../../src/interpretation/echo/echoModel.ts";
import { outputsShown, targetsShown } from "../../../../../src/interpretation/echo/echoOutputs.ts";
import { echoWay } from "../../../../../src/interpretation/echo/echoWay.ts";
import { whyChangedEcho, whyEcho } from "../../../../../src/interpretation/echo/echoWhy.ts";
import { type EchoStep, explainEcho } from "../../../../../src/interpretation/echo/explainEcho.ts";
import type { StepValue } from "../../../../../src/interpretation/stepValues.ts";
import type { WhyNumber } from "../../../../../src/interpretation/why.ts";
import type { ShownChange, ShownOutput, ShownStep, StepAsked, WayAnswer, WhyAsked } from "../cellAnswers.ts";
import type { OpenedEcho } from "./openedEcho.ts";

// V outputs, D inputs

/** Some steps of the sequence; null where a step has no target. */
export interface SequenceStretch {
	/** Index of the first step. */
	from: number;
	/** Numbers of inputs and outputs shown, at most MOST_LINES each. */
	inputs: number;
	outputs: number;
	ids?: Int32Array; // [S]
	x?: Float64Array; // [S,inputs]
	predicted: Float64Array; // [S,outputs]
	target: Float64Array; // [S,outputs], NaN where there is none
}

const MOST_LINES = 3;

function stepOf(echo: OpenedEcho, { step, ahead }: StepAsked, signal: AbortSignal): EchoStep {
	const asked = `${step} ${ahead}`;
	if (echo.last?.asked !== asked) echo.last = { asked, step: explainEcho(echo.states, { step, ahead, signal }) };
	return echo.last.step;
}

export function echoStep(echo: OpenedEcho, asked: StepAsked, signal: AbortSignal): ShownStep {
	const { loss, cost, forward, ...step } = stepOf(echo, asked, signal);
	return {
		...{ ...step, layer: 0, lossNats: loss, costNats: cost, expected: [], predicted: [], forward },
		outputs: shownOutputs(echo, step.step, forward),
	};
}

function shownOutputs({ model, sequence }: OpenedEcho, t: number, forward: readonly StepValue[]): ShownOutput[] {
	const vector = (name: string) => forward.find((one) => one.name === name)!.values;
	const targets = targetsShown(model, vector("target"), t, sequence);
	return outputsShown(model, vector("y"), t, sequence).map((predicted, v) => ({ predicted, target: targets[v]! }));
}

export function echoChange(
	echo: OpenedEcho,
	{ step, set }: { step: number; set: readonly string[] },
	signal: AbortSignal,
): ShownChange {
	const now = stepOf(echo, { step, layer: 0, ahead: 16 }, signal);
	const forward = changedEcho(
		echo.model,
		now,
		set.map((words) => parseEchoChange(now, words)),
	);
	return { forward, predicted: [], outputs: shownOutputs(echo, step, forward) };
}

export function echoWhy(
	echo: OpenedEcho,
	{ name, index, set, ...asked }: WhyAsked,
	signal: AbortSignal,
): WhyNumber | null {
	const [place, step, { model }] = [{ name, index }, stepOf(echo, asked, signal), echo];
	if (set.length === 0) return whyEcho(model, step, place) ?? null;
	const changes = set.map((words) => parseEchoChange(step, words));
	return whyChangedEcho(model, step, { changes, forward: changedEcho(model, step, changes) }, place) ?? null;
}

export function echoBack(
	{ states, sequence }: OpenedEcho,
	asked: StepAsked & { back: number },
	signal: AbortSignal,
): WayAnswer {
	const { first, h, memory, keep, cost, scored } = echoWay(states, { ...asked, signal });
	const steps = Array.from(h, (size, t) => ({
		...{ step: first + t, id: sequence.ids?.[first + t] ?? -1, h: log10(size) },
		...(memory && { memory: log10(memory[t]!), open: keep }),
	}));
	return { costNats: cost, scored, weights: null, steps };
}

const log10 = (log2: number) => (log2 === Number.NEGATIVE_INFINITY ? null : toLog10(log2));

export function echoStretch(
	{ model, sequence, states }: OpenedEcho,
	{ from, count }: { from: number; count: number },
	signal: AbortSignal,
): SequenceStretch {
	const to = Math.min(sequence.steps, from + count);
	const { y } = states.window(from, to, signal);
	const { inputs: D, outputs: V } = model;
	const [inputs, outputs] = [Math.min(MOST_LINES, D), Math.min(MOST_LINES, V)];
	const rows = (width: number, of: (t: number) => ArrayLike<number | null>) =>
		Float64Array.from(
			{ length: (to - from) * width },
			(_, i) => of(from + Math.floor(i / width))[i % width] ?? Number.NaN,
		);
	const { ids, x } = sequence;
	return {
		...{ from, inputs: ids ? 0 : inputs, outputs, ...(ids && { ids: ids.slice(from, to) }) },
		...(x && { x: rows(inputs, (t) => x.subarray(t * D, t * D + inputs)) }),
		predicted: rows(outputs, (t) => outputsShown(model, y.subarray((t - from) * V, (t - from + 1) * V), t, sequence)),
		target: rows(outputs, (t) => targetsShown(model, targetAt(model, sequence, t), t, sequence)),
	};
}
