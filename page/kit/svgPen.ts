/** A pen that writes SVG: it has the part of a canvas's context that the page's pictures use. */
import type { Pen } from "./canvas.ts";

/** Two digits after the point are a hundredth of a pixel. */
const r = (value: number) => String(Math.round(value * 100) / 100);

/** Text and attribute values of XML; characters that XML lacks become U+FFFD. */
export const escapeXml = (text: string): string =>
	text
		.replaceAll(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll('"', "&quot;");

const ANCHORS: Partial<Record<CanvasTextAlign, string>> = { right: "end", end: "end", center: "middle" };

export class SvgPen implements Pen {
	fillStyle: Pen["fillStyle"] = "#000";
	strokeStyle: Pen["strokeStyle"] = "#000";
	globalAlpha = 1;
	lineWidth = 1;
	font = "12px sans-serif";
	textAlign: CanvasTextAlign = "left";
	readonly #parts: string[] = [];
	#path = "";
	#dash: readonly number[] = [];

	/** What was drawn, as elements. */
	get elements(): string {
		return this.#parts.join("\n");
	}

	beginPath(): void {
		this.#path = "";
	}

	closePath(): void {
		this.#path += "Z";
	}

	moveTo(x: number, y: number): void {
		this.#path += `M${r(x)} ${r(y)}`;
	}

	lineTo(x: number, y: number): void {
		this.#path += `${this.#path === "" ? "M" : "L"}${r(x)} ${r(y)}`;
	}

	/** Whole circles alone: what the pictures draw. */
	arc(x: number, y: number, radius: number): void {
		const half = `a${r(radius)} ${r(radius)} 0 1 0`;
		this.#path += `M${r(x - radius)} ${r(y)}${half} ${r(2 * radius)} 0${half} ${r(-2 * radius)} 0Z`;
	}

	fill(): void {
		this.#add(`<path d="${this.#path}" fill="${this.fillStyle}"`, "/>");
	}

	stroke(): void {
		const dash = this.#dash.length > 0 ? ` stroke-dasharray="${this.#dash.join(" ")}"` : "";
		const width = this.lineWidth === 1 ? "" : ` stroke-width="${r(this.lineWidth)}"`;
		this.#add(`<path d="${this.#path}" fill="none" stroke="${this.strokeStyle}"${width}${dash}`, "/>");
	}

	fillRect(x: number, y: number, width: number, height: number): void {
		const place = `x="${r(x)}" y="${r(y)}" width="${r(width)}" height="${r(height)}"`;
		this.#add(`<rect ${place} fill="${this.fillStyle}"`, "/>");
	}

	strokeRect(x: number, y: number, width: number, height: number): void {
		const place = `x="${r(x)}" y="${r(y)}" width="${r(width)}" height="${r(height)}"`;
		this.#add(`<rect ${place} fill="none" stroke="${this.strokeStyle}" stroke-width="${r(this.lineWidth)}"`, "/>");
	}

	fillText(text: string, x: number, y: number): void {
		const anchor = ANCHORS[this.textAlign];
		const place = `x="${r(x)}" y="${r(y)}"${anchor ? ` text-anchor="${anchor}"` : ""}`;
		this.#add(
			`<text ${place} fill="${this.fillStyle}" style="font:${escapeXml(this.font)}"`,
			`>${escapeXml(text)}</text>`,
		);
	}

	/** An estimate, since a file has no font: Hangul and Chinese characters are as wide as the font is high, others half. */
	measureText(text: string): { width: number } {
		const size = Number(/([\d.]+)px/.exec(this.font)?.[1] ?? 12);
		const wide = text.match(/[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff]/g)?.length ?? 0;
		return { width: size * (wide + 0.55 * (text.length - wide)) };
	}

	setLineDash(dash: readonly number[]): void {
		this.#dash = [...dash];
	}

	#add(open: string, end: string): void {
		const alpha = this.globalAlpha === 1 ? "" : ` opacity="${r(this.globalAlpha)}"`;
		this.#parts.push(`${open}${alpha}${end}`);
	}
}
