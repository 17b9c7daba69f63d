/**
 * Draws SVG as text without a page, with the parts of ECharts that figures need. The build bundles the package into
 * this module (scripts/bundles.mjs); import it only when a figure is to be drawn.
 */
import { CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { GraphicComponent, GridComponent, LegendPlainComponent, TitleComponent } from "echarts/components";
import { init, setPlatformAPI, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { widthOf } from "./textWidth.ts";

use([
	CustomChart,
	LineChart,
	ScatterChart,
	GraphicComponent,
	GridComponent,
	LegendPlainComponent,
	TitleComponent,
	SVGRenderer,
]);

/** ECharts itself assumes a narrower font than many readers have, with which the entries of a legend collide. */
setPlatformAPI({
	measureText: (text: string, font?: string) => ({
		width: widthOf(text, Number(/([\d.]+)px/.exec(font ?? "")?.[1] ?? 12)),
	}),
});

/** Draws one chart as SVG; `option` is an ECharts option object. */
export function chartSvg(option: object, width: number, height: number): string {
	const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
	try {
		chart.setOption({ animation: false, ...option });
		return chart.renderToSVGString();
	} finally {
		chart.dispose(); // its timer would keep the process alive
	}
}
