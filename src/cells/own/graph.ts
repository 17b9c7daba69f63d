/**
 * A graph of operations on the numbers of one unit. Equal operations are one node; constants are computed at once.
 * Nodes are in an order in which operands come before what uses them.
 */
import type { OwnOperation } from "../../kernels/ownProgram.ts";

export type Operation = Exclude<OwnOperation, "sum">;

/** What is not computed: a constant, or a named place. */
export type Leaf = { kind: "constant"; value: number } | { kind: "place"; place: string };
export type Node = { id: number } & (Leaf | { kind: "operation"; operation: Operation; of: readonly Node[] });

const FOLDED: Partial<Record<Operation, (a: number, b: number) => number>> = {
	add: (a, b) => a + b,
	sub: (a, b) => a - b,
	mul: (a, b) => a * b,
	div: (a, b) => a / b,
};

export class Graph {
	readonly nodes: Node[] = [];
	readonly #known = new Map<string, Node>();

	constant(value: number): Node {
		return this.#node(`constant ${Object.is(value, -0) ? 0 : value}`, { kind: "constant", value: value + 0 });
	}

	/** A place that is read, such as "before h". */
	place(place: string): Node {
		return this.#node(`place ${place}`, { kind: "place", place });
	}

	operation(operation: Operation, ...of: Node[]): Node {
		const [a, b] = of as [Node, Node];
		const fold = FOLDED[operation];
		if (fold && a.kind === "constant" && b.kind === "constant") return this.constant(fold(a.value, b.value));
		if (operation === "add" && isZero(a)) return b;
		if ((operation === "add" || operation === "sub") && isZero(b)) return a;
		if (operation === "mul" && isOne(a)) return b;
		if ((operation === "mul" || operation === "div") && isOne(b)) return a;
		if (operation === "add" && isNegated(b)) return this.operation("sub", a, b.of[1]!);
		if (operation === "add" && isNegated(a)) return this.operation("sub", b, a.of[1]!);
		return this.#node(`${operation} ${of.map(({ id }) => id).join(" ")}`, { kind: "operation", operation, of });
	}

	/** A node of its own with the value of another one: a state, which gets a gradient apart from its value's. */
	copy(of: Node, name: string): Node {
		return this.#node(`copy ${name}`, { kind: "operation", operation: "copy", of: [of] });
	}

	#node(key: string, content: Leaf | { kind: "operation"; operation: Operation; of: readonly Node[] }): Node {
		const known = this.#known.get(key);
		if (known) return known;
		const node = { id: this.nodes.length, ...content } as Node;
		this.nodes.push(node);
		this.#known.set(key, node);
		return node;
	}
}

const isZero = (node: Node) => node.kind === "constant" && node.value === 0;
const isOne = (node: Node) => node.kind === "constant" && node.value === 1;
/** 0 - a */
const isNegated = (node: Node): node is Extract<Node, { kind: "operation" }> =>
	node.kind === "operation" && node.operation === "sub" && isZero(node.of[0]!);
