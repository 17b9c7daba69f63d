/**
 * From equations to the program of the engines: the forward graph, its derivative by reverse mode, and instructions for
 * both.
 *
 * The backward program starts from dL/ds_t of every state, and gives dL/da of every sum, dL/ds_{t-1} past the sums, and
 * what the parameters gain; of a normalised sum it gives dL/dy of its norm y. The derivative of a function is written with its value, as the cells in C have it: a value
 * that has a name is read again, anything else is computed again from values that have one.
 */
import { type OwnProgram, slotsOf } from "../../kernels/ownProgram.ts";
import { sumsOf } from "../../kernels/ownSums.ts";
import type { CheckedCell } from "./checkDefinition.ts";
import { emit, encode, type Instruction, type Result } from "./emit.ts";
import { type Expression, normedBy, sumOf } from "./equationTree.ts";
import { Graph, type Node } from "./graph.ts";
import { type Interval, lineBounds } from "./lineBounds.ts";
import { type LineFunctions, lineFunctions } from "./lineFunctions.ts";
import { EquationError } from "./parse.ts";

/** A cell with everything that follows from its equations. */
export interface OwnCell extends CheckedCell {
	states: readonly string[];
	/** Names of the parameters, in the order of their vectors. */
	parameters: readonly string[];
	/** Names of the values, in the order of their blocks: first those with a sum. */
	values: readonly string[];
	/** Names of the lines with W x, in the order of their blocks in w_ih. */
	inputSums: readonly string[];
	/** Names of the lines with R h', in the order of their blocks in w_hh. */
	recurrentSums: readonly string[];
	functions: LineFunctions;
	/** Bounds of each line and state by its name. */
	bounds: ReadonlyMap<string, Interval>;
	program: OwnProgram;
}

/** @throws EquationError */
export function compile(cell: CheckedCell): OwnCell {
	const { lines, definition } = cell;
	const { states } = definition;
	const parameters = Object.keys(definition.parameters);
	const named = lines.filter(({ name }) => !states.includes(name));
	const sums = { input: [] as string[], full: [] as string[], recurrent: [] as string[] };
	for (const { name, value } of named) {
		const sum = sumOf(value);
		if (sum) sums[!sum.recurrent ? "input" : sum.input ? "full" : "recurrent"].push(name);
	}
	const inputSums = [...sums.input, ...sums.full];
	const recurrentSums = [...sums.full, ...sums.recurrent];
	const withSum = [...inputSums, ...sums.recurrent];
	const values = [...withSum, ...named.map(({ name }) => name).filter((name) => !withSum.includes(name))];
	const norms = new Map(lines.flatMap((line) => (normedBy(line) ? [[normedBy(line)!, line.name] as const] : [])));
	const forward = forwardGraph(cell, states, parameters);
	const ahead = emit(forward.results);
	const { results, sums: gained } = backwardGraph(forward, { states, parameters, withSum, norms });
	const back = emit(results, gained);
	const constants = [...new Set([...ahead.constants, ...back.constants])];
	const sizes = {
		...{ inputSums: sums.input.length, fullSums: sums.full.length, recurrentSums: sums.recurrent.length },
		...{ values: values.length, states: states.length, parameters: parameters.length },
		...{ registers: Math.max(ahead.registers, back.registers), constants },
		norms: Array.from(norms, ([u, y]) => ({ sum: withSum.indexOf(u), value: values.indexOf(y) })),
	};
	const code = (emitted: { code: Instruction[]; constants: number[] }, backward: boolean) => {
		const slots = slotsOf(sizes, backward);
		return encode(emitted.code, (place) => {
			const [kind, of] = place.split(" ") as [string, string];
			if (kind === "register") return Number(of);
			if (kind === "constant") return slots.constants + constants.indexOf(emitted.constants[Number(of)]!);
			if (kind === "parameter") return slots.parameters + parameters.indexOf(of);
			if (kind === "value" || kind === "sum") return slots.values + values.indexOf(of);
			if (kind === "delta") return slots.deltas + withSum.indexOf(of);
			return slots[kind as "before" | "after" | "arriving" | "handed" | "complete"] + states.indexOf(of);
		});
	};
	const program: OwnProgram = { ...sizes, forward: code(ahead, false), backward: code(back, true) };
	if (sumsOf(program).G !== withSum.length) throw new Error("a sum is lost");
	const functions = lineFunctions(lines, values);
	const bounds = lineBounds(lines, states);
	return { ...cell, states, parameters, values, inputSums, recurrentSums, functions, bounds, program };
}

interface Forward {
	graph: Graph;
	results: Result[];
	/** Node of each line. */
	byName: Map<string, Node>;
}

function forwardGraph({ lines }: CheckedCell, states: readonly string[], parameters: readonly string[]): Forward {
	const graph = new Graph();
	const byName = new Map(parameters.map((name) => [name, graph.place(`parameter ${name}`)]));
	const results: Result[] = [];
	for (const [n, { name, value }] of lines.entries()) {
		const computed = nodeOf(graph, value, { byName, line: name, n });
		const state = states.includes(name);
		const node = state ? graph.copy(computed, name) : computed;
		byName.set(name, node);
		results.push({ node, place: `${state ? "after" : "value"} ${name}` });
	}
	return { graph, results, byName };
}

function nodeOf(graph: Graph, e: Expression, from: { byName: Map<string, Node>; line: string; n: number }): Node {
	switch (e.kind) {
		case "number":
			return graph.constant(e.value);
		case "name":
			return from.byName.get(e.name)!;
		case "before":
			return graph.place(`before ${e.name}`);
		case "sum":
			return graph.place(`sum ${from.line}`);
		case "norm":
			return graph.place(`value ${from.line}`); // the engine computes it
		case "call":
			return graph.operation(e.f, nodeOf(graph, e.x, from));
	}
	const [x, y] = [nodeOf(graph, e.x, from), nodeOf(graph, e.y, from)];
	if (e.kind === "div" && y.kind === "constant" && y.value === 0)
		throw new LineError(from.n, new EquationError({ reason: "zero" }, e.column));
	const node = graph.operation(e.kind, x, y);
	if (node.kind === "constant" && !(Math.abs(node.value) <= 1e30))
		throw new LineError(from.n, new EquationError({ reason: "number", got: String(node.value) }, e.column));
	return node;
}

/** An error of the equation number n, from 0. */
export class LineError extends Error {
	readonly n: number;
	readonly error: EquationError;

	constructor(n: number, error: EquationError) {
		super(error.message);
		this.n = n;
		this.error = error;
	}
}

function backwardGraph(
	{ graph: ahead, results: lines }: Forward,
	{
		states,
		parameters,
		withSum,
		norms,
	}: {
		states: readonly string[];
		parameters: readonly string[];
		withSum: readonly string[];
		/** Name of the norm of each normalised sum. */
		norms: ReadonlyMap<string, string>;
	},
): { results: Result[]; sums: { node: Node; to: number }[] } {
	const graph = new Graph();
	const kept = new Map<Node, string>(); // nodes whose value is in the arrays after the forward pass
	for (const { node, place } of lines) if (!kept.has(node)) kept.set(node, place);
	for (const { node, place } of lines) {
		const from = node.kind === "operation" && node.operation === "copy" ? node.of[0]! : node;
		if (from.kind === "operation" && !kept.has(from)) kept.set(from, place);
	}
	const readAgain = (node: Node): Node => {
		if (node.kind === "constant") return graph.constant(node.value);
		const place = kept.get(node);
		if (place !== undefined) return graph.place(place);
		if (node.kind === "operation") return graph.operation(node.operation, ...node.of.map(readAgain));
		if (!node.place.startsWith("sum ")) return graph.place(node.place);
		throw new EquationError({ reason: "lostSum", name: node.place.slice(4) });
	};
	const adjoints = new Map<Node, Node>(); // dL/d(node)
	const gain = (node: Node, by: () => Node) => {
		if (node.kind === "constant") return;
		const before = adjoints.get(node);
		adjoints.set(node, before ? graph.operation("add", before, by()) : by());
	};
	/** What arrives at a state, and what later lines of the same step have added: complete once all of them are done. */
	const complete = new Map<string, Node>();
	const stateOf = new Map(states.map((name) => [lines.find(({ place }) => place === `after ${name}`)!.node, name]));
	for (const name of states) {
		const { node } = lines.find(({ place }) => place === `after ${name}`)!;
		gain(node, () => graph.place(`arriving ${name}`));
	}
	for (const node of [...ahead.nodes].reverse()) {
		const d = adjoints.get(node);
		if (!d) continue;
		const state = stateOf.get(node);
		if (state !== undefined) complete.set(state, d);
		if (node.kind !== "operation") continue;
		passBack(graph, node, d, gain, readAgain);
	}
	const at = (place: string) => {
		const node = ahead.nodes.find((one) => one.kind === "place" && one.place === place);
		return (node && adjoints.get(node)) ?? graph.constant(0);
	};
	/** dL/da of a sum, or dL/dy of its norm y. */
	const delta = (name: string) => at(norms.has(name) ? `value ${norms.get(name)}` : `sum ${name}`);
	const biased = withSum.flatMap((name, to) => (norms.has(name) ? [] : [{ node: delta(name), to }]));
	return {
		results: [
			...withSum.map((name) => ({ node: delta(name), place: `delta ${name}` })),
			...states.map((name) => ({ node: at(`before ${name}`), place: `handed ${name}` })),
			...states.map((name) => ({ node: complete.get(name)!, place: `complete ${name}`, unread: true })),
		],
		sums: [...biased, ...parameters.map((name, n) => ({ node: at(`parameter ${name}`), to: withSum.length + n }))],
	};
}

/** Passes dL/d(node) on to its operands. */
function passBack(
	graph: Graph,
	node: Extract<Node, { kind: "operation" }>,
	d: Node,
	gain: (node: Node, by: () => Node) => void,
	readAgain: (node: Node) => Node,
): void {
	const negative = (x: Node) => graph.operation("sub", graph.constant(0), x);
	const [a, b] = node.of as [Node, Node];
	const value = () => readAgain(node);
	switch (node.operation) {
		case "copy":
			gain(a, () => d);
			break;
		case "add":
			gain(a, () => d);
			gain(b, () => d);
			break;
		case "sub":
			gain(a, () => d);
			gain(b, () => negative(d));
			break;
		case "mul":
			gain(a, () => graph.operation("mul", d, readAgain(b)));
			gain(b, () => graph.operation("mul", d, readAgain(a)));
			break;
		case "div": {
			const part = graph.operation("div", d, readAgain(b));
			gain(a, () => part);
			gain(b, () => negative(graph.operation("mul", part, value())));
			break;
		}
		case "exp":
			gain(a, () => graph.operation("mul", d, value()));
			break;
		case "sigmoid":
		case "tanh":
		case "relu":
		case "softplus":
			gain(a, () => graph.operation(`${node.operation as "tanh"}Back`, d, value()));
			break;
	}
}
