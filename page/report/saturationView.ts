/**
 * The saturation figure in the page, redrawn for the current width and background; a dot shows its numbers when pointed
 * at.
 */
import type { Scheme } from "../../src/views/palettes.ts";
import type { Report } from "../../src/views/reportData.ts";
import { saturationScene } from "../../src/views/saturationFigure.ts";
import { elementOf, type Scene, type Shape } from "../../src/views/scene.ts";
import { element } from "./dom.ts";
import type { Panel } from "./panel.ts";

const NS = "http://www.w3.org/2000/svg";
/** Distance in pixels within which a dot counts as pointed at. */
const NEAR = 12;

type Dot = Extract<Shape, { kind: "circle" }>;

export class SaturationView {
	readonly box = element("div", "saturation");
	readonly #report: Report;
	readonly #panel: Panel;
	#scene: Scene | undefined;
	#dots: Dot[] = [];
	#mark: SVGElement | undefined;
	#at = 0;
	/** Unit whose dots are ringed. */
	#unit = "";

	constructor(report: Report, panel: Panel) {
		this.#report = report;
		this.#panel = panel;
	}

	get scene(): Scene {
		return this.#scene!;
	}

	/** @param unit its dots are ringed; default: those of the last one. */
	draw(scheme: Scheme, unit = this.#unit): void {
		this.#unit = unit;
		const scene = saturationScene(this.#report, scheme, { width: this.box.clientWidth, unit });
		this.#scene = scene;
		this.#dots = scene.shapes.filter((shape): shape is Dot => shape.kind === "circle" && shape.hint !== "");
		const svg = document.createElementNS(NS, "svg");
		const facts = { width: scene.width, height: scene.height, role: "img", tabindex: 0, "aria-label": scene.title };
		for (const [name, value] of Object.entries(facts)) svg.setAttribute(name, String(value));
		for (const shape of scene.shapes) {
			const { name, attributes, text } = elementOf(shape);
			const made = document.createElementNS(NS, name);
			for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
			if (text) made.textContent = text;
			svg.append(made);
		}
		this.#mark = document.createElementNS(NS, "circle");
		for (const [name, value] of Object.entries({ r: "7", fill: "none", stroke: "currentColor", visibility: "hidden" }))
			this.#mark.setAttribute(name, value);
		svg.append(this.#mark);
		svg.addEventListener("pointermove", (event) => {
			const place = svg.getBoundingClientRect();
			this.#nearest(event.clientX - place.left, event.clientY - place.top, svg);
		});
		svg.addEventListener("pointerleave", () => this.#hide());
		svg.addEventListener("blur", () => this.#hide());
		svg.addEventListener("keydown", (event) => {
			const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
			if (event.key === "Escape") this.#hide();
			if (step === undefined || this.#dots.length === 0) return;
			event.preventDefault();
			this.#at = (this.#at + step + this.#dots.length) % this.#dots.length;
			this.#show(this.#dots[this.#at]!, svg);
		});
		this.box.replaceChildren(svg);
	}

	#nearest(x: number, y: number, svg: SVGSVGElement): void {
		let near: Dot | undefined;
		let least = NEAR ** 2;
		for (const dot of this.#dots) {
			const away = (dot.x - x) ** 2 + (dot.y - y) ** 2;
			if (away >= least) continue;
			[least, near] = [away, dot];
		}
		if (near) this.#show(near, svg);
		else this.#hide();
	}

	#show(dot: Dot, svg: SVGSVGElement): void {
		const same = this.#dots.filter(({ x, y }) => Math.hypot(x - dot.x, y - dot.y) < 1);
		const [unit = "", ...facts] = dot.hint.split("\n");
		const rows = facts.map((fact) => fact.split("\t") as [string, string]);
		this.#mark!.setAttribute("cx", String(dot.x));
		this.#mark!.setAttribute("cy", String(dot.y));
		this.#mark!.setAttribute("visibility", "visible");
		const place = svg.getBoundingClientRect();
		const at = new DOMRect(place.left + dot.x - 6, place.top + dot.y - 6, 12, 12);
		const more = same.length > 1 ? ` (+${same.length - 1})` : "";
		this.#panel.show(at, [[this.#report.words.unit, unit + more], ...rows]);
	}

	#hide(): void {
		this.#mark?.setAttribute("visibility", "hidden");
		this.#panel.hide();
	}
}
