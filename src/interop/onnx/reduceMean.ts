/** ReduceMean of ONNX, in float64. */
import type { Budget } from "./graphBudget.ts";
import { axisOf, integersOf, sized, sizeOf } from "./graphValues.ts";
import type { Node } from "./messages_pb.ts";
import { attribute, type OnnxGraph, type Values } from "./read.ts";

/** The mean over the last axis, kept with size 1. @throws E_ONNX for other axes. */
export function reduceMean({
	graph,
	node,
	x: { shape, data },
	axes,
	budget,
}: {
	graph: OnnxGraph;
	node: Node;
	x: Values;
	/** An input from opset 18 on, an attribute before. */
	axes: Values | undefined;
	budget: Budget;
}): Values {
	const over = integersOf(graph, node, "axes", axes)?.map((axis) => axisOf(graph, node, axis, shape.length));
	if (over?.length !== 1 || over[0] !== shape.length - 1)
		throw graph.trouble("attribute", node.name, `axes ${over ?? "all"}`, "the last one");
	if (attribute(node, "keepdims")?.i === 0n) throw graph.trouble("attribute", node.name, "keepdims 0", "1");
	const size = shape.at(-1)!;
	const kept = [...shape.slice(0, -1), 1];
	budget.numbers(sizeOf(kept));
	budget.products(data.length);
	const row = (n: number) => {
		let sum = 0;
		for (let k = n * size; k < (n + 1) * size; k++) sum += data[k]!;
		return sum / size;
	};
	return sized(
		kept,
		Float64Array.from({ length: sizeOf(kept) }, (_, n) => row(n)),
	);
}
