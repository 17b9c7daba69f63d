/**
 * Everything that happens in one step of an echo state network on a task or a series, by name and equation: forward, and
 * the derivatives of the loss. Training takes none of these derivatives through time, since only the readout is learned,
 * by regression; they say what the later outputs owe to this state.
 *
 *   dL/dy_t = dloss_t/dy_t + W_back^T dL/da_{t+1}     dL/dh_t = W_out^T dL/dy_t + (1 - C g) dL/dh_{t+1} + W^T dL/da_{t+1}
 *   dL/da_t = C (1 - tanh^2 a_t) dL/dh_t              dL/dx_t = W_in^T dL/da_t + W_out^T dL/dy_t
 */
import { fail } from "../../errors/index.ts";
import type { StepValue } from "../stepValues.ts";
import { echoEquations, solveEcho, type Vectors } from "./echoEquations.ts";
import { backThroughEcho } from "./echoGradient.ts";
import { type EchoModel, inputAt, isScoredAt, lossAt, targetAt } from "./echoModel.ts";
import type { EchoStates } from "./echoStates.ts";

// N units, D inputs, V outputs

export interface EchoStepOptions {
	/** Step, from 0. */
	step: number;
	/** Later steps whose losses are added to the loss, 0 to 65536. Default 16; fewer at the end of the sequence. */
	ahead?: number;
	signal?: AbortSignal;
}

export interface EchoStep {
	step: number;
	/** Later steps whose losses are added. */
	ahead: number;
	/** Symbol read; -1 if values are read. */
	id: number;
	/** Class or symbol that is the target; -1 for none, and of values. */
	target: number;
	/** Loss of this step, in the unit of the head; null if the step is not scored. */
	loss: number | null;
	/** Sum of the losses of this step and the later ones. */
	cost: number;
	/** Whether y_t is fed back. */
	isFed: boolean;
	/** Forward values in order of computation, the outputs and the target last. */
	forward: StepValue[];
	/** Backward values, from dL/dy_t to dL/dh_{t-1} and dL/dx_t. */
	backward: StepValue[];
}

/** Explains one step. @throws E_SIZE for a step that does not exist. */
export function explainEcho(states: EchoStates, { step, ahead: wanted = 16, signal }: EchoStepOptions): EchoStep {
	const { model, sequence } = states;
	size("step", step, sequence.steps - 1);
	size("ahead", wanted, 1 << 16);
	const { units: N, outputs: V } = model;
	const ahead = Math.min(wanted, sequence.steps - 1 - step);
	const window = states.window(step, step + ahead + 1, signal);
	const found: Vectors = new Map([
		["x", inputAt(model, sequence, step)],
		["h_prev", window.h.slice(0, N)],
		...(model.feedback ? [["y_prev", window.before.slice(0, V)] as const] : []),
		["C", new Float64Array(N).fill(model.gain)],
		["tanh_a", window.activation.slice(0, N)],
		["h", window.h.slice(N, 2 * N)],
		["y", window.y.slice(0, V)],
	]);
	const own = new Map(FORWARD_TEXTS);
	const equations = echoEquations(model);
	solveEcho(equations, found);
	const text = (name: string) => equations.find((one) => one.name === name)?.text ?? own.get(name)!;
	const names = ["x", "h_prev", ...(model.feedback ? ["y_prev"] : []), "C", ...equations.map(({ name }) => name)];
	const forward = names.map((name): StepValue => ({ name, text: text(name), values: found.get(name)! }));
	if (model.input === "symbols") forward[0]!.text = "x_t, 1 at the symbol read";
	const target = targetAt(model, sequence, step);
	forward.push({ name: "target", text: "d_t, the target", values: target });
	let cost = 0;
	for (let n = 0; n <= ahead; n++)
		cost += lossAt(model, sequence, step + n, window.y.slice(n * V, (n + 1) * V)).loss ?? 0;
	const flow = [...backThroughEcho(model, sequence, window, step)].at(-1)!;
	return {
		...{ step, ahead, id: sequence.ids?.[step] ?? -1, target: sequence.targets?.[step] ?? -1 },
		...{ loss: lossAt(model, sequence, step, found.get("y")!).loss, cost, isFed: isScoredAt(model, sequence, step) },
		...{ forward, backward: backwardValues(model, flow.values) },
	};
}

const FORWARD_TEXTS: [string, string][] = [
	["x", "x_t"],
	["h_prev", "h_{t-1}"],
	["y_prev", "y_{t-1}, fed back"],
	["C", "C, the leak rate"],
];

/** Texts of the backward values, in order. */
function backwardTexts({ feedback, leak }: EchoModel): [string, string][] {
	const keep = leak === 1 ? "1 - C" : "1 - C g";
	return [
		...(feedback
			? ([
					["d.y.own", "dL/dy_t from the loss of step t"],
					["d.y.later", "dL/dy_t from t+1 = W_back^T dL/da_{t+1}"],
					["d.y", "dL/dy_t = dL/dy_t from the loss of step t + from t+1"],
				] as [string, string][])
			: ([["d.y", "dL/dy_t, from the loss of step t"]] as [string, string][])),
		["d.h.above", "dL/dh_t from above"],
		["d.h.later", "dL/dh_t from t+1"],
		["d.h", "dL/dh_t = dL/dh_t from above + from t+1"],
		["d.a", "dL/da_t = C (1 - tanh^2(a_t)) dL/dh_t"],
		["d.h_prev", `dL/dh_{t-1} = (${keep}) dL/dh_t + W^T dL/da_t`],
		...(feedback ? ([["d.y_prev", "dL/dy_{t-1} = W_back^T dL/da_t"]] as [string, string][]) : []),
		["d.x", "dL/dx_t = W_in^T dL/da_t + W_out^T dL/dy_t"],
	];
}

const backwardValues = (model: EchoModel, values: Vectors): StepValue[] =>
	backwardTexts(model).map(([name, text]) => ({ name, text, values: values.get(name)! }));

export function size(what: string, got: number, max: number): void {
	if (!Number.isInteger(got) || got < 0 || got > max)
		throw fail("E_SIZE", { what, got, min: 0, max: Math.max(0, max) });
}
