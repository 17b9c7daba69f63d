/**
 * Orthonormal rows for large matrices: Gram-Schmidt by panels of rows. Each panel is projected off all earlier rows by
 * dense layers of an engine and orthonormalised in float64, both twice (Giraud et al. 2005). In float32, dot products of
 * rows are within 1e-6 of those of the identity; the last bits depend on the engine's build, not on its threads.
 */
import type { Engine, Floats } from "../kernels/kernels.ts";
import type { RandomStream } from "../kernels/random.ts";
import type { Work } from "../kernels/work.ts";
import { orthogonaliseRows } from "./orthogonal.ts";

/** Rows per panel, R. */
const PANEL = 64;
/** Multiplications per call of the engine, about ten milliseconds. */
const PER_CALL = 2 ** 28;

/**
 * Fills [H,H] with gain * Q, in pieces: the random orthogonal matrix of orthogonal.ts but for rounding. Cost about 2 H^3
 * multiplications, in `engine`.
 */
export function* orthogonalByPanels(
	block: Floats,
	H: number,
	gain: number,
	random: RandomStream,
	engine: Engine,
): Work<void> {
	for (let k = 0; k < H * H; k++) {
		block[k] = random.normal();
		if (k % H === 0) yield 0;
	}
	yield* orthonormaliseByPanels(block, H, engine);
	if (gain !== 1) for (let k = 0; k < H * H; k++) block[k]! *= gain;
}

/**
 * Orthonormalises the rows of `block`, [H,H] of full rank, in place and in order: the Q of a QR decomposition of its
 * transpose whose R has a positive diagonal. Cost about 2 H^3 multiplications, in `engine`.
 */
export function* orthonormaliseByPanels(block: Floats, H: number, engine: Engine): Work<void> {
	const most = Math.min(H, Math.max(1, Math.floor(PER_CALL / (PANEL * H)))); // earlier rows per call
	const panel = engine.floats(PANEL * H); // [R,H]
	const dots = engine.floats(most * PANEL); // [N,R]
	const [zeros, unused] = [engine.floats(PANEL), engine.floats(PANEL)];
	const exact = new Float64Array(PANEL * H); // [R,H]
	try {
		for (let i = 0; i < H; i += PANEL) {
			const R = Math.min(PANEL, H - i);
			const share = (i / H) ** 2;
			panel.set(block.subarray(i * H, (i + R) * H));
			for (let pass = 0; pass < 2; pass++) {
				for (let j = 0; j < i; j += most) {
					const N = Math.min(most, i - j);
					const x = block.subarray(j * H, (j + N) * H); // [N,H]
					engine.denseForward({ N, D: H, V: R, x, w: panel, b: zeros, y: dots });
					for (let k = 0; k < N * R; k++) dots[k] = -dots[k]!;
					const w = block.subarray(i * H, (i + R) * H); // not read, for want of dx
					engine.denseBackward({ N, D: H, V: R, x, w, dy: dots, dw: panel, db: unused }); // panel -= dots^T x
					yield share;
				}
				exact.set(panel);
				for (const _ of orthogonaliseRows(exact, R, H)) yield share;
				panel.set(exact);
			}
			block.set(R === PANEL ? panel : panel.subarray(0, R * H), i * H);
		}
	} finally {
		engine.free(panel, dots, zeros, unused);
	}
}
