/**
 * The steps around the one shown, as shapes: the values read above, below the outputs with their targets. What is not read
 * yet is pale; outputs end at the step.
 */
import type { Element as Shape } from "../../../src/views/scene.ts";
import type { SequenceStretch } from "../worker/instrument/echo/echoCalls.ts";

export interface SequencePicture {
	stretch: SequenceStretch;
	step: number;
	/** Pixels. */
	width: number;
	/** Names of the two bands and of the two lines. */
	words: { read: string; predicted: string; target: string };
}

export const SEQUENCE_HEIGHT = 150;
const [LEFT, RIGHT, BAND, GAP, TOP] = [8, 8, 50, 22, 18];
const INPUTS = ["--gate-i", "--gate-o", "--gate-g"] as const;

/** Place of a step, in pixels. */
export function xOf({ stretch, width }: SequencePicture, step: number): number {
	const steps = Math.max(1, stepsOf(stretch) - 1);
	return LEFT + ((step - stretch.from) / steps) * (width - LEFT - RIGHT);
}

const stepsOf = ({ predicted, outputs }: SequenceStretch) => predicted.length / outputs;

/** The step at a place. */
export function stepAt(picture: SequencePicture, x: number): number {
	const { stretch, width } = picture;
	const part = (x - LEFT) / (width - LEFT - RIGHT);
	return stretch.from + Math.round(Math.min(1, Math.max(0, part)) * (stepsOf(stretch) - 1));
}

export function sequenceShapes(picture: SequencePicture): Shape[] {
	const { stretch, step, words, width } = picture;
	const { inputs, outputs, x, ids, predicted, target, from } = stretch;
	const shapes: Shape[] = [];
	const text = (at: readonly [number, number], token: string, said: string, anchor = "start") =>
		shapes.push({
			name: "text",
			attributes: { x: at[0], y: at[1], "font-size": 12, fill: `var(${token})`, "text-anchor": anchor },
			text: said,
		});
	const mark = xOf(picture, step);
	shapes.push({
		name: "path",
		attributes: { d: `M${mark} 4V${SEQUENCE_HEIGHT}`, stroke: "var(--accent)", "stroke-width": 1.5 },
	});
	const lower = TOP + BAND + GAP;
	if (x) {
		text([LEFT, 12], "--quiet", words.read);
		const scale = scaleOf([x], TOP);
		for (let d = 0; d < inputs; d++)
			line(shapes, picture, x, { width: inputs, at: d, scale, token: INPUTS[d]!, split: step });
	}
	if (ids) symbols(shapes, picture, ids, words.read);
	text([LEFT, lower - 5], "--valid", `— ${words.target}`);
	text([width - RIGHT, lower - 5], "--loss", `— ${words.predicted}`, "end");
	const scale = scaleOf([predicted, target], lower);
	for (let v = 0; v < outputs; v++) {
		line(shapes, picture, target, { width: outputs, at: v, scale, token: "--valid", split: step });
		line(shapes, picture, predicted.subarray(0, (step - from + 1) * outputs), {
			width: outputs,
			at: v,
			scale,
			token: "--loss",
			split: step,
		});
	}
	return shapes;
}

type Scale = (value: number) => number;

/** From the least to the most of all numbers, over one band. */
function scaleOf(all: readonly Float64Array[], top: number): Scale {
	const known = all.flatMap((one) => [...one]).filter((one) => Number.isFinite(one));
	const [least, most] = [Math.min(...known, Number.POSITIVE_INFINITY), Math.max(...known, Number.NEGATIVE_INFINITY)];
	return (value) => top + BAND - (most > least ? ((value - least) / (most - least)) * BAND : BAND / 2);
}

interface LineCall {
	width: number;
	at: number;
	scale: Scale;
	token: string;
	/** Step from which on the line is pale. */
	split: number;
}

/** One column of numbers as a line, with gaps where there is none; a number alone is a dot. */
function line(shapes: Shape[], picture: SequencePicture, all: Float64Array, call: LineCall): void {
	const { width, at, scale, token, split } = call;
	const { from } = picture.stretch;
	const paths = { known: "", later: "" };
	const number = (t: number) => all[t * width + at]!;
	for (let t = 0; t * width < all.length; t++) {
		if (Number.isNaN(number(t))) continue;
		const place = `${round(xOf(picture, from + t))} ${round(scale(number(t)))}`;
		const follows = t > 0 && !Number.isNaN(number(t - 1));
		const which = from + t > split ? "later" : "known";
		const start = follows ? `M${round(xOf(picture, from + t - 1))} ${round(scale(number(t - 1)))}L` : `M${place}h.01L`;
		paths[which] += `${start}${place}`;
	}
	for (const [which, d] of Object.entries(paths)) {
		const opacity = which === "later" ? 0.35 : 1;
		const more = { "stroke-width": 2, "stroke-linecap": "round", "stroke-opacity": opacity, fill: "none" };
		const stroke = { stroke: `var(${token})`, ...more };
		if (d !== "") shapes.push({ name: "path", attributes: { d, ...stroke } });
	}
}

/** The symbols read, as their numbers; as many as there is room for. */
function symbols(shapes: Shape[], picture: SequencePicture, ids: Int32Array, words: string): void {
	const { step, stretch, width } = picture;
	const each = (width - LEFT - RIGHT) / Math.max(1, ids.length - 1);
	const every = Math.max(1, Math.ceil(18 / each));
	shapes.push({ name: "text", attributes: { x: LEFT, y: 12, "font-size": 12, fill: "var(--quiet)" }, text: words });
	for (const [n, id] of ids.entries()) {
		const at = stretch.from + n;
		if ((at - step) % every !== 0 || id < 0) continue;
		const fill = at === step ? "var(--accent)" : at > step ? "var(--quiet)" : "var(--ink)";
		const place = { x: round(xOf(picture, at)), y: TOP + 32, "text-anchor": "middle", "font-size": 14 };
		shapes.push({
			name: "text",
			attributes: { ...place, fill, "font-weight": at === step ? 700 : 400 },
			text: String(id),
		});
	}
}

const round = (x: number) => Math.round(x * 10) / 10;
