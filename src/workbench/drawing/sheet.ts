/** Several figures on one sheet: one SVG, with figures in a row as long as they fit, then in the next row. */
import { drawFigure, GROUND, heading, inXml } from "./draw.ts";
import type { Figure } from "./figure.ts";
import { wrapped } from "./textWidth.ts";

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
/** Heights of the margin above the figures, without text, and of each line of the title and the subtitle. */
const [MARGIN, TITLE_LINE, SUBTITLE_LINE] = [30, 24, 20];

/** Draws a sheet as SVG; each figure keeps its title, its description and its background. */
export async function drawSheet({ name, title, subtitle, figures }: Sheet): Promise<string> {
	let [x, y, rowHeight, width] = [0, 0, 0, 0];
	const placed: { svg: string; x: number; y: number }[] = [];
	for (const figure of figures) {
		const svg = await drawFigure({ ...figure, name: `${name}-${figure.name}` });
		const [figureWidth, figureHeight] = sizeOf(svg);
		if (x > 0 && x + figureWidth > WIDEST) [x, y, rowHeight] = [0, y + rowHeight, 0];
		placed.push({ svg, x, y });
		x += figureWidth;
		width = Math.max(width, x);
		rowHeight = Math.max(rowHeight, figureHeight);
	}
	const titles = wrapped(title, 19.5, width - 40); // bold 18 is as wide as plain 19.5
	const subtitles = wrapped(subtitle, 13, width - 40);
	const top = MARGIN + TITLE_LINE * titles.length + SUBTITLE_LINE * subtitles.length;
	const height = top + y + rowHeight;
	const below = 12 + TITLE_LINE * titles.length;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
		`<title>${inXml(title)}</title><desc>${inXml(subtitle)}</desc>`,
		`<rect width="${width}" height="${height}" fill="${GROUND}"/>`,
		[
			...titles.map((line, n) => heading(line, 20, 32 + TITLE_LINE * n, 18)),
			...subtitles.map((line, n) => heading(line, 20, below + SUBTITLE_LINE * (n + 1), 13)),
		].join(""),
		...placed.map(({ svg, x, y }) => svg.trimEnd().replace("<svg", `<svg x="${x}" y="${top + y}"`)),
		"</svg>\n",
	].join("\n");
}

function sizeOf(svg: string): [width: number, height: number] {
	const found = /<svg[^>]*? width="(\d+)" height="(\d+)"/.exec(svg);
	return [Number(found![1]), Number(found![2])];
}
