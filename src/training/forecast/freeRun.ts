/** Running on freely: past the last step that is known, what a network foretells takes the place of its input. */
import { Unrolled } from "../../cells/unroll.ts";
import type { Weights } from "../../cells/weights.ts";
import type { Forecast } from "../../data/tasks/task.ts";
import type { Engine } from "../../kernels/kernels.ts";
import type { EchoState } from "../echo/echoState.ts";

// T steps known, D inputs, V outputs, F steps foretold

/** A network that is driven a step at a time, from a zero state: x [D] -> y [V], a view or a copy. */
export type Stepper = (x: Float64Array) => ArrayLike<number>;

/** Steps beyond the last known one that can be foretold: without end, or the horizon where an input is not foretold. */
export function foretellable({ horizon, feeds }: Forecast): number {
	return feeds.every((v) => v >= 0) ? Number.POSITIVE_INFINITY : horizon;
}

/**
 * The F steps after the known ones, [F,V]. Step t's output is about step t + horizon: the first `horizon` steps come from
 * known inputs alone, all further ones from what was foretold.
 * @param known [T,D], T at least the horizon. @param F at most foretellable(forecast).
 */
export function freeRun(step: Stepper, known: Float64Array, forecast: Forecast, F: number): Float64Array {
	const { horizon, feeds } = forecast;
	const D = feeds.length;
	const T = known.length / D;
	let V = 0;
	const foretold: number[] = []; // [F,V]
	for (let t = 0; t < T + Math.max(0, F - horizon); t++) {
		const x = t < T ? known.slice(t * D, (t + 1) * D) : Float64Array.from(feeds, (v) => foretold[(t - T) * V + v]!);
		const y = step(x);
		V = y.length;
		if (t >= T - horizon && foretold.length < F * V) for (let v = 0; v < V; v++) foretold.push(y[v]!);
	}
	return Float64Array.from(foretold);
}

/** A trained stack, stepped; `free` gives its arrays back. */
export function stackStepper(engine: Engine, weights: Weights): { step: Stepper; free(): void } {
	const window = new Unrolled(engine, weights, { steps: 1, lanes: 1 });
	return {
		step(x) {
			window.x!.set(x);
			window.forward();
			window.carry();
			return window.logits;
		},
		free: () => window.free(),
	};
}

/** An echo state network, stepped; what it says is fed back where its reservoir takes it. */
export function echoStepper(network: EchoState): Stepper {
	network.reservoir.reset();
	let y = new Float64Array(network.outputs);
	return (x) => {
		network.step(x, y);
		y = network.read() as Float64Array<ArrayBuffer>;
		return y;
	};
}
