/** Film strips for documents: a step stage by stage, and the gradient's way back through several networks. */

import { glyphOf } from "../glyphs.ts";
import { minus } from "../minus.ts";
import { inXml, MONO, SANS } from "../scene.ts";
import { diagramOf } from "./diagramOf.ts";
import { sizeOf } from "./drawDiagram.ts";
import { LIGHT, NARROW, powerText, type Token } from "./look.ts";
import { type DrawnStep, stepSvg } from "./stepSvg.ts";

/** The stages of a step next to each other, each as it is drawn on a phone. */
export function stagesStrip(step: Omit<DrawnStep, "title">): string {
	const diagram = diagramOf(step);
	const [width, height] = sizeOf(diagram, NARROW);
	const gap = 16;
	const frames = Array.from({ length: diagram.stages }, (_, k) => {
		const svg = stepSvg({ ...step, title: `${k + 1}`, stage: k + 1, frame: NARROW });
		return svg
			.trimEnd()
			.replace("<svg ", `<svg x="${k * (width + gap)}" y="24" `)
			.replaceAll(/ role="img"/g, "");
	});
	const numbers = frames.map(
		(_, k) =>
			`<text x="${k * (width + gap) + 14}" y="19" font-size="17" font-weight="600" fill="${LIGHT["--ink"]}">${k + 1}</text>`,
	);
	const whole = diagram.stages * (width + gap) - gap;
	return written(whole, height + 24, `${diagram.name}: ${diagram.stages}`, [...numbers, ...frames]);
}

export interface StripWay {
	name: string;
	/** Latest step first; logarithms to base 10, null for an exact zero. */
	rows: readonly { step: number; symbol: string | null; h: number | null; c?: number | null }[];
	k2: number;
}

const [LEFT, EACH, LANE, THICK] = [110, 15, 46, 36];
const LANES: readonly ["c" | "h", Token][] = [
	["c", "--gate-c"],
	["h", "--gate-h"],
];

/** |dL/dc_t| and |dL/dh_t| from the latest step back: thickness is the power of ten, on one scale for all networks. */
export function wayStrip(ways: readonly StripWay[]): string {
	const sizes = ways.flatMap(({ rows }) => rows.flatMap(({ h, c }) => [h, c])).filter((x) => typeof x === "number");
	const top = Math.ceil(Math.max(...sizes));
	const decades = Math.max(4, top - Math.floor(Math.min(...sizes)));
	const parts: string[] = [];
	let y = 30;
	const words = (x: number, at: number, text: string, token: Token, more = "") =>
		parts.push(`<text x="${x}" y="${at}" font-size="13" fill="${LIGHT[token]}"${more}>${inXml(text)}</text>`);
	for (const { name, rows, k2 } of ways) {
		words(8, y - 8, name, "--ink", ' font-weight="600"');
		const steps = [...rows].reverse();
		const from = y;
		for (const [lane, token] of LANES) {
			if (steps.every((step) => step[lane] === undefined)) continue;
			const middle = y + LANE / 2;
			const thick = (n: number) => {
				const size = steps[Math.min(n, steps.length - 1)]![lane];
				return typeof size === "number" ? Math.max(0, THICK * (1 - (top - size) / decades)) : 0;
			};
			const edge = (sign: 1 | -1) =>
				steps.map((_, n) => `${LEFT + n * EACH} ${(middle + (sign * Math.max(0.8, thick(n))) / 2).toFixed(1)}`);
			parts.push(`<path fill="${LIGHT[token]}" d="M${edge(-1).join("L")}L${edge(1).reverse().join("L")}z"/>`);
			words(8, middle + 4, `|dL/d${lane}|`, token);
			words(LEFT + steps.length * EACH + 4, middle + 4, minus(powerText(steps.at(-1)![lane]!)), token);
			words(LEFT - 8, middle + 4, minus(powerText(steps[0]![lane]!)), token, ' text-anchor="end"');
			y += LANE;
		}
		const cut = LEFT + (steps.length - k2) * EACH;
		if (k2 < steps.length) {
			const line = `x1="${cut}" x2="${cut}" y1="${from}" y2="${y}"`;
			parts.push(`<line ${line} stroke="${LIGHT["--gradient"]}" stroke-dasharray="5 4"/>`);
			words(cut, from - 8, `k2 = ${k2}`, "--gradient", ' text-anchor="middle"');
		}
		y += 34;
	}
	for (const [n, { symbol }] of [...ways[0]!.rows].reverse().entries()) {
		const text = symbol === null ? "" : glyphOf(symbol).small;
		words(LEFT + (n + 0.5) * EACH, y - 12, text, "--ink", ` text-anchor="middle" font-family="${inXml(MONO)}"`);
	}
	const width = LEFT + ways[0]!.rows.length * EACH + 70;
	return written(width, y, ways.map(({ name }) => name).join(", "), parts);
}

function written(width: number, height: number, title: string, parts: readonly string[]): string {
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${inXml(SANS)}">`,
		`<title>${inXml(title)}</title>`,
		`<rect width="${width}" height="${height}" fill="${LIGHT["--raised"]}"/>`,
		...parts,
		"</svg>\n",
	].join("\n");
}
