/**
 * The error wall of one sigmoid unit (Pascanu, Mikolov & Bengio 2013, fig. 6): no input, the error at the last step.
 *
 *   x_t = w s(x_{t-1}) + b,   x_0 = .5,   E_T = (s(x_T) - .7)^2,   T = 50
 *
 * Derivatives are carried forward with the state, in float64: no differences, no kernels. The wall is where the
 * unstable fixed point meets x_0, at w_c = (x_0 - b) / s(x_0). It is about (w_c s'(x_0))^-T wide, so its peak is
 * searched over the distance from w_c, not over w. Its numbers are the same on every computer and in every browser.
 */

import { portableExp } from "../algebra/portableExp.ts";

export interface Wall {
	x0: number;
	target: number;
	/** T */
	steps: number;
}

export const WALL: Wall = { x0: 0.5, target: 0.7, steps: 50 };

export interface WallPoint {
	w: number;
	b: number;
	/** E_T */
	error: number;
	/** dE/dw */
	dw: number;
	/** dE/db */
	db: number;
	/** Norm of (dE/dw, dE/db). */
	norm: number;
}

export const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
/** s'(x) = s(x) s(-x) */
export const sigmoidSlope = (x: number): number => sigmoid(x) * sigmoid(-x);

/** The same bits in every browser: the wall multiplies a difference in the last one a millionfold. */
const portable = (x: number): number => (x >= 0 ? 1 / (1 + portableExp(-x)) : portableExp(x) / (1 + portableExp(x)));
const portableSlope = (x: number): number => portable(x) * portable(-x);

/** Returns the error and its exact gradient at (w, b). */
export function wallAt(w: number, b: number, { x0, target, steps }: Wall = WALL): WallPoint {
	let x = x0;
	let xw = 0; // dx_t/dw
	let xb = 0; // dx_t/db
	for (let t = 1; t <= steps; t++) {
		const s = portable(x);
		const slope = w * portableSlope(x);
		xw = s + slope * xw; // dx_t/dw = s(x_{t-1}) + w s'(x_{t-1}) dx_{t-1}/dw
		xb = 1 + slope * xb; // dx_t/db = 1 + w s'(x_{t-1}) dx_{t-1}/db
		x = w * s + b; // x_t = w s(x_{t-1}) + b
	}
	const miss = portable(x) - target;
	const dx = 2 * miss * portableSlope(x); // dE/dx_T
	return { w, b, error: miss * miss, dw: dx * xw, db: dx * xb, norm: Math.abs(dx) * Math.sqrt(xw * xw + xb * xb) };
}

/** Returns w_c = (x_0 - b) / s(x_0), where x_0 is a fixed point. */
export function wallCentre(b: number, { x0 }: Wall = WALL): number {
	return (x0 - b) / sigmoid(x0);
}

/** Distances from w_c searched on either side: from 1 down to 1e-14, a factor of 1.01 apart. */
const DECADES = 14;
const PER_DECADE = 231;

/** Returns the (w, b) of fixed b with the largest gradient norm within 1 of w_c. */
export function wallPeak(b: number, wall: Wall = WALL): WallPoint {
	const centre = wallCentre(b, wall);
	const at = (side: number, k: number) => centre + side * 10 ** (-k / PER_DECADE);
	let best = { point: wallAt(centre, b, wall), side: 0, k: 0 };
	for (const side of [-1, 1]) {
		for (let k = 0; k <= DECADES * PER_DECADE; k++) {
			const point = wallAt(at(side, k), b, wall);
			if (point.norm > best.point.norm) best = { point, side, k };
		}
	}
	if (best.side === 0) return best.point;
	return climb(at(best.side, best.k - 1), at(best.side, best.k + 1), (w) => wallAt(w, b, wall));
}

/** Golden-section search (Kiefer 1953) for the largest norm between `a` and `c`, which enclose one peak. */
function climb(a: number, c: number, at: (w: number) => WallPoint): WallPoint {
	const golden = (Math.sqrt(5) - 1) / 2;
	let [low, high] = a < c ? [a, c] : [c, a];
	let left = at(high - golden * (high - low));
	let right = at(low + golden * (high - low));
	for (let n = 0; n < 60; n++) {
		if (left.norm >= right.norm) {
			high = right.w;
			right = left;
			left = at(high - golden * (high - low));
		} else {
			low = left.w;
			left = right;
			right = at(low + golden * (high - low));
		}
	}
	return left.norm >= right.norm ? left : right;
}

export interface Descent {
	lr: number;
	/** Maximum gradient norm; Infinity disables clipping. */
	clip: number;
	updates: number;
}

/** Gradient descent on the surface. Returns the start and the point after each update. */
export function descend(w: number, b: number, { lr, clip, updates }: Descent, wall: Wall = WALL): WallPoint[] {
	const path = [wallAt(w, b, wall)];
	for (let n = 0; n < updates; n++) {
		const here = path[path.length - 1]!;
		const scale = here.norm > clip ? clip / here.norm : 1; // g := clip / |g| g
		path.push(wallAt(here.w - lr * scale * here.dw, here.b - lr * scale * here.db, wall));
	}
	return path;
}
