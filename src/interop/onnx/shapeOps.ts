/** The operators of a graph that move numbers without computing with them, and the softmax after the head. */
import { indexIn } from "./elementwise.ts";
import type { Budget } from "./graphBudget.ts";
import { axisOf, integersOf, sized, sizeOf } from "./graphValues.ts";
import type { Node } from "./messages_pb.ts";
import { attribute, type OnnxGraph, type Values } from "./read.ts";

interface Call {
	graph: OnnxGraph;
	node: Node;
	input: readonly (Values | undefined)[];
	budget: Budget;
}
type Operator = (call: Call) => Values[];

/** Most dimensions of a value. */
const RANK = 8;

export const SHAPE_OPS = {
	Identity: (call) => [need(call, 0)],
	Dropout: (call) => [need(call, 0)],
	Softmax: (call) => [need(call, 0)],
	LogSoftmax: (call) => [need(call, 0)],
	Cast: ({ node, ...call }) => {
		const { shape, data } = need({ node, ...call }, 0);
		const to = Number(attribute(node, "to")?.i ?? 1n);
		return [to === 6 || to === 7 ? sized(shape, data.map(Math.trunc)) : { shape, data }];
	},
	Shape: (call) => {
		const { shape } = need(call, 0);
		return [sized([shape.length], Float64Array.from(shape))];
	},
	Squeeze: (call) => {
		const { graph, node } = call;
		const { shape, data } = need(call, 0);
		const axes = integersOf(graph, node, "axes", call.input[1])?.map((axis) => axisOf(graph, node, axis, shape.length));
		const kept = shape.filter((size, axis) => (axes ? !axes.includes(axis) : size !== 1));
		if (sizeOf(kept) !== data.length) throw graph.trouble("tensor", node.name, `[${shape}]`, "axes of size 1");
		return [sized(kept, data)];
	},
	Unsqueeze: (call) => {
		const { graph, node } = call;
		const { shape, data } = need(call, 0);
		const axes = integersOf(graph, node, "axes", call.input[1]) ?? [];
		const rank = shape.length + axes.length;
		if (rank > RANK) throw graph.trouble("limit", node.name, String(rank), String(RANK));
		const places = new Set(axes.map((axis) => axisOf(graph, node, axis, rank)));
		const rest = [...shape];
		return [
			sized(
				Array.from({ length: rank }, (_, k) => (places.has(k) ? 1 : rest.shift()!)),
				data,
			),
		];
	},
	Reshape: reshape,
	Transpose: transpose,
	Concat: concat,
	Split: split,
	Slice: slice,
	Gather: gather,
	ConstantOfShape: (call) => {
		const { graph, node, budget } = call;
		const shape = integersOf(graph, node, "shape", need(call, 0))!;
		const fill = attribute(node, "value")?.t;
		const bytes = fill?.rawData ?? new Uint8Array();
		const value = bytes.length === 4 ? new DataView(bytes.buffer, bytes.byteOffset, 4).getFloat32(0, true) : 0;
		return [sized(shape, filled(call, budget, shape).fill(value))];
	},
	Expand: (call) => {
		const { graph, node, budget } = call;
		const { shape, data } = need(call, 0);
		const wanted = integersOf(graph, node, "shape", need(call, 1))!;
		const rank = Math.max(shape.length, wanted.length);
		const padded = (sizes: readonly number[]) => [...new Array<number>(rank - sizes.length).fill(1), ...sizes];
		const [from, to] = [padded(shape), padded(wanted)];
		const out = from.map((size, k) => (size === 1 ? to[k]! : size));
		if (rank > RANK || out.some((size, k) => size !== to[k] && to[k] !== 1))
			throw graph.trouble("tensor", node.name, `[${shape}]`, `[${wanted}]`);
		const made = filled(call, budget, out);
		for (let n = 0; n < made.length; n++) made[n] = data[indexIn(from, out, n)]!;
		return [sized(out, made)];
	},
	OneHot: (call) => {
		const { graph, node, budget } = call;
		const { shape, data } = need(call, 0);
		const [depth = 0] = need(call, 1).data;
		const levels = need(call, 2).data;
		if (Number(attribute(node, "axis")?.i ?? -1n) !== -1) throw graph.trouble("attribute", node.name, "axis", "-1");
		const made = filled(call, budget, [...shape, depth]).fill(levels[0] ?? 0);
		for (const [n, id] of data.entries()) {
			const at = id < 0 ? id + depth : id;
			if (at >= 0 && at < depth) made[n * depth + at] = levels[1] ?? 1;
		}
		return [sized([...shape, depth], made)];
	},
} as const satisfies Record<string, Operator>;

function need({ graph, node, input }: Pick<Call, "graph" | "node" | "input">, k: number): Values {
	const values = input[k];
	if (!values) throw graph.trouble("graph", node.name, `input ${k} is absent`);
	return values;
}

/** Returns zeros, after their number is counted. */
function filled({ graph, node }: Call, budget: Budget, shape: readonly number[]): Float64Array<ArrayBuffer> {
	const bad = shape.length > RANK || shape.some((size) => !Number.isSafeInteger(size) || size < 0);
	if (bad) throw graph.trouble("tensor", node.name, `[${shape}]`);
	budget.numbers(sizeOf(shape));
	return new Float64Array(sizeOf(shape));
}

function reshape(call: Call): Values[] {
	const { graph, node } = call;
	const { shape, data } = need(call, 0);
	const asked = integersOf(graph, node, "shape", need(call, 1))!;
	const sizes = asked.map((size, k) => (size === 0 ? (shape[k] ?? 0) : size));
	const rest = sizes.indexOf(-1);
	if (rest >= 0) sizes[rest] = data.length / sizeOf(sizes.filter((_, k) => k !== rest));
	if (sizes.length > RANK || sizes.some((size) => !Number.isSafeInteger(size)) || sizeOf(sizes) !== data.length)
		throw graph.trouble("tensor", node.name, `[${shape}]`, `[${asked}]`);
	return [sized(sizes, data)];
}

function transpose(call: Call): Values[] {
	const { graph, node, budget } = call;
	const { shape, data } = need(call, 0);
	const rank = shape.length;
	const given = attribute(node, "perm")?.ints.map(Number);
	const perm = given && given.length > 0 ? given : shape.map((_, k) => rank - 1 - k);
	if (perm.length !== rank || [...perm].sort((a, b) => a - b).some((axis, k) => axis !== k))
		throw graph.trouble("attribute", node.name, `perm ${perm}`);
	const out = perm.map((axis) => shape[axis]!);
	const strides = perm.map((axis) => sizeOf(shape.slice(axis + 1)));
	const made = filled(call, budget, out);
	for (let n = 0; n < made.length; n++) {
		let rest = n;
		let at = 0;
		for (let k = rank - 1; k >= 0; k--) {
			at += (rest % out[k]!) * strides[k]!;
			rest = Math.floor(rest / out[k]!);
		}
		made[n] = data[at]!;
	}
	return [sized(out, made)];
}

/** A value as [outer, size of the axis, inner]. */
function along(call: Call, values: Values, name = "axis", otherwise = 0) {
	const { graph, node } = call;
	const { shape } = values;
	const axis = axisOf(graph, node, Number(attribute(node, name)?.i ?? otherwise), shape.length);
	return { axis, outer: sizeOf(shape.slice(0, axis)), size: shape[axis]!, inner: sizeOf(shape.slice(axis + 1)) };
}

/** The rows `picked` of the axis, in that order. */
function pick(call: Call, values: Values, axis: number, picked: readonly number[]): Values {
	const { shape, data } = values;
	const outer = sizeOf(shape.slice(0, axis));
	const inner = sizeOf(shape.slice(axis + 1));
	const size = shape[axis]!;
	const out = [...shape.slice(0, axis), picked.length, ...shape.slice(axis + 1)];
	const made = filled(call, call.budget, out);
	for (let o = 0; o < outer; o++)
		for (const [k, row] of picked.entries()) {
			const from = (o * size + row) * inner;
			made.set(data.subarray(from, from + inner), (o * picked.length + k) * inner);
		}
	return sized(out, made);
}

function concat(call: Call): Values[] {
	const { graph, node, budget } = call;
	const parts = call.input.map((_, k) => need(call, k));
	const { axis, outer, inner } = along(call, need(call, 0));
	const others = ({ shape }: Values) => shape.filter((_, k) => k !== axis).join();
	const rank = parts[0]!.shape.length;
	if (parts.some((part) => part.shape.length !== rank || others(part) !== others(parts[0]!)))
		throw graph.trouble("tensor", node.name, "sizes that differ");
	const size = parts.reduce((sum, { shape }) => sum + shape[axis]!, 0);
	const out = parts[0]!.shape.map((one, k) => (k === axis ? size : one));
	const made = filled(call, budget, out);
	let at = 0;
	for (let o = 0; o < outer; o++)
		for (const { shape, data } of parts) {
			const length = shape[axis]! * inner;
			made.set(data.subarray(o * length, (o + 1) * length), at);
			at += length;
		}
	return [sized(out, made)];
}

function split(call: Call): Values[] {
	const { graph, node, input } = call;
	const values = need(call, 0);
	const { axis, size } = along(call, values);
	const count = node.output.length;
	const sizes = integersOf(graph, node, "split", input[1]) ?? new Array<number>(count).fill(size / count);
	const total = sizes.reduce((sum, one) => sum + one, 0);
	if (sizes.length !== count || total !== size || sizes.some((one) => !Number.isSafeInteger(one) || one < 0))
		throw graph.trouble("tensor", node.name, `[${sizes}]`, String(size));
	let at = 0;
	return sizes.map((length) => {
		const from = at;
		at += length;
		return pick(
			call,
			values,
			axis,
			Array.from({ length }, (_, k) => from + k),
		);
	});
}

function slice(call: Call): Values[] {
	const { graph, node, input } = call;
	let values = need(call, 0);
	const rank = values.shape.length;
	const starts = integersOf(graph, node, "starts", input[1]) ?? [];
	const ends = integersOf(graph, node, "ends", input[2]) ?? [];
	const axes = integersOf(graph, node, "axes", input[3]) ?? starts.map((_, k) => k);
	const steps = integersOf(graph, node, "steps", input[4]) ?? starts.map(() => 1);
	if (steps.some((step) => step !== 1) || ends.length !== starts.length || axes.length !== starts.length)
		throw graph.trouble("attribute", node.name, `steps ${steps}`, "1");
	for (const [k, asked] of axes.entries()) {
		const axis = axisOf(graph, node, asked, rank);
		const size = values.shape[axis]!;
		const within = (at: number) => Math.min(size, Math.max(0, at < 0 ? at + size : at));
		const [from, to] = [within(starts[k]!), within(ends[k]!)];
		values = pick(
			call,
			values,
			axis,
			Array.from({ length: Math.max(0, to - from) }, (_, n) => from + n),
		);
	}
	return [values];
}

function gather(call: Call): Values[] {
	const { graph, node } = call;
	const values = need(call, 0);
	const places = need(call, 1);
	const { axis, size } = along(call, values);
	const picked = Array.from(places.data, (id) => (id < 0 ? id + size : id));
	const wrong = picked.find((id) => !Number.isInteger(id) || id < 0 || id >= size);
	if (wrong !== undefined) throw graph.trouble("tensor", node.name, String(wrong), `0..${size - 1}`);
	const rows = pick(call, values, axis, picked);
	return [sized([...values.shape.slice(0, axis), ...places.shape, ...values.shape.slice(axis + 1)], rows.data)];
}
