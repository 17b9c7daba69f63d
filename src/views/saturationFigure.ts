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

export interface SaturationLook {
	/** Available pixels; panels that do not fit wrap to the next row. */
	width: number;
	/** Unit whose dots are ringed and named, such as `l1.c.17`: in each gate, the dot of its layer and number. */
	unit?: string;
}

export function saturationScene(report: Report, scheme: Scheme, { width, unit }: SaturationLook): Scene {
	const { saturation, words } = report;
	const { ground, ink } = GROUNDS[scheme];
	const gates = [...new Set(saturation.map(({ gate }) => gate))];
	const layers = 1 + Math.max(0, ...saturation.map(({ layer }) => layer));
	const [wide, high] = [EDGE.left + PLOT + EDGE.right, EDGE.top + PLOT + EDGE.bottom];
	const perRow = Math.max(1, Math.min(gates.length, Math.floor(width / wide)));
	const top = 8 + (layers > 1 ? 24 : 0);
	const size = { width: Math.max(perRow * wide, 290), height: top + Math.ceil(gates.length / perRow) * high };
	const shapes: Shape[] = [{ kind: "rect", x: 0, y: 0, ...size, fill: ground }];
	for (let l = 0; layers > 1 && l < layers; l++) {
		const x = EDGE.left + l * 84;
		shapes.push({ kind: "circle", x: x + 5, y: 18, r: 5, fill: colourOf(l), hint: "" });
		shapes.push({ kind: "text", x: x + 15, y: 22, text: fill(words.layer, { layer: l }), size: 12, fill: ink });
	}
	for (const [n, gate] of gates.entries()) {
		const x0 = (n % perRow) * wide + EDGE.left;
		const y0 = top + Math.floor(n / perRow) * high + EDGE.top;
		shapes.push(...frame(report, scheme, gate, { x0, y0 }), ...dots(report, scheme, gate, { x0, y0, unit }));
	}
	return { ...size, title: words.saturationFigure, shapes };
}

const colourOf = (layer: number) => LAYER_COLOURS[layer % LAYER_COLOURS.length]!;

interface Corner {
	x0: number;
	y0: number;
}

/** Title, axes and the line of units that are never in between. */
function frame({ words }: Report, scheme: Scheme, gate: string, { x0, y0 }: Corner): Shape[] {
	const { ink, quiet, line } = GROUNDS[scheme];
	const title = /^[ghn]$/.test(gate) ? `|${gate}|` : fill(words.gate, { gate });
	const small = { size: 12, fill: quiet, anchor: "middle" } as const;
	const middle = x0 + PLOT / 2;
	const shapes: Shape[] = [
		{ kind: "text", x: middle, y: y0 - 12, text: title, size: 13, fill: ink, anchor: "middle", bold: true },
		{ kind: "text", x: middle, y: y0 + PLOT + 36, text: words.left, ...small },
		{ kind: "text", x: x0 - 34, y: y0 + PLOT / 2, text: words.right, ...small, upright: true },
	];
	for (const share of [0, 0.5, 1]) {
		const [x, y] = [x0 + share * PLOT, y0 + (1 - share) * PLOT];
		shapes.push({ kind: "line", x1: x, y1: y0, x2: x, y2: y0 + PLOT, stroke: line });
		shapes.push({ kind: "line", x1: x0, y1: y, x2: x0 + PLOT, y2: y, stroke: line });
		shapes.push({ kind: "text", x, y: y0 + PLOT + 16, text: String(share), ...small, size: 11 });
		shapes.push({ kind: "text", x: x0 - 8, y: y + 4, text: String(share), ...small, size: 11, anchor: "end" });
	}
	return [...shapes, { kind: "line", x1: x0, y1: y0, x2: x0 + PLOT, y2: y0 + PLOT, stroke: quiet, dash: true }];
}

/** A dot for each unit; that of the chosen unit last, ringed, with its name. */
function dots(
	report: Report,
	scheme: Scheme,
	gate: string,
	{ x0, y0, unit }: Corner & { unit: string | undefined },
): Shape[] {
	const { words, saturation } = report;
	const { ink } = GROUNDS[scheme];
	const [, layerChosen, chosen] = /^l(\d+)\..*\.(\d+)$/.exec(unit ?? "") ?? [];
	const [shapes, ringed]: [Shape[], Shape[]] = [[], []];
	for (const { layer, low, high } of saturation.filter((shares) => shares.gate === gate)) {
		for (const [k, share] of low.entries()) {
			const hook = gate === "h" ? `l${layer}.h.${k}` : `l${layer}.gate.${gate}.${k}`;
			const hint = `${hook}\n${words.left}\t${percent(share)}\n${words.right}\t${percent(high[k]!)}`;
			const [x, y] = [x0 + share * PLOT, y0 + (1 - high[k]!) * PLOT];
			shapes.push({ kind: "circle", x, y, r: 3, fill: colourOf(layer), hint });
			if (Number(layerChosen) !== layer || Number(chosen) !== k) continue;
			const [before, anchor] = x > x0 + PLOT / 2 ? [-9, "end" as const] : [9, undefined];
			const down = y < y0 + 12 ? 14 : -7;
			ringed.push({ kind: "ring", x, y, r: 6, stroke: ink });
			ringed.push({
				kind: "text",
				x: x + before,
				y: y + down,
				text: hook,
				size: 11,
				fill: ink,
				bold: true,
				...(anchor && { anchor }),
			});
		}
	}
	return [...shapes, ...ringed];
}

export function percent(share: number): string {
	const value = 100 * share;
	return `${value > 0 && value < 0.1 ? "<0.1" : value.toFixed(value < 10 ? 1 : 0)}%`;
}
