/** The graph of an nn.gModule: its modules, what feeds them, and which of them are the network's inputs. */
import { T7Object, type T7Table, type T7Value } from "./t7Objects.ts";

/** One node, found by the table of its data, which the forward graph shares. */
export interface GraphNode {
	data: T7Table;
	/** Class of its module: "nn.Linear"; undefined for a node that only passes values on. */
	className: string | undefined;
	module: T7Object | undefined;
	parents: GraphNode[];
	children: GraphNode[];
	/** Number of the network's input that it is, from 1. */
	input: number | undefined;
}

const field = (value: T7Value, name: string): T7Value =>
	value instanceof T7Object ? value.fields.get(name) : value instanceof Map ? value.get(name) : undefined;

/** The entries 1, 2, ... of a table. */
export function listOf(value: T7Value): T7Value[] {
	if (!(value instanceof Map)) return [];
	const list: T7Value[] = [];
	for (let k = 1; value.has(k); k++) list.push(value.get(k));
	return list;
}

export { field };

/** Returns the nodes in the order in which they are computed; empty if the object is no graph. */
export function graphOf(gModule: T7Value): GraphNode[] {
	const forward = listOf(field(gModule, "forwardnodes"));
	const byData = new Map<T7Value, GraphNode>();
	for (const node of forward) {
		const data = field(node, "data");
		if (!(data instanceof Map)) continue;
		const module = data.get("module");
		const isModule = module instanceof T7Object;
		byData.set(data, {
			...{ data, module: isModule ? module : undefined, className: isModule ? module.className : undefined },
			...{ parents: [], children: [], input: undefined },
		});
	}
	for (const node of forward) {
		const parent = byData.get(field(node, "data"));
		for (const child of listOf(field(node, "children"))) {
			const found = byData.get(field(child, "data"));
			if (!parent || !found) continue;
			parent.children.push(found);
			found.parents.push(parent);
		}
	}
	for (const [k, data] of listOf(field(field(field(gModule, "innode"), "data"), "mapindex")).entries()) {
		const node = byData.get(data);
		if (node) node.input = k + 1;
	}
	return [...byData.values()];
}

/** Modules that pass their input on when the network is used. */
const PASSES = [undefined, "nn.Identity", "nn.Dropout", "nn.Reshape", "nn.SplitTable", "nn.Narrow", "nn.SelectTable"];
const MOST_STEPS = 64;

/** The first node above (against the direction of the computation) that computes something, or an input. */
export function sourceOf(node: GraphNode | undefined): GraphNode | undefined {
	let at = node;
	for (let steps = 0; at && steps < MOST_STEPS; steps++) {
		if (at.input !== undefined || !PASSES.includes(at.className)) return at;
		at = at.parents[0];
	}
	return undefined;
}

/** The nodes below that compute something, past those that pass their input on. */
export function usesOf(node: GraphNode, steps = 0): GraphNode[] {
	if (steps > 8) return [];
	return node.children.flatMap((child) => (PASSES.includes(child.className) ? usesOf(child, steps + 1) : [child]));
}
