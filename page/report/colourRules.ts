/** Style rules for the colours of every level, for both palettes on both backgrounds. */
import { LEVELS, likelyColour, type PaletteName, type Scheme, unitColour } from "../../src/views/palettes.ts";

export const unitClass = (level: number) => `u${level < 0 ? "m" : ""}${Math.abs(level)}`;
export const likelyClass = (level: number) => `q${level}`;
export const widthClass = (cells: number) => `w${Math.min(MOST_CELLS, cells)}`;

const MOST_CELLS = 12;

export function addColourRules(cellPixels: number): void {
	const sheet = document.styleSheets[0]!;
	const add = (rule: string) => sheet.insertRule(rule, sheet.cssRules.length);
	for (const scheme of ["light", "dark"] as const) {
		const rules = rulesOf(scheme).join("");
		add(scheme === "light" ? `@media all{${rules}}` : `@media (prefers-color-scheme:dark){${rules}}`);
	}
	for (let cells = 1; cells <= MOST_CELLS; cells++) add(`.w${cells}{width:${cells * cellPixels}px}`);
}

function rulesOf(scheme: Scheme): string[] {
	const rules: string[] = [];
	const palettes: PaletteName[] = ["karpathy", "safe"];
	for (const palette of palettes)
		for (let level = -LEVELS; level <= LEVELS; level++)
			rules.push(`.${palette} .${unitClass(level)}{background:${unitColour(palette, scheme, level)}}`);
	for (let level = 0; level <= LEVELS; level++)
		rules.push(`.${likelyClass(level)}{background:${likelyColour(scheme, level)}}`);
	return rules;
}
