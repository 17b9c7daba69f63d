/** How much of the variance of a study's loss each option explains, as bars. */
import { type SvgNode, svgNode } from "./svgNode.ts";

export interface ImportanceBar {
	option: string;
	/** 0..1; null if every trial has the same value. */
	share: number | null;
}

const [WIDTH, LEFT, ROW, BAR] = [620, 150, 30, 16];

/** @param description text alternative */
export function importanceFigure(bars: readonly ImportanceBar[], description: string): SvgNode {
	const room = WIDTH - LEFT - 60;
	const height = bars.length * ROW + 8;
	const rows = bars.flatMap(({ option, share }, n) => {
		const y = n * ROW + 4;
		const width = Math.round((share ?? 0) * room * 10) / 10;
		const value = share === null ? "-" : `${Math.round(100 * share)}%`;
		return [
			svgNode("text", { class: "tick", "text-anchor": "end", x: LEFT - 10, y: y + 13 }, option),
			svgNode("rect", { class: "bed", x: LEFT, y, width: room, height: BAR }),
			svgNode("rect", { class: "bar", x: LEFT, y, width, height: BAR }),
			svgNode("text", { class: "tick", x: LEFT + room + 8, y: y + 13 }, value),
		];
	});
	const attributes = { class: "importance", viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": description };
	return svgNode("svg", attributes, ...rows);
}
