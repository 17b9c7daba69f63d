/** Draws shapes into an SVG by changing the elements that are there: only what differs is touched. */
import type { Element as Shape } from "../../../src/views/scene.ts";

const SVG = "http://www.w3.org/2000/svg";

export function patchShapes(svg: SVGSVGElement, shapes: readonly Shape[]): void {
	for (const [n, { name, attributes, text }] of shapes.entries()) {
		let element = svg.children[n];
		if (element?.tagName !== name) {
			const fresh = document.createElementNS(SVG, name);
			if (element) element.replaceWith(fresh);
			else svg.append(fresh);
			element = fresh;
		}
		const words = new Map(Object.entries(attributes).map(([key, value]) => [key, String(value)]));
		for (const key of element.getAttributeNames()) if (!words.has(key)) element.removeAttribute(key);
		for (const [key, value] of words) if (element.getAttribute(key) !== value) element.setAttribute(key, value);
		const wanted = text ?? "";
		if (element.textContent !== wanted) element.textContent = wanted;
	}
	while (svg.children.length > shapes.length) svg.lastElementChild!.remove();
}
