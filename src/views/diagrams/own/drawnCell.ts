/**
 * A cell given by equations as a diagram sees it: each sum is a box of weights, everything else a chain of point-wise
 * operations, whose first operand flows along a row and whose second one enters from above or below.
 */
import type { Activation, PointOp } from "../diagram.ts";

/** The right side of an equation; src/cells/own reads it. */
export type Written =
	| { kind: "number"; value: number }
	| { kind: "name" | "before"; name: string }
	| { kind: "sum"; input: boolean; recurrent: boolean }
	| { kind: "call"; f: string; x: Written }
	| { kind: "norm"; x: Written }
	| { kind: "add" | "sub" | "mul" | "div"; x: Written; y: Written };

/** A cell given by equations. */
export interface EquationCell {
	states: readonly string[];
	parameters: readonly string[];
	lines: readonly { name: string; value: Written }[];
}

/** W x, R h' and b of a line, with the function that is directly around them. */
export interface Box {
	line: string;
	/** Name of its value: `gate.f`, `a.f` of a sum that more is made of, or `sum.f` of one that terms are added to. */
	value: string;
	activation: Activation;
	input: boolean;
	recurrent: boolean;
	/** Peepholes: values that are added, each times a parameter. */
	peeps: readonly string[];
}

/** Something that a chain reads: a value by its name, a number, or what another chain computes. */
export type Operand = { leaf: string } | { constant: number } | { chain: Chain };

/** Operations one after the other on what flows; the last one gives the chain's value. */
export interface Chain {
	start: Operand;
	ops: { op: PointOp; side?: Operand; value: string }[];
}

export interface DrawnLine {
	name: string;
	/** Name of the line's value: `gate.f`, or a state. */
	value: string;
	box?: Box;
	/** Absent if the box alone is the line. */
	chain?: Chain;
}

const BOXED: readonly string[] = ["sigmoid", "tanh", "relu"];

/** Returns the boxes and chains of every line. */
export function drawnLines(cell: EquationCell): DrawnLine[] {
	const gates = new Set<string>(); // lines between 0 and 1
	return cell.lines.map(({ name, value }) => {
		if (isOpening(value, gates)) gates.add(name);
		return new LineReader(cell, gates, name, value).drawn;
	});
}

/** Whether a formula is between 0 and 1, so that it can open a valve. */
function isOpening(e: Written, gates: ReadonlySet<string>): boolean {
	if (e.kind === "name") return gates.has(e.name);
	if (e.kind === "number") return e.value >= 0 && e.value <= 1;
	if (e.kind === "sub") return e.x.kind === "number" && e.x.value === 1 && isOpening(e.y, gates);
	return e.kind === "call" && e.f === "sigmoid";
}

class LineReader {
	readonly drawn: DrawnLine;
	readonly #cell: EquationCell;
	readonly #gates: ReadonlySet<string>;
	readonly #name: string;
	/** Name of the value of the box. */
	#boxed = "";

	constructor(cell: EquationCell, gates: ReadonlySet<string>, name: string, whole: Written) {
		[this.#cell, this.#gates, this.#name] = [cell, gates, name];
		const value = cell.states.includes(name) ? name : `gate.${name}`;
		const sum = sumIn(whole);
		if (!sum) {
			this.drawn = { name, value, chain: this.#chain(whole, "flow", value) };
			return;
		}
		const isCall = whole.kind === "call" && BOXED.includes(whole.f);
		const peeps = whole === sum ? [] : isCall ? this.#peeps(whole.x) : undefined;
		const activation = (isCall && peeps ? whole.f : "linear") as Activation;
		this.#boxed = peeps ? value : isAdded(whole, sum) ? `sum.${name}` : `a.${name}`;
		const { input, recurrent } = sum;
		const box: Box = { line: name, value: this.#boxed, activation, input, recurrent, peeps: peeps ?? [] };
		this.drawn = { name, value, box, ...(!peeps && { chain: this.#chain(whole, "flow", value) }) };
	}

	/** The values that are added to a sum, each times a parameter; undefined if anything else is. */
	#peeps(e: Written): string[] | undefined {
		if (e.kind === "sum") return [];
		if (e.kind !== "add") return undefined;
		const [before, term] = sumIn(e.x) ? [e.x, e.y] : [e.y, e.x];
		const others = this.#peeps(before);
		if (!others || term.kind !== "mul") return undefined;
		const isParameter = (x: Written) => x.kind === "name" && this.#cell.parameters.includes(x.name);
		const [p, of] = isParameter(term.x) ? [term.x, term.y] : [term.y, term.x];
		const isValue = (of.kind === "name" && !isParameter(of)) || of.kind === "before";
		return isParameter(p) && isValue ? [...others, (this.#leaf(of) as { leaf: string }).leaf] : undefined;
	}

	/** A formula as operations on what flows. @param result name of its value */
	#chain(e: Written, part: string, result: string): Chain {
		const ops: Chain["ops"] = [];
		const next = () => `${this.#name}.${part}.${ops.length}`;
		const walkInto = (at: Written): Operand => {
			if (!("x" in at)) return this.#leaf(at);
			const { flow, side, op } = this.#parts(at);
			const first = walkInto(flow);
			const from =
				side &&
				("x" in side
					? { chain: this.#chain(side, `${part}.${ops.length}`, `${this.#name}.${part}.side.${ops.length}`) }
					: this.#leaf(side));
			ops.push({ op, ...(from && { side: from }), value: next() });
			return first;
		};
		const start = walkInto(e);
		if (ops.length > 0) ops.at(-1)!.value = result;
		return { start, ops };
	}

	#leaf(at: Written): Operand {
		const { states, parameters } = this.#cell;
		if (at.kind === "number") return { constant: at.value };
		if (at.kind === "before") return { leaf: `${at.name}_prev` };
		if (at.kind !== "name") return { leaf: this.#boxed };
		if (parameters.includes(at.name)) return { leaf: `parameter.${at.name}` };
		return { leaf: states.includes(at.name) ? at.name : `gate.${at.name}` };
	}

	/** What flows through an operation, and what enters it. */
	#parts(at: Extract<Written, { x: Written }>): { flow: Written; side?: Written; op: PointOp } {
		if (at.kind === "call") return { flow: at.x, op: at.f as PointOp };
		if (at.kind === "norm") return { flow: at.x, op: "norm" };
		const { kind, x, y } = at;
		const isNumber = (n: number) => x.kind === "number" && x.value === n;
		if (kind === "sub" && isNumber(1)) return { flow: y, op: "rest" };
		if (kind === "sub" && isNumber(0)) return { flow: y, op: "negative" };
		if (kind === "sub") return { flow: x, side: y, op: "minus" };
		if (kind === "div") return { flow: x, side: y, op: "over" };
		const [flow, side] = this.#weight(y) > this.#weight(x) ? [y, x] : [x, y];
		if (kind === "add") return { flow, side, op: "plus" };
		if (isOpening(side, this.#gates)) return { flow, side, op: "times" };
		return isOpening(flow, this.#gates) ? { flow: side, side: flow, op: "times" } : { flow, side, op: "product" };
	}

	/** How much a part belongs on the row: first the line's own state of the step before, then its sum, then long parts. */
	#weight(e: Written): number {
		if (e.kind === "before") return e.name === this.#name ? 1e6 : 0;
		if (e.kind === "sum") return 1e5;
		if (e.kind === "number" || (e.kind === "name" && this.#cell.parameters.includes(e.name))) return -1;
		if (!("x" in e)) return 0;
		return 1 + this.#weight(e.x) + ("y" in e ? Math.max(0, this.#weight(e.y)) : 0);
	}
}

function sumIn(e: Written): Extract<Written, { kind: "sum" }> | undefined {
	if (e.kind === "sum") return e;
	return ("x" in e ? sumIn(e.x) : undefined) ?? ("y" in e ? sumIn(e.y) : undefined);
}

/** Whether terms are added to a sum itself. */
function isAdded(e: Written, sum: Written): boolean {
	if ((e.kind === "add" && (e.x === sum || e.y === sum)) || (e.kind === "sub" && e.x === sum)) return true;
	return ("x" in e && isAdded(e.x, sum)) || ("y" in e && isAdded(e.y, sum));
}
