/**
 * Draws SVG as text without a page, with the parts of ECharts that figures need. The build bundles the package into
 * this module (scripts/bundles.mjs); import it only when a figure is to be drawn.
 */
import { CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { GraphicComponent, GridComponent, LegendPlainComponent, TitleComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

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
