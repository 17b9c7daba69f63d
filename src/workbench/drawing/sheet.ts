/** Several figures on one sheet: one SVG, with figures in a row as long as they fit, then in the next row. */
import { drawFigure, GROUND, heading, inXml } from "./draw.ts";
import type { Figure } from "./figure.ts";

export interface Sheet {
	/** Prefix of every figure's own name, so that no two elements share an id. */
	name: string;
	title: string;
	/** Line below the title. */
	subtitle: string;
	figures: readonly Figure[];
}

/** Maximum width of a row, in pixels, unless a single figure is wider. */
const WIDEST = 1420;
const TOP = 74;

/** Draws a sheet as SVG; each figure keeps its title, its description and its background. */
export async function drawSheet({ name, title, subtitle, figures }: Sheet): Promise<string> {
	let [x, y, rowHeight, width] = [0, TOP, 0, 0];
	const placed: string[] = [];
	for (const figure of figures) {
		const svg = await drawFigure({ ...figure, name: `${name}-${figure.name}` });
		const [figureWidth, figureHeight] = sizeOf(svg);
		if (x > 0 && x + figureWidth > WIDEST) [x, y, rowHeight] = [0, y + rowHeight, 0];
		placed.push(svg.replace("<svg", `<svg x="${x}" y="${y}"`));
		x += figureWidth;
		width = Math.max(width, x);
		rowHeight = Math.max(rowHeight, figureHeight);
	}
	const height = y + rowHeight;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
		`<title>${inXml(title)}</title><desc>${inXml(subtitle)}</desc>`,
		`<rect width="${width}" height="${height}" fill="${GROUND}"/>`,
		`${heading(title, 20, 32, 18)}${heading(subtitle, 20, 56, 13)}`,
		...placed.map((svg) => svg.trimEnd()),
		"</svg>\n",
	].join("\n");
}

function sizeOf(svg: string): [width: number, height: number] {
	const found = /<svg[^>]*? width="(\d+)" height="(\d+)"/.exec(svg);
	return [Number(found![1]), Number(found![2])];
}
