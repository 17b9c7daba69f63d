/** What the pictures of a replayed update show: its blocks as rows, values and curves, in words. */
import { oneLine } from "../../../src/views/glyphs.ts";
import type { ReplayAnswer } from "../../../studio/wire/replayMessages.ts";
import { BatchFigure, type BatchRow } from "../../kit/batchFigure.ts";
import { type Matrix, MatrixFigure } from "../../kit/matrixFigure.ts";
import { fixed, loss, powerOfTen, small } from "../../kit/numbers.ts";
import { type Powers, PowersFigure } from "../../kit/powersFigure.ts";
import type { StepCall } from "../../kit/stepFigure.ts";
import { numbersOf, type RunReplays } from "./replayed.ts";
import { sayRuns } from "./runWords.ts";

/** Signs for characters that have no shape. */
const signOf = (text: string) => (text === " " ? "·" : oneLine(text));

export function batchRows({ state }: RunReplays): BatchRow[] {
	const { batch } = state.get();
	return (batch?.shown ?? []).map(({ inputs, targets, losses }, n) => {
		// In a text what is to be predicted is the next input, of which there is one more than losses.
		const wanted = targets ?? losses.map((_, t) => inputs[t + 1] ?? "");
		const symbols = targets ? losses.map((_, t) => inputs[t]!) : wanted.map((text) => signOf(text ?? ""));
		return {
			name: String(batch!.from + n + 1),
			symbols,
			inputs: losses.map((_, t) => inputs[t]!),
			targets: wanted,
			losses,
		};
	});
}

export function matrixOf({ state }: RunReplays): Matrix | null {
	const { states, shown } = state.get();
	if (!states) return null;
	const values = numbersOf(states);
	const quantity = shown.quantity ?? "h";
	return { unit: states.unit, units: states.shape[0], values, quantity, scale: scaleOf(quantity, values) };
}

/** Gates are from 0 to 1; what a tanh gives from -1 to 1, and c and an unbounded h as far as they reach. */
function scaleOf(quantity: string, values: Float32Array): [number, number] {
	if ("ifozr".includes(quantity)) return [0, 1];
	const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
	return most <= 1 && quantity !== "c" ? [-1, 1] : [-most || -1, most || 1];
}

export function powersOf({ state }: RunReplays): Powers[] {
	const { facts, shown } = state.get();
	return (facts?.layers ?? []).flatMap(({ log10Dh, log10Dc }, l) => {
		const chosen = l === shown.layer;
		const one = (letter: string, log10: readonly (number | string)[]) => ({
			...{ name: `l${l}.${letter}`, colour: `--gate-${letter}`, log10: log10.map(Number), chosen },
		});
		return [one("h", log10Dh), ...(log10Dc ? [one("c", log10Dc)] : [])];
	});
}

/** Steps of the batch that the pictures show. */
const stepsOf = ({ state }: RunReplays) => state.get().batch?.steps ?? 0;

const stepCall = (replays: RunReplays): Omit<StepCall, "summary"> => ({
	steps: () => stepsOf(replays),
	cursor: () => replays.cursor.get(),
	point: (at) => replays.cursor.set(at),
});

/** Draws again when the update, its blocks or the cursor change. */
export function watching(replays: RunReplays): (listener: () => void) => () => void {
	return (listener) => {
		const ends = [replays.state.subscribe(listener), replays.cursor.subscribe(listener)];
		return () => ends.forEach((end) => void end());
	};
}

export const batchFigure = (box: HTMLElement, replays: RunReplays) =>
	new BatchFigure(box, {
		...stepCall(replays),
		...{ rows: () => batchRows(replays), format: (value) => fixed(value, value === 0 ? 0 : 1) },
		summary: () => {
			const { batch } = replays.state.get();
			const losses = (batch?.shown ?? []).flatMap((lane) => lane.losses.map((one) => one ?? 0));
			const { lanes = 0, steps = 0, shown = [] } = batch ?? {};
			return sayRuns("batchSummary", { n: shown.length, lanes, steps, loss: loss(Math.max(0, ...losses)) });
		},
	});

export const matrixFigure = (box: HTMLElement, replays: RunReplays) =>
	new MatrixFigure(box, {
		...{ ...stepCall(replays), steps: () => replays.state.get().states?.shape[1] ?? 0 },
		...{ matrix: () => matrixOf(replays), format: small },
		summary: () => {
			const matrix = matrixOf(replays);
			if (!matrix) return sayRuns("statesNone");
			const { quantity, units, values } = matrix;
			const [low, high] = [Math.min(...ends(values)), Math.max(...ends(values))].map(small) as [string, string];
			return sayRuns("statesSummary", { quantity, units, steps: values.length / units, low, high });
		},
	});

const ends = (values: Float32Array) => [
	values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
	values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
];

export const powersFigure = (box: HTMLElement, replays: RunReplays) =>
	new PowersFigure(box, {
		...{ ...stepCall(replays), curves: () => powersOf(replays) },
		summary: () => {
			const words = powersOf(replays).map(({ name, log10 }) =>
				sayRuns("powersEnd", { name, first: powerOfTen(log10[0]!), last: powerOfTen(log10.at(-1)!) }),
			);
			if (words.length === 0) return sayRuns("powersNone");
			return sayRuns("powersSummary", { steps: stepsOf(replays), ends: words.join("; ") });
		},
	});

/** What is at the step that is pointed at, in words; empty if none is. */
export function wordsAtCursor(replays: RunReplays): string {
	const at = replays.cursor.get();
	const [row] = batchRows(replays);
	if (at === null || !row || at >= row.losses.length) return "";
	const [value, input, target] = [row.losses[at]!, row.inputs[at]!, row.targets[at] ?? ""];
	const quoted = (text: string) => `“${signOf(text)}”`;
	const read =
		value === null
			? sayRuns("atUnscored", { lane: row.name, input: quoted(input) })
			: sayRuns("atRead", { lane: row.name, input: quoted(input), target: quoted(target), loss: loss(value) });
	const powers = powersOf(replays)
		.filter(({ chosen }) => chosen)
		.map(({ name, log10 }) => sayRuns("atPower", { name, value: powerOfTen(log10[at] ?? Number.NaN) }));
	return [sayRuns("atStep", { step: at + 1 }), read, ...powers].join(" · ");
}

/** The gradient of each tensor as rows to save. */
export const tensorTable = (facts: ReplayAnswer) => ({
	head: ["tensor", "shape", "norm", "largest", "index", "clipped by value"],
	rows: facts.tensors.map(({ name, shape, norm, largest: { value, index }, clippedShare }) => [
		...[name, shape.join(" "), norm, value, index.join(" "), clippedShare],
	]),
});
