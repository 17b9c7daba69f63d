/** The script of a report's page: reads the data in the page and builds controls and figures. */
import { LEVELS, type PaletteName, type Scheme } from "../../src/views/palettes.ts";
import { unpackReport } from "../../src/views/reportData.ts";
import type { Scene } from "../../src/views/scene.ts";
import { CELL, number, rowHeightOf, textScene, unitTitle } from "../../src/views/textFigure.ts";
import { fill } from "../../src/views/words.ts";
import { addColourRules, likelyClass, unitClass } from "./colourRules.ts";
import { button, element, labelled } from "./dom.ts";
import { Jump } from "./jump.ts";
import { Panel } from "./panel.ts";
import { SaturationView } from "./saturationView.ts";
import { savePng, saveSvg } from "./save.ts";
import { TextView } from "./textView.ts";

const report = unpackReport(JSON.parse(document.getElementById("data")!.textContent!));
const { words, units } = report;
const dark = matchMedia("(prefers-color-scheme: dark)");
const scheme = (): Scheme => (dark.matches ? "dark" : "light");
const root = document.documentElement;

addColourRules(CELL.width);
root.classList.add("karpathy");
const panel = new Panel();
const text = new TextView(report, panel);
const saturation = new SaturationView(report, panel);
const jump = new Jump(words, text);

const unitSelect = element("select", "unit");
for (const [n, unit] of units.entries())
	unitSelect.append(element("option", "", unitTitle(report, unit), { value: String(n) }));
const paletteSelect = element("select", "palette");
for (const name of ["karpathy", "safe"] as const)
	paletteSelect.append(element("option", "", words[name], { value: name }));
const predictions = element("input", "", undefined, { type: "checkbox", checked: "" });

const about = element("p", "about");
const legend = element("p", "legend");
const [low, high] = [element("span"), element("span")];
const scale = element("span", "scale", undefined, { "aria-hidden": "true" });
for (let level = -LEVELS; level <= LEVELS; level += 4) scale.append(element("span", unitClass(level)));
const reds = element("span", "scale", undefined, { "aria-hidden": "true" });
for (let level = 0; level <= LEVELS; level += 5) reds.append(element("span", likelyClass(level)));
const boxed = element("span", "boxed", "a", { "aria-hidden": "true" });
const next = element("span", "next");
next.append(reds, element("span", "", words.likely), boxed, element("span", "", words.cameNext));
legend.append(low, scale, high, next);

function colour(): void {
	const unit = units[Number(unitSelect.value)]!;
	text.colour(unit);
	about.textContent = unitTitle(report, unit);
	low.textContent = `${words.inactive} ${number(unit.centre - unit.reach)}`;
	high.textContent = `${number(unit.centre + unit.reach)} ${words.active}`;
	panel.hide();
	jump.renew();
	saturation.draw(scheme(), unit.unit);
}

/** Returns the visible rows of the text, or its first ones if none is visible. */
function shownText(): Scene {
	const { clientWidth } = text.box;
	const rowHeight = rowHeightOf(report, predictions.checked);
	const stretch = {
		from: text.box.getBoundingClientRect().top >= bar.clientHeight ? 0 : text.firstBelow(bar.clientHeight),
		columns: Math.max(10, Math.floor(clientWidth / CELL.width)),
		rows: Math.max(6, Math.ceil(innerHeight / rowHeight)),
		predictions: predictions.checked,
	};
	return textScene(report, text.unit, { palette: paletteSelect.value as PaletteName, scheme: scheme() }, stretch);
}

function saving(scene: () => Scene, name: () => string): HTMLElement {
	const both = element("span", "save");
	both.append(
		element("span", "", words.save),
		button("SVG", () => saveSvg(scene(), name())),
		button("PNG", () => void savePng(scene(), name())),
	);
	return both;
}

unitSelect.addEventListener("change", colour);
paletteSelect.addEventListener("change", () => {
	root.classList.remove("karpathy", "safe");
	root.classList.add(paletteSelect.value);
});
predictions.addEventListener("change", () => {
	text.predictions(predictions.checked);
	next.hidden = !predictions.checked;
});

const bar = element("div", "bar");
bar.append(
	labelled(words.unit, unitSelect),
	labelled(words.colours, paletteSelect),
	labelled(words.predictions, predictions),
	jump.box,
	saving(shownText, () => `${report.run}-${text.unit.unit}`),
);
const first = element("section");
first.append(element("h2", "", words.textFigure), element("p", "help", words.keys), bar, about, legend, text.box);
const second = element("section");
second.append(
	element("h2", "", words.saturationFigure),
	element("p", "help", fill(words.saturationHelp, { steps: report.symbols.toLocaleString("en") })),
	saving(
		() => saturation.scene,
		() => `${report.run}-saturation`,
	),
	saturation.box,
);
document.getElementById("report")!.append(first, second);
colour();
dark.addEventListener("change", () => saturation.draw(scheme()));
let width = saturation.box.clientWidth;
new ResizeObserver(() => {
	if (saturation.box.clientWidth === width) return;
	width = saturation.box.clientWidth;
	saturation.draw(scheme());
}).observe(saturation.box);
