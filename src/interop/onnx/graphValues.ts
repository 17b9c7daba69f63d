/** Arrays with a shape, as the operators of a graph pass them on. */
import type { Floats } from "../../kernels/kernels.ts";
import type { Node } from "./messages_pb.ts";
import { attribute, type OnnxGraph, type Values } from "./read.ts";

/** Number of elements of a shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

export const sized = (shape: readonly number[], data: Floats): Values => ({ shape: [...shape], data });

/** Returns whole numbers given by an attribute, as in older opsets, or by an input. Undefined if neither is there. */
export function integersOf(
	graph: OnnxGraph,
	node: Node,
	name: string,
	given: Values | undefined,
): number[] | undefined {
	const numbers = given ? Array.from(given.data) : attribute(node, name)?.ints.map(Number);
	if (!numbers) return undefined;
	if (numbers.length > 64 || !numbers.every(Number.isSafeInteger))
		throw graph.trouble("attribute", node.name, name, "whole numbers");
	return numbers;
}

/** Returns an axis counted from the front. @throws E_ONNX for one that the value does not have. */
export function axisOf(graph: OnnxGraph, node: Node, axis: number, rank: number): number {
	const from = axis < 0 ? axis + rank : axis;
	if (!Number.isInteger(from) || from < 0 || from >= rank) throw graph.trouble("attribute", node.name, `axis ${axis}`);
	return from;
}
