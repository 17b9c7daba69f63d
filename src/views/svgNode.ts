/** A drawing as a tree of SVG elements, which a page makes itself and a report writes as text. */
import { visible } from "./glyphs.ts";
import { inHtml } from "./html.ts";

export interface SvgNode {
	name: string;
	attributes: Readonly<Record<string, string | number>>;
	/** Elements, and texts in which nothing is invisible. */
	children: readonly (SvgNode | string)[];
}

export const svgNode = (
	name: string,
	attributes: SvgNode["attributes"],
	...children: readonly (SvgNode | string)[]
): SvgNode => ({
	name,
	attributes,
	children: children.map((child) => (typeof child === "string" ? visible(child) : child)),
});

export function svgText({ name, attributes, children }: SvgNode): string {
	const words = Object.entries(attributes).map(([key, value]) => ` ${key}="${inHtml(String(value))}"`);
	const inner = children.map((child) => (typeof child === "string" ? inHtml(child) : svgText(child)));
	return `<${name}${words.join("")}>${inner.join("")}</${name}>`;
}
