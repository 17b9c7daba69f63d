/** What a graph is fed with: ids or one-hot rows in the order of its axes, zeros as states, whole sequences. */
import type { ModelSpec } from "../../cells/layout.ts";
import { sized, sizeOf } from "../onnx/graphValues.ts";
import type { ValueInfo } from "../onnx/messages_pb.ts";
import type { OnnxGraph, Values } from "../onnx/read.ts";
import { execute } from "../onnx/runGraph.ts";

// T steps, B sequences (lanes), V symbols; row-major, the last letter moves fastest

/** Order of the axes of a graph's input. */
export type Axes = "steps, lanes" | "lanes, steps";

type Size = { steps: number; lanes: number };

const INTEGERS: readonly number[] = [6, 7];
/** Numbers of one input. */
const MOST = 2 ** 24;

const dimsOf = (input: ValueInfo) => input.type?.tensorType?.shape?.dim ?? [];
const isInteger = (input: ValueInfo) => INTEGERS.includes(input.type?.tensorType?.elemType ?? 0);

/** The input of symbols: ids of two axes, else the rows of V numbers of three. @throws E_ONNX if there is none. */
function symbolsInput(graph: OnnxGraph, V: number): ValueInfo {
	const ids = graph.inputs.filter((input) => isInteger(input) && dimsOf(input).length === 2);
	const rows = graph.inputs.filter((input) => dimsOf(input).length === 3 && Number(dimsOf(input)[2]!.dimValue) === V);
	const [found, second] = ids.length > 0 ? ids : rows;
	if (!found || second)
		throw graph.trouble("graph", undefined, `${graph.inputs.length} inputs`, `ids, or rows of ${V}`);
	return found;
}

/** Finds the order of the axes: that in which layer 0 sees [T,B]. */
export function axesOf(graph: OnnxGraph, { symbols: V }: Pick<ModelSpec, "symbols">): Axes {
	const given = symbolsInput(graph, V);
	const [first = 0, second = 0] = dimsOf(given).map(({ dimValue }) => Number(dimValue));
	const size = { steps: first || 3, lanes: second || 2 };
	const ids = new Int32Array(size.steps * size.lanes);
	const feeds = feedsOf(graph, ids, size, { axes: "steps, lanes", V });
	return execute(graph, { feeds, ...size, upTo: 1 }).axes === 0 ? "lanes, steps" : "steps, lanes";
}

/** The sizes that the graph's own fixed axes allow; its own if it allows none. */
export function inBounds(
	graph: OnnxGraph,
	sizes: readonly Size[],
	axes: Axes,
	{ symbols: V }: Pick<ModelSpec, "symbols">,
): Size[] {
	const dims = dimsOf(symbolsInput(graph, V)).map(({ dimValue }) => Number(dimValue));
	const [steps = 0, lanes = 0] = axes === "steps, lanes" ? dims : [dims[1], dims[0]];
	const fixed = sizes.map((size) => ({ steps: steps || size.steps, lanes: lanes || size.lanes }));
	return fixed.filter(
		(size, k) => fixed.findIndex((one) => String(Object.values(one)) === String(Object.values(size))) === k,
	);
}

/** Values of all inputs, for ids [T,B]. */
export function feedsOf(
	graph: OnnxGraph,
	ids: Int32Array,
	{ steps, lanes }: Size,
	{ axes, V }: { axes: Axes; V: number },
): Map<string, Values> {
	const symbols = symbolsInput(graph, V);
	const [first, second] = axes === "steps, lanes" ? [steps, lanes] : [lanes, steps];
	const ordered = Float64Array.from({ length: first * second }, (_, n) => {
		const [a, b] = [Math.floor(n / second), n % second];
		return ids[axes === "steps, lanes" ? a * lanes + b : b * lanes + a]!;
	});
	return new Map(
		graph.inputs.map((input): [string, Values] => {
			if (input === symbols) {
				if (dimsOf(input).length === 2) return [input.name, sized([first, second], ordered)];
				const rows = new Float64Array(checked(graph, input, [first, second, V]));
				for (const [n, id] of ordered.entries()) rows[n * V + id] = 1;
				return [input.name, sized([first, second, V], rows)];
			}
			const shape = dimsOf(input).map(({ dimValue }) => Number(dimValue) || lanes);
			const zeros = new Float64Array(checked(graph, input, shape));
			return [input.name, sized(shape, isInteger(input) ? zeros.fill(steps) : zeros)];
		}),
	);
}

function checked(graph: OnnxGraph, { name }: ValueInfo, shape: readonly number[]): number {
	const bad = shape.length > 8 || shape.some((size) => !Number.isSafeInteger(size) || size < 0);
	if (bad || sizeOf(shape) > MOST) throw graph.trouble("limit", name, `[${shape}]`, String(MOST));
	return sizeOf(shape);
}
