/**
 * Runs an ONNX file and a model over the same symbols and names the first gate and step at which they part, and what in the
 * file's weights and settings explains it. The file is computed operator by operator (onnx/runGraph.ts) and the model by the
 * reference engine, so that an error of one is not repeated by the other.
 */
import type { ModelSpec } from "../../cells/layout.ts";
import { ownCellOf } from "../../cells/own/reader.ts";
import { RandomStream } from "../../kernels/random.ts";
import { OnnxGraph } from "../onnx/read.ts";
import { type Executed, execute } from "../onnx/runGraph.ts";
import type { PortableModel } from "../portable.ts";
import { toStack } from "../stack.ts";
import { equationFaults } from "./equationFaults.ts";
import type { CheckFault } from "./fault.ts";
import { findFaults } from "./findFaults.ts";
import { type Axes, axesOf, feedsOf, inBounds } from "./graphFeeds.ts";
import { modelTapes, type Tape } from "./modelTape.ts";
import { operatorOf } from "./nodeFaults.ts";

// T steps, B sequences (lanes), H units, L layers, V symbols; row-major, the last letter moves fastest

/** Steps and lanes of the runs; T differs from B, so that exchanged axes show. */
export const CASES: readonly { steps: number; lanes: number }[] = [
	{ steps: 1, lanes: 1 },
	{ steps: 2, lanes: 3 },
	{ steps: 7, lanes: 2 },
	{ steps: 32, lanes: 1 },
];

/** Largest difference of two values that are the same, in units of the wanted value but at least 1: float32 rounds. */
export const CHECK_TOLERANCE = 1e-5;

/** One value of both. */
export interface CheckPoint {
	/** Steps and lanes of the run. */
	steps: number;
	lanes: number;
	/** Layer from 0, and "head" for the logits. */
	layer: number | "head";
	/** Gate i, f, g, o, r, z or n; state c or h; name of an equation; or "logit". */
	gate: string;
	/** Step, lane and unit (symbol of the head), from 0. */
	step: number;
	lane: number;
	unit: number;
	/** Value in the checked file. */
	got: number;
	/** Value in the model. */
	wanted: number;
}

export interface CheckReport {
	/** Whether every gate, state and logit of every run is the same. */
	equal: boolean;
	/** Largest allowed difference, in units of the wanted value but at least 1. */
	tolerance: number;
	/** Largest difference, in the same units, and where; null if nothing could be compared. */
	largest: (CheckPoint & { difference: number }) | null;
	/** First value that differs, in the order of the computation; null if none does. */
	first: CheckPoint | null;
	/** What explains the difference; empty if equal. */
	faults: CheckFault[];
	/** The runs that were made. */
	runs: { steps: number; lanes: number; difference: number }[];
	/** Order of the ids in the file's input. */
	axes: Axes;
}

/** @throws E_ONNX for a graph that cannot be computed. */
export function checkOnnx(bytes: Uint8Array, where: string, model: PortableModel): CheckReport {
	const graph = new OnnxGraph(bytes, where);
	const nodes = graph.nodes.filter(({ opType }) => ["LSTM", "GRU", "RNN", "Scan"].includes(opType));
	const report: CheckReport = {
		...{ equal: false, tolerance: CHECK_TOLERANCE, largest: null, first: null, faults: [], runs: [] },
		axes: "steps, lanes",
	};
	report.faults = shapeFaults(
		graph,
		nodes.map(({ opType }) => opType),
		model,
	);
	if (report.faults.length > 0) return report;
	report.axes = axesOf(graph, model.spec);
	let last: Executed | undefined;
	for (const size of inBounds(graph, CASES, report.axes, model.spec)) {
		const ids = idsFor(size, model.spec.symbols);
		const feeds = feedsOf(graph, ids, size, { axes: report.axes, V: model.spec.symbols });
		last = execute(graph, { feeds, ...size });
		if (last.axes !== undefined) break;
		compareRun(report, last, modelTapes(model, ids, size), size, model.spec);
	}
	if (last?.axes !== undefined) report.faults = [{ kind: "axes", layer: last.axes }];
	report.equal = report.first === null && report.faults.length === 0;
	if (!report.equal && report.faults.length === 0) {
		report.faults =
			model.spec.cell === "own"
				? equationFaults(graph, model)
				: findFaults(graph, nodes, { ...model, stack: toStack(model) }, last?.layers ?? []);
		if (report.faults.length === 0) report.faults = [{ kind: "unknown" }];
	}
	return report;
}

/** Faults that make a comparison of values meaningless. */
function shapeFaults(graph: OnnxGraph, ops: readonly string[], { spec }: PortableModel): CheckFault[] {
	const differs = (kind: CheckFault["kind"], got: string | number, wanted: string | number): CheckFault[] =>
		got === wanted ? [] : [{ kind, got: String(got), wanted: String(wanted) }];
	const wanted = operatorOf(spec);
	const hidden = graph.nodes
		.filter(({ opType }) => opType !== "Scan" && ops.includes(opType))
		.map(({ input }) => graph.constant(input[2] ?? "")?.shape[2] ?? spec.hidden);
	return [
		...differs("cell", ops.find((op) => op !== wanted) ?? wanted, wanted),
		...differs("layers", ops.length, spec.layers),
		...differs("hidden", hidden.find((size) => size !== spec.hidden) ?? spec.hidden, spec.hidden),
	];
}

/** [T,B] ids, each symbol as likely as the others. */
function idsFor({ steps, lanes }: { steps: number; lanes: number }, V: number): Int32Array {
	const rng = new RandomStream(1, `check ${steps} ${lanes}`);
	return Int32Array.from({ length: steps * lanes }, () => rng.below(V));
}

type Size = { steps: number; lanes: number };

/** Compares the values of one run in the order of the computation: step by step, layer by layer. */
function compareRun(
	report: CheckReport,
	got: Executed,
	wanted: { layers: Tape[]; logits: Float64Array },
	{ steps, lanes }: Size,
	spec: ModelSpec,
): void {
	const { hidden: H, symbols: V } = spec;
	const names =
		spec.cell === "own"
			? ownCellOf(spec.equations).lines.map(({ name }) => name)
			: ["i", "f", "g", "r", "z", "n", "c", "o", "h"];
	let most = 0;
	const compare = (a: number, b: number, at: Omit<CheckPoint, "got" | "wanted" | "steps" | "lanes">) => {
		const difference = Math.abs(a - b) / Math.max(1, Math.abs(b));
		const isNew = !(difference <= (report.largest?.difference ?? -1));
		if (isNew) report.largest = { steps, lanes, ...at, got: a, wanted: b, difference };
		if (!(difference <= most)) most = difference;
		if (report.first === null && !(difference <= CHECK_TOLERANCE))
			report.first = { steps, lanes, ...at, got: a, wanted: b };
	};
	const logits = logitsOf(got, { steps, lanes }, V);
	for (let step = 0; step < steps; step++) {
		for (const [layer, tape] of wanted.layers.entries()) {
			const values = got.layers[layer]!.values;
			for (const gate of names) {
				const [a, b] = [values[gate], tape[gate]];
				if (!a || !b) continue;
				for (let n = step * lanes * H; n < (step + 1) * lanes * H; n++)
					compare(a[n]!, b[n]!, { layer, gate, step, lane: Math.floor(n / H) % lanes, unit: n % H });
			}
		}
		for (let lane = 0; lane < lanes; lane++)
			for (let unit = 0; unit < V; unit++) {
				const a = logits(step, lane, unit);
				const b = wanted.logits[(step * lanes + lane) * V + unit]!;
				compare(a, b, { layer: "head", gate: "logit", step, lane, unit });
			}
	}
	report.runs.push({ steps, lanes, difference: most });
}

/** Reads the head's output as [T,B,V], from [T,B,V], [B,T,V] or [T*B,V]; NaN where it has another size. */
function logitsOf({ logits }: Executed, { steps, lanes }: Size, V: number) {
	const data = logits?.data.length === steps * lanes * V ? logits.data : undefined;
	const lanesFirst = logits?.shape.length === 3 && logits.shape[0] === lanes && logits.shape[1] === steps;
	return (step: number, lane: number, unit: number): number => {
		const row = lanesFirst ? lane * steps + step : step * lanes + lane;
		return data?.[row * V + unit] ?? Number.NaN;
	};
}
