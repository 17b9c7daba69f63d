/**
 * Instructions from a graph: each node of the results is computed once, directly at its result's place if it has one,
 * else in a register that later nodes use again. a b + c of a product that nothing else uses is one instruction.
 */
import { OWN_LIMITS, OWN_OPERATIONS, type OwnOperation } from "../../kernels/ownProgram.ts";
import type { Node } from "./graph.ts";
import { EquationError } from "./parse.ts";

/** A result: the node is written to a place. `unread`: the place may be absent, so that nothing can be read from it. */
export interface Result {
	node: Node;
	place: string;
	unread?: boolean;
}

/** An instruction whose slots have names: a place, "register N" or "constant N". */
export interface Instruction {
	operation: OwnOperation;
	to: string;
	of: readonly string[];
}

export interface Emitted {
	code: Instruction[];
	registers: number;
	constants: number[];
}

/** @param sums nodes that are added over the rows, each with the number of its gradient. */
export function emit(results: readonly Result[], sums: readonly { node: Node; to: number }[] = []): Emitted {
	const wanted = neededBy([...results, ...sums].map(({ node }) => node));
	const uses = new Map<Node, number>();
	const use = (node: Node) => uses.set(node, (uses.get(node) ?? 0) + 1);
	for (const node of wanted) if (node.kind === "operation") for (const operand of node.of) use(operand);
	for (const { node } of [...results, ...sums]) use(node);
	const fused = new Set<Node>(); // products that become part of a sum
	const operandsOf = (node: Node): { operation: OwnOperation; of: readonly Node[] } => {
		if (node.kind !== "operation") throw new Error("no operation");
		if (node.operation !== "add") return node;
		const product = node.of.findIndex((x) => isProduct(x) && uses.get(x) === 1);
		if (product < 0) return node;
		const x = node.of[product] as Extract<Node, { kind: "operation" }>;
		return { operation: "fma", of: [...x.of, node.of[1 - product]!] };
	};
	for (const node of wanted)
		if (node.kind === "operation" && operandsOf(node).operation === "fma")
			fused.add(node.of[node.of.findIndex((x) => isProduct(x) && uses.get(x) === 1)]!);

	const home = (node: Node) => results.find((result) => result.node === node && !result.unread)?.place;
	/** Where a value that only a copy reads is computed: at the copy's place. */
	const copied = new Map<Node, Node>();
	for (const node of wanted) {
		const [of] = node.kind === "operation" && node.operation === "copy" ? node.of : [];
		if (of?.kind === "operation" && uses.get(of) === 1 && home(node) !== undefined) copied.set(of, node);
	}
	const skipped = new Set(copied.values());
	const steps = wanted.filter((node) => node.kind === "operation" && !fused.has(node) && !skipped.has(node));
	const last = new Map<Node, number>(); // index of the last step that reads a node
	for (const [n, node] of steps.entries()) for (const operand of operandsOf(node).of) last.set(operand, n);
	for (const { node } of [...results, ...sums]) last.set(node, steps.length);

	const code: Instruction[] = [];
	const constants: number[] = [];
	const at = new Map<Node, string>();
	const free: number[] = [];
	let registers = 0;
	const placeOf = (node: Node): string => {
		if (node.kind === "place") return node.place;
		if (node.kind === "operation") return at.get(node)!;
		if (!constants.includes(node.value)) constants.push(node.value);
		return `constant ${constants.indexOf(node.value)}`;
	};
	for (const [n, node] of steps.entries()) {
		const { operation, of } = operandsOf(node);
		const from = of.map(placeOf);
		for (const operand of new Set(of)) {
			const register = /^register (\d+)$/.exec(at.get(operand) ?? "");
			if (register && last.get(operand) === n) free.push(Number(register[1]));
		}
		const copy = copied.get(node);
		const to = home(copy ?? node) ?? `register ${free.pop() ?? registers++}`;
		at.set(node, to);
		if (copy) at.set(copy, to);
		code.push({ operation, to, of: from });
	}
	for (const { node, place } of results)
		if (placeOf(node) !== place) code.push({ operation: "copy", to: place, of: [placeOf(node)] });
	for (const { node, to } of sums) code.push({ operation: "sum", to: String(to), of: [placeOf(node)] });
	for (const [of, got] of [
		["registers", registers],
		["constants", constants.length],
	] as const)
		if (got > OWN_LIMITS[of]) throw new EquationError({ reason: "many", of, got, max: OWN_LIMITS[of] });
	return { code, registers, constants };
}

const isProduct = (node: Node) => node.kind === "operation" && node.operation === "mul";

/** The nodes that these need, in the order of the graph. */
function neededBy(roots: readonly Node[]): Node[] {
	const needed = new Set<Node>();
	const waiting = [...roots];
	for (let node = waiting.pop(); node; node = waiting.pop()) {
		if (needed.has(node)) continue;
		needed.add(node);
		if (node.kind === "operation") waiting.push(...node.of);
	}
	return [...needed].sort((a, b) => a.id - b.id);
}

/**
 * Whole numbers of the instructions, five each; `slot` gives the number of a named slot. A copy of a slot to itself, as of
 * a line that is only a sum, is left out.
 */
export function encode(code: readonly Instruction[], slot: (place: string) => number): Int32Array {
	const words: number[] = [];
	for (const { operation, to, of } of code) {
		if (operation === "copy" && slot(to) === slot(of[0]!)) continue;
		const from = [0, 1, 2].map((n) => (n < of.length ? slot(of[n]!) : 0));
		words.push(OWN_OPERATIONS.indexOf(operation), operation === "sum" ? Number(to) : slot(to), ...from);
	}
	return Int32Array.from(words);
}
