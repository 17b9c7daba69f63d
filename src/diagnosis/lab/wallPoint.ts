/** The walk of a ball over a surface, with and without a limit: over the paper's, or over a plane through own weights. */
import type { PlanePoint, WeightPlane } from "../plane.ts";
import { descend, type WallPoint, wallAt, wallCentre } from "../wall.ts";
import { finiteOrNull, type Point, type PointRow } from "./labPoint.ts";
import type { Settings } from "./settings.ts";
import { type Frame, PAPER_FRAME, type PLANE_RULES, placeIn, type WALL_RULES } from "./wallRules.ts";

export type WallSettings = Settings<typeof WALL_RULES>;
export type PlaneSettings = Settings<typeof PLANE_RULES>;

/** A place on the way of a ball. */
export interface Step {
	x: number;
	y: number;
	loss: number;
	/** Norm of the slope there. */
	norm: number;
}

export interface Walks {
	frame: Frame;
	free: Step[];
	clipped: Step[];
}

const ofWall = ({ w, b, error, norm }: WallPoint): Step => ({ x: w, y: b, loss: error, norm });
const ofPlane = ({ x, y, loss, norm }: PlanePoint): Step => ({ x, y, loss, norm });

export function wallWalks({
	w,
	b,
	lr,
	clip,
	updates,
}: Pick<WallSettings, "w" | "b" | "lr" | "clip" | "updates">): Walks {
	const walk = (limit: number) => descend(w, b, { lr, clip: limit, updates }).map(ofWall);
	return { frame: PAPER_FRAME, free: walk(Number.POSITIVE_INFINITY), clipped: clip > 0 ? walk(clip) : [] };
}

export function planeFrame(plane: WeightPlane, span: number): Frame {
	const half = span * plane.size;
	return { left: -half, right: half, bottom: -half, top: half };
}

export function planeWalks(plane: WeightPlane, { x, y, lr, clip, updates, span }: PlaneSettings): Walks {
	const free = plane.walk(x, y, { lr, clip: 0, updates }).map(ofPlane);
	const clipped = clip > 0 ? plane.walk(x, y, { lr, clip, updates }).map(ofPlane) : [];
	return { frame: planeFrame(plane, span), free, clipped };
}

/** The longest step of a walk: its number, from 1, and its length. 0 and 0 for a walk without steps. */
export function longestStep(path: readonly Step[]): { step: number; length: number } {
	let best = { step: 0, length: 0 };
	for (let n = 1; n < path.length; n++) {
		const length = Math.hypot(path[n]!.x - path[n - 1]!.x, path[n]!.y - path[n - 1]!.y);
		if (length > best.length) best = { step: n, length };
	}
	return best;
}

export function wallPoint(settings: WallSettings): Point {
	const walks = wallWalks(settings);
	const rows: PointRow[] = [
		{ what: { en: "w where the wall stands at this b", ko: "이 b에서 절벽이 있는 w" }, value: wallCentre(settings.b) },
		...rowsOf(walks),
	];
	return { settings, rows, values: valuesOf(walks, settings.grid, (x, y) => wallAt(x, y).error) };
}

export function planePoint(plane: WeightPlane, settings: PlaneSettings): Point {
	const walks = planeWalks(plane, settings);
	const rows: PointRow[] = [
		{ what: { en: "norm of the weights", ko: "가중치의 노름" }, value: plane.size },
		...rowsOf(walks),
	];
	return { settings, rows, values: valuesOf(walks, settings.grid, (x, y) => plane.lossAt(x, y)) };
}

function rowsOf({ free, clipped }: Walks): PointRow[] {
	const of = (path: Step[], en: string, ko: string): PointRow[] => {
		const { step, length } = longestStep(path);
		return [
			{ what: { en: `${en}: length of its longest step`, ko: `${ko}: 가장 긴 이동의 길이` }, value: length },
			{ what: { en: `${en}: number of that step`, ko: `${ko}: 그 이동의 번호` }, value: step },
			{ what: { en: `${en}: loss at the end`, ko: `${ko}: 마지막 손실` }, value: path.at(-1)!.loss },
		];
	};
	return [
		{ what: { en: "loss at the start", ko: "시작 손실" }, value: free[0]!.loss },
		{ what: { en: "norm of the gradient at the start", ko: "시작 기울기의 노름" }, value: free[0]!.norm },
		...of(free, "without a limit", "클리핑 없이"),
		...(clipped.length > 0 ? of(clipped, "with the limit", "클리핑하면") : []),
	];
}

function valuesOf(
	{ frame, free, clipped }: Walks,
	n: number,
	lossAt: (x: number, y: number) => number,
): Point["values"] {
	const path = (steps: Step[]) => steps.map(({ x, y, loss, norm }) => [x, y, finiteOrNull(loss), finiteOrNull(norm)]);
	const { left, right, bottom, top } = frame;
	const row = (j: number) => Array.from({ length: n }, (_, i) => finiteOrNull(lossAt(...placeIn(frame, i, j, n))));
	return {
		frame: [left, right, bottom, top],
		...{ free: path(free), clipped: path(clipped) },
		...(n > 0 && { grid: Array.from({ length: n }, (_, j) => row(j)) }),
	};
}
