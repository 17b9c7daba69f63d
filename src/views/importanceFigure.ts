/** How much of the variance of a study's loss each option explains, as bars in SVG. */
import { visible } from "./glyphs.ts";
import { inHtml } from "./html.ts";

export interface ImportanceBar {
	option: string;
	/** 0..1; null if every trial has the same value. */
	share: number | null;
}

const [WIDTH, LEFT, ROW, BAR] = [620, 150, 30, 16];

/** @param description text alternative */
export function importanceSvg(bars: readonly ImportanceBar[], description: string): string {
	const room = WIDTH - LEFT - 60;
	const height = bars.length * ROW + 8;
	const rows = bars.map(({ option, share }, n) => {
		const y = n * ROW + 4;
		const width = Math.round((share ?? 0) * room * 10) / 10;
		const value = share === null ? "-" : `${Math.round(100 * share)}%`;
		return `<text class="tick" text-anchor="end" x="${LEFT - 10}" y="${y + 13}">${inHtml(visible(option))}</text><rect class="bed" x="${LEFT}" y="${y}" width="${room}" height="${BAR}"/><rect class="bar" x="${LEFT}" y="${y}" width="${width}" height="${BAR}"/><text class="tick" x="${LEFT + room + 8}" y="${y + 13}">${value}</text>`;
	});
	return `<svg class="importance" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${inHtml(description)}">
${rows.join("\n")}
</svg>`;
}
