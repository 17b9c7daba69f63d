/**
 * Columns and rows of the diagram of a cell given by equations. Lines are placed in the order of their file, from left
 * to right; every operation has a column and every line a row of its own, so that no two nodes meet and a line may turn
 * at each of them.
 */
import type { PointOp } from "../diagram.ts";
import { type Box, type Chain, type DrawnLine, drawnLines, type EquationCell, type Operand } from "./drawnCell.ts";

/** An operation, a constant or a box in its column; `row` names its row. */
export interface Placed {
	id: string;
	x: number;
	row: string;
	value: string;
	stage: number;
	op?: PointOp;
	constant?: number | "learned";
	box?: Box;
}

/**
 * A value that enters an operation or a box: from its side, at the start of a row, where it turns into the row at column
 * `x`, or as a peephole.
 */
export interface Use {
	/** Name of the value, or id of the operation that gives it. */
	of: string;
	to: string;
	x: number;
	way: "side" | "start" | "peep";
}

/** Columns at the left edge: strips of the states, the turn of h, the join with x, the first one for the equations. */
export const LEFT = { strip: 0.58, turn: 1.28, join: 1.6, first: 2.25 };
/** A peephole comes down this far to the left of its box, and enters it this far from its middle. */
export const PEEP = { down: 0.72, enter: 0.22 };

/** A name in at most 6 letters: there is no room for more above a strip. */
export const shortName = (name: string): string => (name.length > 6 ? `${name.slice(0, 5)}…` : name);

export class Columns {
	readonly placed: Placed[] = [];
	readonly uses: Use[] = [];
	/** Rows from top to bottom, with the number of rows that belong to each. */
	readonly rows: { row: string; depth: number }[];
	/** The last node of the row of a line, by the line's value, and the column of its strip. */
	readonly ends = new Map<string, { id: string; strip: number }>();
	/** Column where the row of a line begins, by the line's value. */
	readonly begins = new Map<string, number>();
	readonly width: number;
	readonly #boxes: Map<string, Box>; // not placed yet, by their values
	readonly #depths = new Map<string, number>();
	#x = LEFT.first;

	constructor(cell: EquationCell) {
		const lines = drawnLines(cell);
		const isState = (line: DrawnLine) => cell.states.includes(line.name);
		const others = lines.filter((line) => line.chain && !isState(line));
		this.#boxes = new Map(lines.flatMap(({ box }) => (box ? [[box.value, box] as const] : [])));
		for (const line of lines) {
			if (!line.chain) continue;
			const id = this.#chain(line.chain, line, 0, isState(line) && others.length > 0 ? 4 : 3);
			const { x } = this.placed.find((node) => node.id === id)!;
			this.ends.set(line.value, { id, strip: x + 0.88 });
			this.#x = x + 1.65;
		}
		const names = [...cell.states.slice(1), "h", ...others.reverse().map(({ value }) => value)];
		this.rows = names.map((row) => ({ row, depth: this.#depths.get(row) ?? 0 }));
		this.width = this.#x + 0.45;
	}

	/** Places a chain and returns the id of its last node. */
	#chain({ start, ops }: Chain, line: DrawnLine, depth: number, stage: number): string {
		const row = depth === 0 ? line.value : `${line.value} ${depth}`;
		const first = ops.length === 0 ? `copy ${line.name}` : `op ${ops[0]!.value}`;
		this.#depths.set(line.value, Math.max(this.#depths.get(line.value) ?? 0, depth));
		this.#start(start, first, { row, stage, line: line.value, depth, isCopy: ops.length === 0 });
		if (ops.length === 0) this.placed.push({ id: first, x: this.#x, row, value: line.value, stage, op: "copy" });
		let last = first;
		for (const { op, side, value } of ops) {
			last = `op ${value}`;
			const from = side && "chain" in side ? this.#chain(side.chain, line, depth + 1, stage) : undefined;
			if (side && "leaf" in side) this.#makeRoom(side.leaf);
			const x = this.#x;
			this.placed.push({ id: last, x, row, value, stage, op });
			if (from) this.uses.push({ of: from, to: last, x, way: "side" });
			else if (side) this.#side(side, last, row, stage);
			this.#x += 1;
		}
		return last;
	}

	#start(
		start: Operand,
		to: string,
		at: { row: string; stage: number; line: string; depth: number; isCopy: boolean },
	): void {
		const constant = constantOf(start);
		if (constant === undefined && "leaf" in start) this.#makeRoom(start.leaf);
		const x = this.#x;
		if (at.depth === 0) this.begins.set(at.line, x);
		if (constant !== undefined) {
			const id = `first ${to}`;
			this.placed.push({ id, x, row: at.row, value: nameOf(start), stage: at.stage, constant });
			this.uses.push({ of: id, to, x, way: "start" });
			this.#x += 0.7;
		} else if ("leaf" in start) {
			const isNew = this.#box(start.leaf);
			this.uses.push({ of: start.leaf, to, x, way: "start" });
			if (!at.isCopy) this.#x += isNew ? 1 : 0.55;
		}
	}

	#side(side: Operand, to: string, row: string, stage: number): void {
		const constant = constantOf(side);
		const x = this.#x;
		if (constant === undefined) {
			const of = nameOf(side);
			this.#box(of);
			this.uses.push({ of, to, x, way: "side" });
			return;
		}
		const id = `constant ${to}`;
		this.placed.push({ id, x, row: `${row} below`, value: nameOf(side), stage, constant });
		this.uses.push({ of: id, to, x, way: "side" });
	}

	/** Leaves room for the peepholes and the name of a box that is about to be placed. */
	#makeRoom(value: string): void {
		const box = this.#boxes.get(value);
		if (!box) return;
		const peeps = box.peeps.length > 0 ? 0.45 + 0.2 * (box.peeps.length - 1) : 0;
		this.#x += Math.max(peeps, 0.09 * (shortName(box.line).length - 3), 0);
	}

	/** Places the box of a value in the column where it is used first; returns false if there is none, or it has one. */
	#box(value: string): boolean {
		const box = this.#boxes.get(value);
		if (!box) return false;
		this.#boxes.delete(value);
		const [id, x] = [`box ${box.line}`, this.#x];
		this.placed.push({ id, x, row: "boxes", value, stage: 2, box });
		for (const [n, of] of box.peeps.entries()) this.uses.push({ of, to: id, x: x - PEEP.down - 0.2 * n, way: "peep" });
		return true;
	}
}

function constantOf(operand: Operand): number | "learned" | undefined {
	if ("constant" in operand) return operand.constant;
	return "leaf" in operand && operand.leaf.startsWith("parameter.") ? "learned" : undefined;
}

function nameOf(operand: Operand): string {
	if ("leaf" in operand) return operand.leaf;
	return "constant" in operand ? String(operand.constant) : "";
}
