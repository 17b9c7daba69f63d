/** A round "times" as a valve: two doors leave as much of the pipe open as the gate's value of the unit singled out. */
import type { Element } from "../scene.ts";
import type { DiagramNode, Valve } from "./diagram.ts";
import { n, type Pen } from "./pen.ts";

/** Share of the pipe that is open: 0 closed, 1 open. */
export function openOf(gate: number | undefined): number {
	return gate === undefined || Number.isNaN(gate) ? 0 : Math.min(1, Math.max(0, gate));
}

export function valveShapes(pen: Pen, node: DiagramNode, { gate, flow }: Valve): Element[] {
	const { px, frame, values, unit, ink, colour, happened, acts } = pen;
	const [x, y] = px(node.at);
	const { r } = frame;
	const on = happened(node.stage);
	const open = openOf(values.get(gate)?.[unit]);
	const inner = r - 2;
	const door = on ? inner * (1 - open) : 0; // length of each of the two
	const level = flow === "right";
	/** A rectangle across or along the flow, from its middle. */
	const rect = (across: number, length: number, thick: number, fill: string): Element => ({
		name: "rect",
		attributes: {
			x: n(level ? x - thick / 2 : x + across),
			y: n(level ? y + across : y - thick / 2),
			width: n(level ? thick : length),
			height: n(level ? length : thick),
			...{ fill, rx: 1.5 },
		},
	});
	const colourOfGate = ink(gate, node.stage);
	const ring = {
		cx: n(x),
		cy: y,
		r,
		fill: colour("--raised"),
		stroke: colourOfGate,
		"stroke-width": acts(node.stage) ? 3 : 2,
	};
	const [tx, ty] = [x + r * 0.8 + 6, y - r * 0.62];
	return [
		{ name: "circle", attributes: ring },
		...(on
			? [
					{
						name: "path",
						attributes: {
							d: opening(x, y, inner, open, level),
							fill: ink(node.value, node.stage),
							"fill-opacity": 0.45,
						},
					},
					rect(-inner, door, 7, colourOfGate),
					rect(inner - door, door, 7, colourOfGate),
				]
			: []),
		{
			name: "text",
			attributes: {
				...{
					x: n(tx),
					y: n(ty),
					"font-size": frame.text * 1.25,
					"text-anchor": "middle",
					fill: colour(on ? "--ink" : "--quiet"),
				},
				...{ stroke: colour("--raised"), "stroke-width": 4, "paint-order": "stroke" },
			},
			text: "×",
		},
	];
}

/** What the doors leave of the circle: the part between two chords along the flow. */
function opening(x: number, y: number, r: number, open: number, level: boolean): string {
	const a = r * open;
	const s = Math.sqrt(r * r - a * a);
	const at = (along: number, across: number) =>
		level ? `${n(x + along)} ${n(y + across)}` : `${n(x + across)} ${n(y + along)}`;
	const arc = `A${r} ${r} 0 0 ${level ? 1 : 0} `;
	return `M${at(-s, -a)}L${at(s, -a)}${arc}${at(s, a)}L${at(-s, a)}${arc}${at(-s, -a)}z`;
}
