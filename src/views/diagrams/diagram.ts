/**
 * The diagram of a cell as data, after Olah 2015 and Yan 2016: the memory line across the top, inputs from the left and
 * from below. A line carries a vector. The nodes compute what docs/equations.md says: walk.ts does it, and a test
 * compares the result with the reference engine.
 *
 * A place is [x,y]: x in columns, which a picture makes as wide as it has room; y in pixels.
 */

/** Columns from edge to edge, in every diagram of a cell that Sluice brings. */
export const COLUMNS = 8.7;

export type Place = readonly [x: number, y: number];

/**
 * Point-wise operations. "rest" is 1 - v; "product" is a "times" of which no factor opens and closes the
 * other; "norm" alone takes all units of a vector together.
 */
export type PointOp =
	| ("times" | "plus" | "tanh" | "rest")
	| ("copy" | "product" | "minus" | "over" | "negative" | "sigmoid" | "relu" | "exp" | "softplus" | "norm");
export type Activation = "sigmoid" | "tanh" | "relu" | "linear";

/**
 * What a layer multiplies by its weights. "joined": W_ih x + W_hh h of the concatenated [x; h]. "input": W_ih x, and
 * the rest of the concatenation is added as it is. "recurrent": W_hh h alone. "peep": p c, unit by unit.
 */
export type Weighting = "joined" | "input" | "recurrent" | "peep";

interface NodeBase {
	id: string;
	at: Place;
	/** Name of the vector that it gives, as in a step's explanation (src/interpretation/equations.ts). */
	value: string;
	/** Stage of the step in which it acts, from 1. */
	stage: number;
}

export type DiagramNode = NodeBase &
	(
		| { kind: "input" | "output" | "join" | "fork" }
		/** A learned layer; `block` is its block of rows in the weights, `bias` the tensor of its bias. */
		| { kind: "layer"; activation: Activation; block: number; bias: "b" | "b_hn" }
		/** Of "times", the first line is what flows and the second opens and closes it. */
		| { kind: "point"; op: PointOp }
		/** A number that is not learned, the same for all units; "learned" is a parameter, one number per unit. */
		| { kind: "constant"; constant: "keep" | "gain" | "learned" | number }
	);

export type NodeKind = DiagramNode["kind"];

export interface DiagramLine {
	from: string;
	to: string;
	/** Name of the vector on it: that of the node that it leaves. */
	value: string;
	/** Corners on the way. */
	via: readonly Place[];
	stage: number;
	/** How a layer weighs it; undefined elsewhere. */
	weighting?: Weighting;
	/** Where it ends, if not at the middle of the node. */
	end?: Place;
}

/** Where the numbers of a vector stand. */
export interface Strip {
	value: string;
	/** Its middle. */
	at: Place;
	/** Side on which its letter and its number stand. */
	label: "above" | "left" | "right";
	stage: number;
}

/** A round "times": what flows through it, and what opens it. */
export interface Valve {
	/** Id of the node. */
	id: string;
	/** Value that opens it, 0 closed and 1 open. */
	gate: string;
	/** Direction of the flow. */
	flow: "right" | "up" | "down";
}

export interface Diagram {
	/** "lstm forget", "gru reset-before", "rnn tanh", "esn leaky". */
	name: string;
	/** Pixels of the picture. */
	height: number;
	/** Columns from edge to edge. Default: COLUMNS. */
	columns?: number;
	/** Height of the memory line; undefined for a cell without. */
	memory?: number;
	nodes: readonly DiagramNode[];
	lines: readonly DiagramLine[];
	strips: readonly Strip[];
	/** How vectors are written that have no letter of their own. */
	letters: Readonly<Record<string, string>>;
	/** Number of stages of a step. */
	stages: number;
}

/** Every round "times" of a diagram. */
export function valvesOf({ nodes, lines }: Diagram): Valve[] {
	return nodes.flatMap((node) => {
		if (node.kind !== "point" || node.op !== "times") return [];
		const [flow, gate] = lines.filter(({ to }) => to === node.id);
		const start = flow!.via.at(-1) ?? nodes.find(({ id }) => id === flow!.from)!.at;
		const [dx, dy] = [node.at[0] - start[0], node.at[1] - start[1]];
		return [{ id: node.id, gate: gate!.value, flow: dx !== 0 ? "right" : dy < 0 ? "up" : "down" }];
	});
}

/** The gate behind a value that opens a valve, and whether the valve is open where the gate is closed; undefined if there is none. */
export function gateBehind(diagram: Diagram, value: string, rest = false): { gate: string; rest: boolean } | undefined {
	if (value.startsWith("gate.")) return { gate: value, rest };
	const node = diagram.nodes.find((one) => one.value === value && one.kind === "point" && one.op === "rest");
	const from = node && diagram.lines.find(({ to }) => to === node.id);
	return from && gateBehind(diagram, from.value, !rest);
}

type Some<T> = T extends unknown ? Omit<T, "stage" | "at" | "id"> : never;

/** Collects nodes and lines; a line takes its value from the node that it leaves, and its stage from where it leads. */
export class DiagramBuilder {
	readonly nodes: DiagramNode[] = [];
	readonly lines: DiagramLine[] = [];
	readonly strips: Strip[] = [];

	node(id: string, at: Place, stage: number, what: Some<DiagramNode>): void {
		this.nodes.push({ id, at, stage, ...what } as DiagramNode);
	}

	line(from: string, to: string, more: Partial<Pick<DiagramLine, "via" | "weighting" | "end" | "stage">> = {}): void {
		const find = (id: string) => this.nodes.find((node) => node.id === id)!;
		this.lines.push({ from, to, value: find(from).value, via: [], stage: find(to).stage, ...more });
	}

	strip(value: string, at: Place, label: Strip["label"], stage: number): void {
		this.strips.push({ value, at, label, stage });
	}

	layer(
		id: string,
		at: Place,
		stage: number,
		what: { value: string; activation: Activation; block: number; bias?: "b" | "b_hn" },
	): void {
		this.node(id, at, stage, { kind: "layer", bias: "b", ...what });
	}

	point(id: string, at: Place, stage: number, op: PointOp, value: string): void {
		this.node(id, at, stage, { kind: "point", op, value });
	}

	fork(id: string, at: Place, stage: number, value: string): void {
		this.node(id, at, stage, { kind: "fork", value });
	}
}
