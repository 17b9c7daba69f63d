/**
 * A Scan node of ONNX over the first axis: its body runs once per step, reads the states of the step before and that
 * step's slices, and gives the new states and that step's part of each output. The body may read values around it.
 */
import { sized, sizeOf } from "./graphValues.ts";
import type { Node } from "./messages_pb.ts";
import { attribute, type OnnxGraph, type Values } from "./read.ts";
import type { LayerTape } from "./runLayer.ts";

// T steps, B sequences (lanes), H units; row-major, the last letter moves fastest

/** A body's constants count towards the limits of the graph, so a longer list is refused. */
const MOST_CONSTANTS = 1024;

/** Runs the nodes of a body; `known` has its inputs, and gets the value of every output. */
export type RunBody = (nodes: readonly Node[], known: Map<string, Values>) => void;

/** Values that a body names `l0.value.NAME` are those of the equation NAME. */
const VALUE = /^l\d+\.value\.([A-Za-z_]\w*)$/;

export function runScan(
	graph: OnnxGraph,
	node: Node,
	input: readonly (Values | undefined)[],
	runBody: RunBody,
): { tape: LayerTape; outputs: Values[] } {
	const body = attribute(node, "body")?.g;
	const scanned = Number(attribute(node, "num_scan_inputs")?.i ?? 0n);
	const states = input.length - scanned;
	if (!body || scanned < 1 || states < 1 || body.input.length !== input.length || body.output.length < states)
		throw graph.trouble("graph", node.name, "a body that does not fit its inputs");
	for (const { name } of node.attribute)
		if (name !== "body" && name !== "num_scan_inputs") throw graph.trouble("attribute", node.name, name);
	if (body.initializer.length > MOST_CONSTANTS)
		throw graph.trouble("limit", node.name, String(body.initializer.length), String(MOST_CONSTANTS));
	const given = input.map((values) => {
		if (!values) throw graph.trouble("graph", node.name, "an input is absent");
		return values;
	});
	const T = given[states]!.shape[0] ?? 0;
	if (given.slice(states).some(({ shape }) => shape.length < 1 || shape[0] !== T) || T === 0)
		throw graph.trouble("tensor", node.name, "steps that differ");
	let carried = given.slice(0, states);
	const [B = 0, H = 0] = carried[0]!.shape;
	const values: Record<string, Float64Array> = Object.create(null);
	const kept: Values[][] = body.output.slice(states).map(() => []);
	const constants = body.initializer.map((tensor): [string, Values] => [tensor.name, graph.decoded(tensor)]);
	for (let t = 0; t < T; t++) {
		const slices = given.slice(states).map(({ shape, data }) => {
			const size = sizeOf(shape.slice(1));
			return sized(shape.slice(1), data.subarray(t * size, (t + 1) * size));
		});
		const known = new Map<string, Values>(constants);
		for (const [k, { name }] of body.input.entries()) known.set(name, [...carried, ...slices][k]!);
		runBody(body.node, known);
		const out = body.output.map(({ name }) => {
			const found = known.get(name);
			if (!found) throw graph.trouble("graph", name, "no value");
			return found;
		});
		carried = out.slice(0, states);
		for (const [k, found] of out.slice(states).entries()) kept[k]!.push(found);
		for (const [name, { shape, data }] of known) {
			const [, line] = VALUE.exec(name) ?? [];
			if (line === undefined || shape.length !== 2 || shape[0] !== B || shape[1] !== H) continue;
			values[line] ??= new Float64Array(T * B * H);
			values[line].set(data, t * B * H);
		}
	}
	const outputs = kept.map((steps) => {
		const { shape } = steps[0]!;
		if (steps.some((step) => step.shape.join() !== shape.join()))
			throw graph.trouble("tensor", node.name, "outputs that change their shape");
		const made = new Float64Array(T * sizeOf(shape));
		for (const [t, { data }] of steps.entries()) made.set(data, t * sizeOf(shape));
		return sized([T, ...shape], made);
	});
	const started = given.slice(0, states).some(({ data }) => data.some((x) => x !== 0));
	return {
		tape: { op: "Scan", name: node.name, T, B, H, values, started, cut: false },
		outputs: [...carried, ...outputs],
	};
}
