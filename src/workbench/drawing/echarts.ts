/**
 * ECharts, the parts of it that figures need, drawing SVG as text without a page. The build puts the package into this
 * module (scripts/bundles.mjs); import it only when a figure is to be drawn.
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

/** The SVG of one chart; `option` is ECharts' own. */
export function chartSvg(option: object, width: number, height: number): string {
	const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
	try {
		chart.setOption({ animation: false, ...option });
		return chart.renderToSVGString();
	} finally {
		chart.dispose(); // its timer would keep the process alive
	}
}
