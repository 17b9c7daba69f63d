/** A figure as a list of shapes, which the page draws or which is written as SVG. */

export type Shape =
	| { kind: "rect"; x: number; y: number; width: number; height: number; fill: string; stroke?: string }
	| {
			kind: "text";
			x: number;
			/** Position of the baseline. */
			y: number;
			text: string;
			size: number;
			fill: string;
			anchor?: "middle" | "end";
			mono?: boolean;
			bold?: boolean;
			/** Rotated to read from below. */
			upright?: boolean;
	  }
	| { kind: "line"; x1: number; y1: number; x2: number; y2: number; stroke: string; dash?: boolean }
	| { kind: "ring"; x: number; y: number; r: number; stroke: string }
	| {
			kind: "circle";
			x: number;
			y: number;
			r: number;
			fill: string;
			/** Tooltip: lines of a name, a tab and a value. Empty for none. */
			hint: string;
	  };

export interface Scene {
	width: number;
	height: number;
	title: string;
	shapes: Shape[];
}

export const SANS =
	"system-ui, 'Segoe UI', Helvetica, Arial, 'Noto Sans KR', 'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif";
export const MONO =
	"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK KR', 'D2Coding', monospace";

/** An SVG element by name and attributes. */
export interface Element {
	name: string;
	attributes: Readonly<Record<string, string | number>>;
	text?: string;
}

export function elementOf(shape: Shape): Element {
	switch (shape.kind) {
		case "rect": {
			const { kind: name, stroke, ...place } = shape;
			return { name, attributes: { ...place, ...(stroke && { stroke, "stroke-width": 1.5 }) } };
		}
		case "text": {
			const { x, y, size, fill, anchor, mono, bold, upright, text } = shape;
			const attributes = {
				...{ x, y, fill, "font-size": size, ...(mono && { "font-family": MONO }) },
				...(anchor && { "text-anchor": anchor }),
				...(bold && { "font-weight": "bold" }),
				...(upright && { transform: `rotate(-90 ${x} ${y})` }),
			};
			return { name: "text", attributes, text };
		}
		case "line": {
			const { kind: name, dash, ...place } = shape;
			return { name, attributes: { ...place, ...(dash && { "stroke-dasharray": "4 3" }) } };
		}
		case "ring": {
			const { x, y, r, stroke } = shape;
			return { name: "circle", attributes: { cx: x, cy: y, r, fill: "none", stroke, "stroke-width": 1.5 } };
		}
		case "circle":
			return {
				name: "circle",
				attributes: { cx: shape.x, cy: shape.y, r: shape.r, fill: shape.fill, "fill-opacity": 0.7 },
				text: "",
			};
	}
}

/** Returns the scene as an SVG file. */
export function sceneSvg({ width, height, title, shapes }: Scene): string {
	const lines: string[] = [];
	let mono = false; // consecutive monospaced shapes share a group, so that the font family is named once
	for (const shape of shapes) {
		const { name, attributes, text } = elementOf(shape);
		const { "font-family": family, ...own } = attributes;
		if ((family !== undefined) !== mono) {
			lines.push(mono ? "</g>" : `<g font-family="${inXml(MONO)}" direction="ltr">`);
			mono = !mono;
		}
		const words = Object.entries(own).map(([key, value]) => ` ${key}="${inXml(rounded(value))}"`);
		const inner = shape.kind === "circle" ? hintOf(shape) : inXml(text ?? "");
		lines.push(`<${name}${words.join("")}${inner ? `>${inner}</${name}>` : "/>"}`);
	}
	if (mono) lines.push("</g>");
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${inXml(SANS)}">`,
		`<title>${inXml(title)}</title>`,
		...lines,
		"</svg>\n",
	].join("\n");
}

const hintOf = ({ hint }: { hint: string }) => (hint ? `<title>${inXml(hint.replaceAll("\t", " "))}</title>` : "");

/** Stacks scenes vertically. */
export function stacked(title: string, scenes: readonly Scene[], ground: string): Scene {
	const width = Math.max(...scenes.map((scene) => scene.width));
	const height = scenes.reduce((sum, scene) => sum + scene.height, 0);
	let top = 0;
	const shapes: Shape[] = [{ kind: "rect", x: 0, y: 0, width, height, fill: ground }];
	for (const scene of scenes) {
		for (const shape of scene.shapes)
			shapes.push(
				shape.kind === "line" ? { ...shape, y1: shape.y1 + top, y2: shape.y2 + top } : { ...shape, y: shape.y + top },
			);
		top += scene.height;
	}
	return { width, height, title, shapes };
}

const rounded = (value: string | number) => (typeof value === "number" ? String(Number(value.toFixed(2))) : value);

/** Escapes text for XML; characters that XML does not allow become U+FFFD. */
export function inXml(text: string): string {
	return text
		.replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
		.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
