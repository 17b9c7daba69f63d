/** A drawing of src/views in the page. */
import { useLayoutEffect, useRef } from "react";
import type { SvgNode } from "../../../../src/views/svgNode.ts";

const SVG = "http://www.w3.org/2000/svg";

/** @param label of the region that scrolls where the drawing is wider than the page */
export function Svg({ node, label }: { node: SvgNode; label: string }) {
	const box = useRef<HTMLElement>(null);
	const key = JSON.stringify(node);
	useLayoutEffect(() => box.current!.replaceChildren(elementOf(node)), [key]);
	// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard
	return <section className="study-figure" ref={box} tabIndex={0} aria-label={label} />;
}

function elementOf({ name, attributes, children }: SvgNode): SVGElement {
	const element = document.createElementNS(SVG, name);
	for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
	element.append(...children.map((child) => (typeof child === "string" ? child : elementOf(child))));
	return element;
}
