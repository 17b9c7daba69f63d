/** The settings of the error wall, and of the plane through a network's own weights. */
const WALK = {
	updates: { kind: "whole", min: 0, max: 1000, unset: 60 },
	/** Losses of an N x N grid over the picture; 0 for none. */
	grid: { kind: "whole", min: 0, max: 128, unset: 0 },
} as const;

/** The paper's unit: where the ball starts, its rate and its limit (0 for none). */
export const WALL_RULES = {
	w: { kind: "number", min: -50, max: 50, unset: 4.8 },
	b: { kind: "number", min: -50, max: 50, unset: -2.4 },
	lr: { kind: "number", min: 0.0001, max: 10, unset: 0.05 },
	clip: { kind: "number", min: 0, max: 1e6, unset: 1 },
	...WALK,
} as const;

/** W + x d1 + y d2. */
export const PLANE_RULES = {
	x: { kind: "number", min: -1000, max: 1000, unset: 0 },
	y: { kind: "number", min: -1000, max: 1000, unset: 0 },
	lr: { kind: "number", min: 0.0001, max: 1000, unset: 1 },
	clip: { kind: "number", min: 0, max: 1e6, unset: 1 },
	/** Half of the picture's width, as a fraction of the norm of the weights. */
	span: { kind: "number", min: 0.001, max: 10, unset: 0.25 },
	/** Symbols of the window, from the one with this number. */
	steps: { kind: "whole", min: 2, max: 1000, unset: 64 },
	from: { kind: "whole", min: 0, max: 1e9, unset: 0 },
	seed: { kind: "whole", min: 1, max: 1_000_000, unset: 1 },
	...WALK,
} as const;

/** Points along a side of the picture. */
export const SIDE = 128;
/** What the paper's picture shows. */
export const PAPER_FRAME = { left: 4, right: 5.8, bottom: -3, top: -2 } as const;

export interface Frame {
	left: number;
	right: number;
	bottom: number;
	top: number;
}

/** Place of point (i, j) of an n x n grid: i from the left, j from the bottom. Coarse grids lie on finer ones. */
export function placeIn({ left, right, bottom, top }: Frame, i: number, j: number, n: number): [x: number, y: number] {
	return [left + ((right - left) * i) / n, bottom + ((top - bottom) * j) / n];
}
