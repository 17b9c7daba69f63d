/**
 * A plane through a network's own weights, W + x d1 + y d2, as a surface that one can walk: the loss of one window at a
 * place, its slope in the plane, and gradient descent there with and without clipping. d1 is the direction of the steepest
 * ascent at the weights themselves, d2 a random one at a right angle to it; both have length 1, so that distances in the
 * plane are distances between weights.
 */
import { Unrolled } from "../cells/unroll.ts";
import { Weights } from "../cells/weights.ts";
import type { Engine } from "../kernels/kernels.ts";
import { RandomStream } from "../kernels/random.ts";

export interface PlanePoint {
	x: number;
	y: number;
	/** Mean loss of the window, in nats per symbol. */
	loss: number;
	/** Slope along d1 and d2. */
	dx: number;
	dy: number;
	/** Norm of (dx, dy). */
	norm: number;
}

export interface Walk {
	lr: number;
	/** Maximum norm of the slope; 0 for none. */
	clip: number;
	updates: number;
}

/** Part of a gradient that may be nothing but rounding of d1 and d2. */
const ROUNDING = 1e-12;

export class WeightPlane {
	/** Norm of all weights. */
	readonly size: number;
	readonly #weights: Weights;
	readonly #gradients: Weights;
	readonly #window: Unrolled;
	readonly #origin: Float64Array;
	readonly #d1: Float64Array;
	readonly #d2: Float64Array;

	/** @param ids symbols of the window, one more than it has steps. @param given stays as it is. */
	constructor(engine: Engine, given: Weights, ids: ArrayLike<number>, seed: number) {
		const T = ids.length - 1;
		this.#weights = new Weights(engine, given.spec);
		this.#weights.flat.set(given.flat);
		this.#gradients = new Weights(engine, given.spec);
		this.#window = new Unrolled(engine, this.#weights, { steps: T, lanes: 1, training: true });
		for (let t = 0; t < T; t++) [this.#window.ids[t], this.#window.targets[t]] = [ids[t]!, ids[t + 1]!];
		this.#origin = Float64Array.from(given.flat);
		this.size = lengthOf(this.#origin);
		const P = this.#origin.length;
		this.#d1 = new Float64Array(P);
		this.#d2 = new Float64Array(P);
		this.#slopes();
		this.#d1.set(this.#gradients.flat);
		scale(this.#d1, 1 / (lengthOf(this.#d1) || 1));
		const random = new RandomStream(seed, "plane");
		for (let j = 0; j < P; j++) this.#d2[j] = random.normal();
		const along = dot(this.#d1, this.#d2);
		for (let j = 0; j < P; j++) this.#d2[j]! -= along * this.#d1[j]!;
		scale(this.#d2, 1 / lengthOf(this.#d2));
	}

	/** Loss alone: half the cost of `at`. */
	lossAt(x: number, y: number): number {
		this.#go(x, y);
		this.#window.forward();
		const { lossNats, scored } = this.#window.loss();
		return lossNats / scored;
	}

	at(x: number, y: number): PlanePoint {
		this.#go(x, y);
		const loss = this.#slopes();
		const { flat } = this.#gradients;
		const [dx, across] = [dot(this.#d1, flat), dot(this.#d2, flat)];
		const dy = Math.abs(across) <= ROUNDING * Math.sqrt(dot(flat, flat)) ? 0 : across; // at the weights it is 0
		return { x, y, loss, dx, dy, norm: Math.sqrt(dx * dx + dy * dy) };
	}

	/** Gradient descent in the plane. Returns the start and the point after each update; it ends where a loss is not finite. */
	walk(x: number, y: number, { lr, clip, updates }: Walk): PlanePoint[] {
		const path = [this.at(x, y)];
		for (let n = 0; n < updates; n++) {
			const here = path.at(-1)!;
			if (!Number.isFinite(here.loss) || !Number.isFinite(here.norm)) break;
			const factor = lr * (clip > 0 && here.norm > clip ? clip / here.norm : 1);
			path.push(this.at(here.x - factor * here.dx, here.y - factor * here.dy));
		}
		return path;
	}

	free(): void {
		this.#window.free();
		this.#window.engine.free(this.#weights.flat, this.#gradients.flat);
	}

	#go(x: number, y: number): void {
		const { flat } = this.#weights;
		for (let j = 0; j < flat.length; j++) flat[j] = this.#origin[j]! + x * this.#d1[j]! + y * this.#d2[j]!;
	}

	#slopes(): number {
		this.#gradients.flat.fill(0);
		this.#window.forward();
		const { scored } = this.#window.loss();
		const { lossNats } = this.#window.backward(this.#gradients, { scale: 1 / scored });
		return lossNats / scored;
	}
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
	let sum = 0;
	for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
	return sum;
}
const lengthOf = (x: Float64Array) => Math.sqrt(dot(x, x));
function scale(x: Float64Array, factor: number): void {
	for (let j = 0; j < x.length; j++) x[j]! *= factor;
}
