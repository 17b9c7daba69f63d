/**
 * The diagram of a cell given by equations, laid out by rule: states on lines across the picture, every other equation
 * on a row below them, boxes of weights at the bottom under the column that needs them first, and x and h' on lines
 * below the boxes.
 */
import { type Diagram, DiagramBuilder, gateBehind, type Place, valvesOf } from "../diagram.ts";
import { letterOf } from "../look.ts";
import { Columns, LEFT, PEEP, type Placed, shortName, type Use } from "./columns.ts";
import type { EquationCell } from "./drawnCell.ts";
import { beforeOf, type Heights, heightsOf } from "./heights.ts";

/** Half of a box, in pixels. */
const BOX = 18;

export function ownDiagram(name: string, cell: EquationCell): Diagram {
	const picture = new Picture(cell);
	const { nodes, strips } = picture.builder;
	const { states, parameters, lines } = cell;
	const letters = [
		...states.flatMap((state) => [
			[state, `${shortName(state)}ₜ`],
			[beforeOf(state), `${shortName(state)}ₜ₋₁`],
		]),
		...parameters.map((parameter) => [`parameter.${parameter}`, shortName(parameter)]),
		...lines.map((line) => [`gate.${line.name}`, shortName(line.name)]),
	];
	const diagram = {
		...{ name: `own ${name}`, height: picture.heights.height, columns: picture.columns.width },
		...{ nodes, lines: picture.lines(), strips, letters: Object.fromEntries(letters) },
		stages: Math.max(...nodes.map(({ stage }) => stage)),
	};
	for (const { gate } of valvesOf(diagram)) {
		const behind = gateBehind(diagram, gate);
		if (behind && behind.gate !== gate)
			diagram.letters[gate] = `${behind.rest ? "1 − " : ""}${letterOf(behind.gate, diagram.letters)}`;
	}
	return diagram;
}

class Picture {
	readonly builder = new DiagramBuilder();
	readonly columns: Columns;
	readonly heights: Heights;
	readonly #cell: EquationCell;
	readonly #nodes: ReadonlyMap<string, Placed>;

	constructor(cell: EquationCell) {
		this.#cell = cell;
		this.columns = new Columns(cell);
		this.heights = heightsOf(cell, this.columns);
		this.#nodes = new Map(this.columns.placed.map((node) => [node.id, node]));
		this.#inputs();
		for (const node of this.columns.placed) this.#place(node);
		this.#buses();
		for (const state of cell.states) this.#before(state);
		for (const node of this.columns.placed) {
			if (node.box) this.#fromBox(node);
			else this.#fromNode(node);
		}
	}

	/** The lines, what flows into an operation before what enters it. */
	lines(): Diagram["lines"] {
		const { lines } = this.builder;
		const entering = new Set(this.columns.uses.flatMap(({ of, to, way }) => (way === "side" ? [`${of} ${to}`] : [])));
		const isEntering = ({ value, from, to }: (typeof lines)[number]) =>
			entering.has(`${value} ${to}`) || entering.has(`${from} ${to}`);
		return [...lines.filter((line) => !isEntering(line)), ...lines.filter(isEntering)];
	}

	#y(row: string): number {
		return this.heights.rows.get(row)!;
	}

	#usesOf(value: string): Use[] {
		return this.columns.uses.filter(({ of }) => of === value).sort((a, b) => a.x - b.x);
	}

	#place({ id, x, row, value, stage, op, constant, box }: Placed): void {
		const d = this.builder;
		const at: Place = [x, this.#y(row)];
		if (op) d.point(id, at, stage, op, value);
		else if (constant !== undefined) d.node(id, at, stage, { kind: "constant", constant, value });
		else if (box) {
			d.layer(id, at, stage, { value, activation: box.activation, block: 0 });
			if (value.startsWith("gate.")) d.strip(value, [x, this.heights.strips], "above", stage);
		}
	}

	/** Whether h of the step before goes to the boxes. */
	get #isTurning(): boolean {
		return this.heights.h > 0 || this.heights.both > 0;
	}

	/** The node where the line of h of the step before turns to the boxes: a fork if anything else reads it. */
	get #turn(): string {
		return this.#usesOf(beforeOf("h")).length > 0 ? "h.turn" : beforeOf("h");
	}

	/** x from below, and every state of the step before from the left. */
	#inputs(): void {
		const d = this.builder;
		for (const state of this.#cell.states) {
			const value = beforeOf(state);
			if (this.#usesOf(value).length === 0 && !(state === "h" && this.#isTurning)) continue;
			d.node(value, [0, this.#y(value)], 1, { kind: "input", value });
			d.strip(value, [LEFT.strip, this.#y(value)], "above", 1);
		}
		d.node("x", [LEFT.join, this.heights.height - 36], 1, { kind: "input", value: "x" });
		if (this.#isTurning && this.#turn === "h.turn")
			d.fork("h.turn", [LEFT.turn, this.#y(beforeOf("h"))], 1, beforeOf("h"));
	}

	/** x and h' to the boxes: together, and each alone where a sum has one of them. */
	#buses(): void {
		const d = this.builder;
		const { h, both, x } = this.heights;
		let [fromH, fromX] = [this.#turn, "x"];
		const isFork = fromH === "h.turn";
		let corner: Place[] = isFork || !this.#isTurning ? [] : [[LEFT.turn, this.#y(fromH)]];
		if (h > 0 && both > 0) {
			d.fork("h.bus", [LEFT.turn, h], 1, beforeOf("h"));
			d.line(fromH, "h.bus", { via: corner });
			[fromH, corner] = ["h.bus", []];
		}
		if (x > 0 && both > 0) {
			d.fork("x.bus", [LEFT.join, x], 1, "x");
			d.line(fromX, "x.bus");
			fromX = "x.bus";
		}
		if (both > 0) {
			d.node("join", [LEFT.join, both], 2, { kind: "join", value: "input" });
			d.line(fromX, "join", { stage: 1 });
			d.line(fromH, "join", { via: [...corner, [LEFT.turn, both]], stage: 1 });
		}
		const boxes = this.columns.placed.filter(({ box }) => box);
		const alone = (column: number, level: number): Place[] => (both > 0 ? [] : [[column, level]]);
		this.#bus(
			"join",
			both,
			boxes.filter(({ box }) => box!.input && box!.recurrent),
			[],
		);
		this.#bus(
			fromX,
			x,
			boxes.filter(({ box }) => !box!.recurrent),
			alone(LEFT.join, x),
		);
		this.#bus(
			fromH,
			h,
			boxes.filter(({ box }) => !box!.input),
			[...corner, ...alone(LEFT.turn, h)],
		);
	}

	/** One line below the boxes, to each of them. */
	#bus(from: string, level: number, to: readonly Placed[], via: readonly Place[]): void {
		const d = this.builder;
		const { value } = d.nodes.find(({ id }) => id === from) ?? { value: "" };
		let [last, corners] = [from, via];
		for (const [n, { id, x }] of to.toSorted((a, b) => a.x - b.x).entries()) {
			if (n === to.length - 1) {
				d.line(last, id, { via: [...corners, [x, level]] });
				return;
			}
			d.fork(`bus ${id}`, [x, level], 2, value);
			d.line(last, `bus ${id}`, { via: corners });
			d.line(`bus ${id}`, id);
			[last, corners] = [`bus ${id}`, []];
		}
	}

	/** The corners from a row at the column of a use to what uses it, and where that ends. */
	#way({ to, x, way }: Use): { via: Place[]; end?: Place; weighting?: "peep" } {
		const target = this.#nodes.get(to)!;
		if (way === "side") return { via: [] };
		if (way === "start") return { via: target.x === x ? [] : [[x, this.#y(target.row)]] };
		const { peeps } = this.heights;
		const enter = target.x - PEEP.enter;
		return {
			via: [
				[x, peeps],
				[enter, peeps],
			],
			end: [enter, this.#y("boxes") - BOX],
			weighting: "peep",
		};
	}

	/** A value along its row to all that reads it; the last is a corner unless the row continues to `end`. */
	#along(from: string, level: number, uses: readonly Use[], end?: string, corners: readonly Place[] = []): void {
		const d = this.builder;
		const { value, stage } = d.nodes.find(({ id }) => id === from)!;
		let [last, via] = [from, corners];
		for (const [n, use] of uses.entries()) {
			const way = this.#way(use);
			if (n === uses.length - 1 && end === undefined) {
				const isBend = this.#nodes.get(use.to)!.x !== use.x || this.#y(this.#nodes.get(use.to)!.row) !== level;
				d.line(last, use.to, { ...way, via: [...via, ...(isBend ? [[use.x, level] as const] : []), ...way.via] });
				return;
			}
			const fork = `${from} ${n}`;
			d.fork(fork, [use.x, level], stage, value);
			d.line(last, fork, { via, stage });
			d.line(fork, use.to, way);
			[last, via] = [fork, []];
		}
		if (end !== undefined) d.line(last, end, { via });
	}

	/** A state of the step before, along its line. */
	#before(state: string): void {
		const value = beforeOf(state);
		const d = this.builder;
		if (!d.nodes.some(({ id }) => id === value)) return;
		const level = this.#y(value);
		const uses = this.#usesOf(value);
		const isTurning = state === "h" && this.#isTurning && uses.length > 0;
		if (isTurning) d.line(value, "h.turn");
		const own = uses.find(({ to, way }) => way === "start" && this.#y(this.#nodes.get(to)!.row) === level);
		const others = uses.filter((use) => use !== own);
		if (uses.length > 0) this.#along(isTurning ? "h.turn" : value, level, others, own?.to);
	}

	/** From an operation to the next one of its row, to the one that its row enters, or to all that reads the line. */
	#fromNode({ id, x, row, value, constant }: Placed): void {
		const d = this.builder;
		const { uses, ends, placed } = this.columns;
		const use = uses.find(({ of }) => of === id);
		if (use) d.line(id, use.to, { via: constant === undefined ? [[use.x, this.#y(row)]] : [] });
		else if (ends.get(value)?.id === id) this.#fromEnd(id, row, value);
		else {
			const next = placed.filter((one) => one.row === row && one.op && one.x > x);
			d.line(id, next.sort((one, other) => one.x - other.x)[0]!.id);
		}
	}

	/** From the end of a line's row to all that reads the line, and to the next step. */
	#fromEnd(id: string, row: string, value: string): void {
		const d = this.builder;
		const { ends, width } = this.columns;
		const [level, uses] = [this.#y(row), this.#usesOf(value)];
		const { stage } = this.#nodes.get(id)!;
		d.strip(value, [ends.get(value)!.strip, level], "above", stage);
		if (!this.#cell.states.includes(value)) {
			this.#along(id, level, uses);
			return;
		}
		d.node(value, [width, level], stage, { kind: "output", value });
		if (value === "h") {
			d.fork("h.fork", [width - 0.35, level], stage, "h");
			d.line("h.fork", "h");
			d.node("h.up", [width - 0.35, 14], stage, { kind: "output", value: "h" });
			d.line("h.fork", "h.up");
		}
		this.#along(id, level, uses, value === "h" ? "h.fork" : value);
	}

	/** A box's value: up in its column, and along its track to all others that read it. */
	#fromBox({ id, value, x }: Placed): void {
		const uses = this.#usesOf(value);
		const track = this.heights.rows.get(`track ${value}`);
		if (track !== undefined) {
			this.#along(id, track, uses, undefined, uses[0]!.x === x ? [] : [[x, track]]);
			return;
		}
		const [use] = uses;
		const target = this.#nodes.get(use!.to)!;
		this.builder.line(id, use!.to, { via: target.x === x ? [] : [[x, this.#y(target.row)]] });
	}
}
