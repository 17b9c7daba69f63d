/** Matrices that SOAP and its twin update with the same gradients. */
import type * as orthogonalMatrix from "../../src/algebra/orthogonal.ts";
import type { TensorSpec } from "../../src/cells/layout.ts";
import type { Engine, Floats } from "../../src/kernels/kernels.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import type { Soap } from "../../src/training/updates/soap.ts";
import { matrixOf, product, SoapTwin, type TwinOptions, transposed } from "./soapTwin.ts";

export const OPTIONS = { beta1: 0.8, beta2: 0.9, eps: 1e-8, weightDecay: 0.03, soapEvery: 3 };
const LR = 0.01;
const CLIP = { gradScale: 0.7, clipValue: 1.5 };

export interface Case {
	/** [N,H] of each matrix. */
	shapes: readonly (readonly [number, number])[];
	updates: number;
	options: TwinOptions;
	/** Gradient of a matrix at an update. */
	gradient(random: RandomStream, n: number, h: number, t: number): number[][];
	dense: boolean;
}

/** Specs of matrices that lie in a flat array with 3 other numbers before each. */
function specsOf(shapes: Case["shapes"]): TensorSpec[] {
	let offset = 0;
	return shapes.map(([n, h], l) => {
		const spec = { name: `weight_hh_l${l}`, shape: [n, h], offset: offset + 3, length: n * h };
		offset = spec.offset + spec.length;
		return spec;
	});
}

/**
 * Runs SOAP on an engine. Returns the largest difference of a weight from the twin's after any update, and the largest
 * condition of a factor C.
 */
export function compared(
	engine: Engine,
	make: (specs: TensorSpec[], options: TwinOptions) => Soap,
	the: Case,
): { gap: number; condition: number } {
	const random = new RandomStream(3, "soap");
	const specs = specsOf(the.shapes);
	const last = specs.at(-1)!;
	const flat = (): Floats => engine.floats(last.offset + last.length);
	const arrays = { w: flat(), g: flat(), m: flat(), v: flat() };
	const soap = make(specs, the.options);
	for (let p = 0; p < arrays.w.length; p++) arrays.w[p] = random.normal();
	const twins = specs.map(({ offset, shape: [n, h] }) => {
		return new SoapTwin(
			matrixOf(arrays.w.subarray(offset), n!, h!),
			the.options,
			the.dense,
			8 * (engine.precision === 32 ? 2 ** -23 : 2 ** -52),
		);
	});
	let worst = 0;
	for (let t = 1; t <= the.updates; t++) {
		for (const { offset, shape } of specs) arrays.g.set(the.gradient(random, shape[0]!, shape[1]!, t).flat(), offset);
		soap.update(arrays, { lr: LR, step: t, ...CLIP });
		for (const [l, { offset, shape }] of specs.entries()) {
			const [n, h] = shape as [number, number];
			const clipped = matrixOf(arrays.g.subarray(offset), n, h).map((row) => row.map(clip));
			twins[l]!.update(clipped, LR);
			for (const [k, w] of twins[l]!.W.flat().entries()) worst = Math.max(worst, Math.abs(arrays.w[offset + k]! - w)); // NaN stays NaN
		}
	}
	return { gap: worst, condition: Math.max(...twins.map(({ condition }) => condition)) };
}

const clip = (g: number) => Math.max(-CLIP.clipValue, Math.min(CLIP.clipValue, CLIP.gradScale * g));

/** Gradients without structure, whose factor turns from update to update. */
export const anyGradient: Case["gradient"] = (random, n, h, t) =>
	Array.from({ length: n }, () =>
		Array.from({ length: h }, (_, k) => random.normal() * (1 + ((k + t) % h) / h) * (t % 4 === 0 ? 0.3 : 1)),
	);

/** Gradients A D V^T with orthonormal columns A and one V for all updates: G^T G = V D^2 V^T has the eigenvectors V. */
export function steadyGradient(orthogonal: typeof orthogonalMatrix.orthogonal): Case["gradient"] {
	const square = (size: number, random: RandomStream) => {
		const block = new Float64Array(size * size);
		orthogonal(block, size, 1, random);
		return matrixOf(block, size, size);
	};
	return (random, n, h) => {
		const V = square(h, new RandomStream(8, `eigenvectors of ${h}`));
		const A = transposed(square(n, random).slice(0, h)); // [N,H]
		return product(
			A.map((row) => row.map((x, k) => 0.4 * x * 0.1 ** k)),
			transposed(V),
		);
	};
}
