/** Surfaces that one can walk: the paper's, and a plane through the opened network's weights. */
import type { PlaneSettings, Walks, WallSettings } from "../../../../../src/diagnosis/lab/wallPoint.ts";
import { planeFrame, planeWalks, wallWalks } from "../../../../../src/diagnosis/lab/wallPoint.ts";
import { type Frame, PAPER_FRAME, placeIn, SIDE } from "../../../../../src/diagnosis/lab/wallRules.ts";
import { WeightPlane } from "../../../../../src/diagnosis/plane.ts";
import { wallAt } from "../../../../../src/diagnosis/wall.ts";
import { pointsOf } from "../../../lab/wallPoints.ts";
import { type Opened, openedOf } from "../opened.ts";
import type { Work } from "../work.ts";

export type WallCall = { of: "paper"; settings: WallSettings } | { of: "own"; settings: PlaneSettings };

export interface WalkAnswer extends Walks {
	/** Milliseconds that it took. */
	milliseconds: number;
}

let kept: { opened: Opened; key: string; plane: WeightPlane } | undefined;

/** Opened networks have an engine each, which takes its planes with it when it closes. */
function planeOf(work: Work, { steps, from, seed }: PlaneSettings): WeightPlane {
	const opened = openedOf(work);
	const key = `${steps} ${from} ${seed}`;
	if (kept?.opened === opened && kept.key === key) return kept.plane;
	if (kept?.opened === opened) kept.plane.free();
	const ids = opened.ids.subarray(from, from + steps + 1);
	kept = { opened, key, plane: new WeightPlane(opened.engine, opened.weights, ids, seed) };
	return kept.plane;
}

export function walkCall(work: Work, call: WallCall): WalkAnswer {
	const began = performance.now();
	const walks =
		call.of === "paper" ? wallWalks(call.settings) : planeWalks(planeOf(work, call.settings), call.settings);
	return { ...walks, milliseconds: performance.now() - began };
}

/** Milliseconds of work between two looks at the signal. */
const TURN_MS = 40;

/** The losses of one stride, [points] in the order of `pointsOf`. */
export async function lossesCall(
	work: Work,
	{ stride, ...call }: WallCall & { stride: number },
): Promise<Float64Array> {
	const { frame, lossAt } = surfaceOf(work, call as WallCall);
	const points = pointsOf(stride);
	const losses = new Float64Array(points.length / 2);
	let since = performance.now();
	for (let n = 0; n < losses.length; n++) {
		losses[n] = lossAt(...placeIn(frame, points[2 * n]!, points[2 * n + 1]!, SIDE));
		if (performance.now() - since < TURN_MS) continue;
		await work.turn();
		if (work.signal.aborted) return losses;
		since = performance.now();
	}
	return losses;
}

function surfaceOf(work: Work, call: WallCall): { frame: Frame; lossAt(x: number, y: number): number } {
	if (call.of === "paper") return { frame: PAPER_FRAME, lossAt: (x, y) => wallAt(x, y).error };
	const plane = planeOf(work, call.settings);
	return { frame: planeFrame(plane, call.settings.span), lossAt: (x, y) => plane.lossAt(x, y) };
}
