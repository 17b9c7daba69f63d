/** A picture of the page as a file of SVG, drawn anew by its own strokes, with what it was made from as metadata. */
import { token } from "./canvas.ts";
import type { Figure } from "./figure.ts";
import { escapeXml, SvgPen } from "./svgPen.ts";

export interface SvgCall {
	title: string;
	/** Size in CSS pixels. */
	width: number;
	height: number;
	/** What computes the same numbers again: seed, update, digest, version. */
	made: Readonly<Record<string, string | number | null>>;
	/** Value of a token such as "--loss". Default: that of the page. */
	colour?(token: string): string;
}

export async function svgOf(figure: Pick<Figure, "draw" | "summary">, call: SvgCall): Promise<string> {
	const { title, made, colour = token } = call;
	const [width, height] = [Math.round(call.width), Math.round(call.height)];
	const pen = new SvgPen();
	pen.font = `12px ${colour("--sans")}`;
	await figure.draw({ context: pen, width, height, colour });
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
		`<title>${escapeXml(title)}</title>`,
		`<desc>${escapeXml(figure.summary())}</desc>`,
		`<metadata>${escapeXml(JSON.stringify(made))}</metadata>`,
		`<rect width="${width}" height="${height}" fill="${colour("--ground")}"/>`,
		pen.elements,
		"</svg>\n",
	].join("\n");
}
