/** Values of a replayed update as a page asks for them: blocks of bounded size. */
import type { UpdateValues } from "../../src/index.ts";
import type { BatchBlock, BatchLane, BlockRequest, StateBlock } from "../wire/replayMessages.ts";
import { need } from "./body.ts";
import type { Replayed } from "./replays.ts";

/** Steps of all sequences of a block, and numbers of a picture: 4 bytes each, and a third more as base64. */
const MOST_STEPS = 8000;
const MOST_LANES = 8;
const MOST_NUMBERS = 180_000;
const MOST_WIDE = 4000;

type Windows = UpdateValues["windows"];
type Ask = Required<Omit<BlockRequest, "update">>;

const stepsOf = (windows: Windows) => windows.reduce((sum, { steps }) => sum + steps, 0);

/** The sequences from `lane` on, as many as fit. */
export function batchBlock({ update, open }: Replayed, { lane }: Ask): BatchBlock {
	const { windows } = update.values;
	const steps = stepsOf(windows);
	const lanes = windows[0]?.lanes ?? 0;
	need("lane", lane < Math.max(1, lanes), `0..${lanes - 1}`);
	const many = Math.max(1, Math.min(MOST_LANES, Math.floor(MOST_STEPS / Math.max(1, steps)), lanes - lane));
	const shown = Array.from({ length: lanes === 0 ? 0 : many }, (_, n) => laneOf(windows, lane + n, open.vocabulary));
	return { steps: Math.min(steps, MOST_STEPS), lanes, from: lane, shown };
}

function laneOf(windows: Windows, b: number, vocabulary: Replayed["open"]["vocabulary"]): BatchLane {
	const lane: Required<BatchLane> = { inputs: [], targets: [], losses: [] };
	const decoder = vocabulary?.decoder();
	for (const { steps, lanes, ids, x, targets, values, losses } of windows) {
		const D = x ? x.length / (steps * lanes) : 0;
		const V = values ? values.length / (steps * lanes) : 0;
		for (let t = 0; t < steps && lane.inputs.length < MOST_STEPS; t++) {
			const n = t * lanes + b;
			const scored = targets[n]! >= 0;
			lane.losses.push(scored ? losses[n]! : null);
			if (ids) lane.inputs.push(decoder ? decoder.push(ids[n]!) : String(ids[n]));
			else lane.inputs.push(numbersOf(x!.subarray(n * D, (n + 1) * D)));
			const target = values ? numbersOf(values.subarray(n * V, (n + 1) * V)) : String(targets[n]);
			lane.targets.push(scored ? target : null);
		}
	}
	if (!decoder) return lane;
	// The last target is the one input that the window does not hold.
	const last = windows.at(-1)!;
	const target = last.targets[(last.steps - 1) * last.lanes + b]!;
	lane.inputs.push(`${target >= 0 ? decoder.push(target) : ""}${decoder.end()}`);
	return { inputs: lane.inputs, losses: lane.losses };
}

/** Up to four numbers with four digits. */
function numbersOf(numbers: ArrayLike<number>): string {
	const shown = Array.from({ length: Math.min(4, numbers.length) }, (_, k) => Number(numbers[k]!.toPrecision(4)));
	return `${shown.join("/")}${numbers.length > 4 ? "/…" : ""}`;
}

/** Values of one gate or state of one layer and sequence. */
export function stateBlock({ update, open }: Replayed, { of, lane, layer, step, unit }: Ask): StateBlock {
	const { windows } = update.values;
	const [window] = windows;
	const layers = window?.layers ?? [];
	need("layer", layer < layers.length, `0..${layers.length - 1}`);
	const first = layers[layer]!;
	const B = window!.lanes;
	const H = first.h.length / ((window!.steps + 1) * B);
	const quantities = [...(first.gates ? open.gates : []), ...(first.c ? ["c"] : []), "h"];
	const steps = stepsOf(windows);
	need("of", quantities.includes(of), quantities.join("|"));
	for (const [key, value, size] of [
		["lane", lane, B],
		["step", step, steps],
		["unit", unit, H],
	] as const)
		need(key, value < size, `0..${size - 1}`);
	const wide = Math.min(MOST_WIDE, steps - step);
	const high = Math.min(H - unit, Math.max(1, Math.floor(MOST_NUMBERS / wide)));
	const values = new Float32Array(high * wide); // [units,steps]
	for (let n = 0; n < wide; n++) {
		const [at, t] = placeOf(windows, step + n);
		const row = rowOf(at, { layer, of, gates: open.gates, t, lane, H });
		for (let k = 0; k < high; k++) values[k * wide + n] = row[unit + k]!;
	}
	const bytes = Buffer.from(values.buffer);
	const size = { shape: [high, wide] as [number, number], values: bytes.toString("base64") };
	return { steps, units: H, quantities, step, unit, ...size };
}

/** The window of a step of the batch, and the step in it. */
function placeOf(windows: Windows, step: number): [Windows[number], number] {
	for (const window of windows) {
		if (step < window.steps) return [window, step];
		step -= window.steps;
	}
	throw new RangeError("beyond the last step");
}

type Row = { layer: number; of: string; gates: readonly string[]; t: number; lane: number; H: number };

/** The values of all units at one step, a view. */
function rowOf({ layers, lanes: B }: Windows[number], { layer, of, gates, t, lane, H }: Row): ArrayLike<number> {
	const { h, c, gates: blocks } = layers[layer]!;
	const g = gates.indexOf(of);
	if (blocks && g >= 0) {
		const at = ((t * B + lane) * gates.length + g) * H;
		return blocks.subarray(at, at + H);
	}
	const at = ((t + 1) * B + lane) * H; // index 0 is the state before the window
	return (of === "c" ? c! : h).subarray(at, at + H);
}
