/** A step of a cell as an SVG file: the diagram with the step's numbers. */
import { glyphOf } from "../glyphs.ts";
import { type Element, inXml, SANS } from "../scene.ts";
import { type DiagramCell, diagramOf } from "./diagramOf.ts";
import { drawDiagram, sizeOf } from "./drawDiagram.ts";
import { type Frame, LIGHT, WIDE } from "./look.ts";
import { walk } from "./walk.ts";

export interface DrawnStep extends DiagramCell {
	/** Title of the figure. */
	title: string;
	/** The symbol read, as the vocabulary names it; undefined in layers that read another one. */
	symbol?: string;
	/** The unit singled out. */
	unit: number;
	/** Vectors of the step by name, as its explanation has them. */
	forward: readonly { name: string; values: ArrayLike<number> }[];
	/** Stages of the step to draw; default all. */
	stage?: number;
	frame?: Frame;
}

/** The vectors that a diagram draws: those of the explanation, and those that its own lines compute. */
export function vectorsOf(cell: DiagramCell, forward: DrawnStep["forward"]): Map<string, ArrayLike<number>> {
	const known = new Map(forward.map(({ name, values }) => [name, values]));
	const h = known.get("h")!;
	if (cell.cell === "esn" && !known.has("tanh_a")) known.set("tanh_a", h); // on a text: C = g = 1
	return walk(diagramOf(cell), { known, units: h.length });
}

export function stepSvg({ title, symbol, unit, forward, stage, frame = WIDE, ...cell }: DrawnStep): string {
	const diagram = diagramOf(cell);
	const [width, height] = sizeOf(diagram, frame);
	const elements = drawDiagram({
		...{ diagram, frame, unit, values: vectorsOf(cell, forward), colour: (token: keyof typeof LIGHT) => LIGHT[token] },
		...(stage !== undefined && { stage }),
		...(symbol !== undefined && { symbol: glyphOf(symbol).small }),
	});
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${inXml(SANS)}">`,
		`<title>${inXml(title)}</title>`,
		`<rect width="${width}" height="${height}" fill="${LIGHT["--raised"]}"/>`,
		`<style>.o{stroke:${LIGHT["--raised"]};stroke-width:4px;paint-order:stroke}.p{fill:none;stroke:${LIGHT["--raised"]};stroke-width:9px}</style>`,
		...elements.map(written),
		"</svg>\n",
	].join("\n");
}

/** The two outlines that most shapes have are written once, as classes: a third of the file. */
function written({ name, attributes, text }: Element): string {
	const outlined = "paint-order" in attributes;
	const passed = name === "path" && attributes.stroke === LIGHT["--raised"];
	const own = Object.entries(attributes).filter(
		([key]) => !(outlined || passed) || !/^(stroke|paint-order|fill$)/.test(key) || (outlined && key === "fill"),
	);
	const kind = outlined ? [["class", "o"]] : passed ? [["class", "p"]] : [];
	const words = [...kind, ...own].map(([key, value]) => ` ${key}="${inXml(String(value))}"`);
	return `<${name}${words.join("")}${text === undefined ? "/>" : `>${inXml(text)}</${name}>`}`;
}
