/**
 * The live diagram: the same shapes as in a file, in an SVG whose sizes follow the width of its box. Valves can be dragged, and
 * a strip can be pressed; places are those of the diagram's data.
 */

import { type Diagram, gateBehind, type Valve, valvesOf } from "../../../src/views/diagrams/diagram.ts";
import { drawDiagram, sizeOf } from "../../../src/views/diagrams/drawDiagram.ts";
import { type Frame, frameFor, type Token } from "../../../src/views/diagrams/look.ts";
import { vectorsOf } from "../../../src/views/diagrams/stepSvg.ts";
import { halfOf } from "../../../src/views/diagrams/strips.ts";
import { glyphOf } from "../../../src/views/glyphs.ts";
import { paintNever, paintSoon } from "../../kit/scheduler.ts";
import { drawnAs } from "../instrument/drawnAs.ts";
import { type CellState, cell, chooseUnit, drag, forwardHeld } from "./cellState.ts";
import { patchShapes } from "./svgPatch.ts";

/** Pixels of pointer travel from closed to open. */
const TRAVEL = 90;

/** Place of something over the picture, in per cent of it. */
export interface Spot {
	value: string;
	left: number;
	top: number;
	width: number;
	height: number;
}

/** Where the strips are, so that buttons can lie over them. */
export function spotsOf(diagram: Diagram, frame: Frame): Spot[] {
	const [width, height] = sizeOf(diagram, frame);
	const memory = diagram.nodes.some(({ value }) => value === "c_prev") ? "c" : "h";
	return diagram.strips.map(({ value, at }) => {
		const half = Math.max(12, halfOf(value, memory, frame)) + 3;
		const x = frame.margin + at[0] * frame.column - frame.strip / 2;
		return {
			value,
			...{ left: (100 * x) / width, width: (100 * frame.strip) / width },
			...{ top: (100 * (at[1] - half)) / height, height: (200 * half) / height },
		};
	});
}

export class CellFigure {
	readonly #svg: SVGSVGElement;
	readonly #sizes: ResizeObserver;
	readonly #end: () => void;
	readonly #framed: (frame: Frame) => void;
	readonly #columns: number | undefined;
	#frame: Frame;
	#valve: { valve: Valve; x: number; y: number; from: number } | undefined;

	/** @param framed called with the sizes when the width of the picture has changed */
	constructor(svg: SVGSVGElement, { columns }: Diagram, framed: (frame: Frame) => void) {
		this.#svg = svg;
		this.#columns = columns;
		this.#framed = framed;
		this.#frame = this.#fit();
		framed(this.#frame);
		this.#sizes = new ResizeObserver(() => {
			const frame = this.#fit();
			if (frame.column === this.#frame.column) return;
			this.#frame = frame;
			this.#framed(frame);
			paintSoon(this.#paint);
		});
		this.#sizes.observe(svg.parentElement!);
		this.#end = cell.subscribe(() => paintSoon(this.#paint));
		svg.addEventListener("pointerdown", this.#down);
		svg.addEventListener("pointermove", this.#move);
		svg.addEventListener("pointerup", this.#up);
		svg.addEventListener("pointercancel", this.#up);
		this.#paint();
	}

	close(): void {
		this.#sizes.disconnect();
		this.#end();
		paintNever(this.#paint);
	}

	/** Sizes for the width of the box. A picture wider than its scrolling box is moved by touch; its valves have sliders. */
	#fit(): Frame {
		const box = this.#svg.parentElement!;
		const { clientWidth, scrollWidth } = box.parentElement!;
		this.#svg.style.touchAction = scrollWidth > clientWidth ? "pan-x pan-y" : "";
		return frameFor(box.clientWidth, this.#columns);
	}

	readonly #paint = () => {
		const state = cell.get();
		if (!state?.now) return;
		const { diagram, unit, stage, facts, layer, now } = state;
		const [width, height] = sizeOf(diagram, this.#frame);
		this.#svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
		const shapes = drawDiagram({
			...{ diagram, unit, stage, frame: this.#frame, values: vectorsOf(drawnAs(facts), forwardHeld(state)) },
			colour: (token: Token) => `var(${token})`,
			...(layer === 0 &&
				!(facts.echo?.input === "values") && {
					symbol: now.id < 0 ? (facts.sentence?.signs[state.step] ?? "?") : glyphOf(facts.labels[now.id]!).small,
				}),
		});
		patchShapes(this.#svg, shapes);
	};

	readonly #down = (event: PointerEvent) => {
		const state = cell.get();
		const valve = state && this.#valveAt(state, event);
		if (!valve) return;
		event.preventDefault();
		this.#svg.setPointerCapture(event.pointerId);
		this.#valve = { valve, x: event.clientX, y: event.clientY, from: openingOf(state, valve.gate) };
	};

	readonly #move = (event: PointerEvent) => {
		const held = this.#valve;
		if (!held) {
			const state = cell.get();
			this.#svg.style.cursor = state && this.#valveAt(state, event) ? "grab" : "";
			return;
		}
		const travel = event.clientX - held.x + held.y - event.clientY;
		dragValve(held.valve.gate, Math.min(1, Math.max(0, held.from + travel / TRAVEL)));
	};

	readonly #up = () => {
		this.#valve = undefined;
	};

	#valveAt(state: CellState, event: PointerEvent): Valve | undefined {
		const { diagram } = state;
		const box = this.#svg.getBoundingClientRect();
		const scale = sizeOf(diagram, this.#frame)[0] / box.width;
		const [x, y] = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
		const { column, margin, r } = this.#frame;
		return valvesOf(diagram).find(({ id, gate }) => {
			const { at } = diagram.nodes.find((node) => node.id === id)!;
			return gateOf(gate, state) !== undefined && Math.hypot(margin + at[0] * column - x, at[1] - y) <= r + 6;
		});
	}
}

/** The gate behind a valve, and whether the valve is open where the gate is closed. C of a reservoir is not learned. */
export function gateOf(value: string, { facts, diagram }: CellState): { gate: string; rest: boolean } | undefined {
	if (facts.echo) return { gate: "C", rest: value === "keep" };
	return gateBehind(diagram, value);
}

/** How far a valve of the unit shown is open, 0 to 1. */
export function openingOf(state: CellState, gate: string): number {
	return vectorsOf(drawnAs(state.facts), forwardHeld(state)).get(gate)?.[state.unit] ?? 0;
}

export function dragValve(value: string, open: number): void {
	const found = gateOf(value, cell.get()!);
	if (!found) return;
	drag(found.gate, Number((found.rest ? 1 - open : open).toFixed(3)));
}

/** Width of a unit's bar, in pixels, from which a press can mean it. */
const BAR = 6;

/** Chooses the unit under a pointer that pressed a strip, where the bars are wide enough to be meant. */
export function pressStrip(
	event: { clientX: number; detail: number; currentTarget: HTMLElement },
	units: number,
): void {
	if (event.detail === 0) return; // by key: the unit stays
	const box = event.currentTarget.getBoundingClientRect();
	if (box.width / units < BAR) return;
	chooseUnit(Math.min(units - 1, Math.floor((units * (event.clientX - box.left)) / box.width)));
}
