/**
 * How often the units of every gate are saturated: one panel per gate, one dot per unit; x is the fraction of steps
 * below 0.1, y the fraction above 0.9 (fig. 2 of Karpathy, Johnson & Li 2015).
 */
import { GROUNDS, LAYER_COLOURS, type Scheme } from "./palettes.ts";
import type { Report } from "./reportData.ts";
import type { Scene, Shape } from "./scene.ts";
import { fill } from "./words.ts";

const PLOT = 184;
const EDGE = { left: 48, top: 34, right: 14, bottom: 50 };

/**
 * Returns the saturation figure.
 * @param width available pixels; panels that do not fit wrap to the next row.
 */
export function saturationScene({ saturation, words }: Report, scheme: Scheme, width: number): Scene {
	const { ground, ink, quiet, line } = GROUNDS[scheme];
	const gates = [...new Set(saturation.map(({ gate }) => gate))];
	const layers = 1 + Math.max(0, ...saturation.map(({ layer }) => layer));
	const [wide, high] = [EDGE.left + PLOT + EDGE.right, EDGE.top + PLOT + EDGE.bottom];
	const perRow = Math.max(1, Math.min(gates.length, Math.floor(width / wide)));
	const top = 8 + (layers > 1 ? 24 : 0);
	const size = { width: Math.max(perRow * wide, 290), height: top + Math.ceil(gates.length / perRow) * high };
	const shapes: Shape[] = [{ kind: "rect", x: 0, y: 0, ...size, fill: ground }];
	const colour = (layer: number) => LAYER_COLOURS[layer % LAYER_COLOURS.length]!;
	for (let l = 0; layers > 1 && l < layers; l++) {
		const x = EDGE.left + l * 84;
		shapes.push({ kind: "circle", x: x + 5, y: 18, r: 5, fill: colour(l), hint: "" });
		shapes.push({ kind: "text", x: x + 15, y: 22, text: fill(words.layer, { layer: l }), size: 12, fill: ink });
	}
	for (const [n, gate] of gates.entries()) {
		const x0 = (n % perRow) * wide + EDGE.left;
		const y0 = top + Math.floor(n / perRow) * high + EDGE.top;
		const at = (low: number, up: number) => ({ x: x0 + low * PLOT, y: y0 + (1 - up) * PLOT });
		const title = /^[ghn]$/.test(gate) ? `|${gate}|` : fill(words.gate, { gate });
		const words12 = { size: 12, fill: quiet, anchor: "middle" } as const;
		shapes.push({
			kind: "text",
			x: x0 + PLOT / 2,
			y: y0 - 12,
			text: title,
			...words12,
			size: 13,
			fill: ink,
			bold: true,
		});
		shapes.push({ kind: "text", x: x0 + PLOT / 2, y: y0 + PLOT + 36, text: words.left, ...words12 });
		shapes.push({ kind: "text", x: x0 - 34, y: y0 + PLOT / 2, text: words.right, ...words12, upright: true });
		for (const share of [0, 0.5, 1]) {
			const [under, beside] = [at(share, 0), at(0, share)];
			shapes.push({ kind: "line", x1: under.x, y1: y0, x2: under.x, y2: y0 + PLOT, stroke: line });
			shapes.push({ kind: "line", x1: x0, y1: beside.y, x2: x0 + PLOT, y2: beside.y, stroke: line });
			shapes.push({ kind: "text", x: under.x, y: y0 + PLOT + 16, text: String(share), ...words12, size: 11 });
			shapes.push({
				kind: "text",
				x: x0 - 8,
				y: beside.y + 4,
				text: String(share),
				...words12,
				size: 11,
				anchor: "end",
			});
		}
		shapes.push({ kind: "line", x1: x0, y1: y0, x2: x0 + PLOT, y2: y0 + PLOT, stroke: quiet, dash: true });
		for (const { layer, low, high: up } of saturation.filter((shares) => shares.gate === gate)) {
			for (const [k, share] of low.entries()) {
				const hook = gate === "h" ? `l${layer}.h.${k}` : `l${layer}.gate.${gate}.${k}`;
				const hint = `${hook}\n${words.left}\t${percent(share)}\n${words.right}\t${percent(up[k]!)}`;
				shapes.push({ kind: "circle", ...at(share, up[k]!), r: 3, fill: colour(layer), hint });
			}
		}
	}
	return { ...size, title: words.saturationFigure, shapes };
}

export function percent(share: number): string {
	const value = 100 * share;
	return `${value > 0 && value < 0.1 ? "<0.1" : value.toFixed(value < 10 ? 1 : 0)}%`;
}
