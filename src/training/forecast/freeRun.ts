/** Free-running forecasts: past the last known step, a network's own forecasts replace its input. */
import { Unrolled } from "../../cells/unroll.ts";
import type { Weights } from "../../cells/weights.ts";
import type { Forecast } from "../../data/tasks/task.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { atOnce, type Work } from "../../kernels/work.ts";
import type { EchoState } from "../echo/echoState.ts";

// T known steps, D inputs, V outputs, F forecast steps

/** Runs a network by one step, x [D] -> y [V], starting from a zero state. y is a view or a copy. */
export type Stepper = (x: Float64Array) => ArrayLike<number>;

/** Returns how many steps can be forecast: Infinity, or the horizon if some input is not itself forecast. */
export function foretellable({ horizon, feeds }: Forecast): number {
	return feeds.every((v) => v >= 0) ? Number.POSITIVE_INFINITY : horizon;
}

/**
 * Returns forecasts of the F steps after the known ones, [F,V]. The output at step t forecasts step t + horizon. The
 * first `horizon` forecasts use known inputs alone, later ones also use earlier forecasts.
 * @param known inputs [T,D], T at least the horizon. @param F at most foretellable(forecast).
 */
export function freeRun(step: Stepper, known: Float64Array, forecast: Forecast, F: number): Float64Array {
	return atOnce(freeRunInPieces(step, known, forecast, F));
}

/** Steps between two yields. */
const PIECE = 64;

/** `freeRun` in pieces. */
export function* freeRunInPieces(
	step: Stepper,
	known: Float64Array,
	forecast: Forecast,
	F: number,
): Work<Float64Array> {
	const { horizon, feeds } = forecast;
	const D = feeds.length;
	const T = known.length / D;
	let V = 0;
	const foretold: number[] = []; // [F,V]
	const steps = T + Math.max(0, F - horizon);
	for (let t = 0; t < steps; t++) {
		if (t % PIECE === PIECE - 1) yield t / steps;
		const x = t < T ? known.slice(t * D, (t + 1) * D) : Float64Array.from(feeds, (v) => foretold[(t - T) * V + v]!);
		const y = step(x);
		V = y.length;
		if (t >= T - horizon && foretold.length < F * V) for (let v = 0; v < V; v++) foretold.push(y[v]!);
	}
	return Float64Array.from(foretold);
}

/** Returns a stepper for a trained stack. `free` returns its arrays to the engine. */
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

/** Returns a stepper for an echo state network. Its outputs are fed back if the reservoir has feedback. */
export function echoStepper(network: EchoState): Stepper {
	network.reservoir.reset();
	let y = new Float64Array(network.outputs);
	return (x) => {
		network.step(x, y);
		y = network.read() as Float64Array<ArrayBuffer>;
		return y;
	};
}
