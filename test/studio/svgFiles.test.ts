import { expect, test } from "vitest";
import { BandFigure } from "../../page/kit/bandFigure.ts";
import { drawCurves } from "../../page/kit/curves.ts";
import { svgOf } from "../../page/kit/svgFile.ts";
import { SvgPen } from "../../page/kit/svgPen.ts";

const colour = (token: string) =>
	token === "--sans" ? 'system-ui, "Noto Sans"' : `#${token.length.toString().padStart(6, "0")}`;
const made = { seed: 3, update: 40, weightsSha256: "ab12", sluice: "0.1.0" };

test("the pen writes a path, a circle, a dashed line of width 2, a bar at half opacity, and text whose signs are escaped", () => {
	const pen = new SvgPen();
	pen.fillStyle = "#123456";
	pen.beginPath();
	pen.lineTo(1, 2.0049);
	pen.lineTo(3, 4);
	pen.closePath();
	pen.fill();
	pen.beginPath();
	pen.arc(10, 10, 2);
	pen.fill();
	pen.strokeStyle = "#654321";
	pen.lineWidth = 2;
	pen.setLineDash([5, 4]);
	pen.beginPath();
	pen.moveTo(0, 0);
	pen.lineTo(9, 0);
	pen.stroke();
	pen.globalAlpha = 0.5;
	pen.fillRect(1, 2, 3, 4);
	pen.textAlign = "right";
	pen.fillText('a<b & "c"\u0001', 5, 6);
	expect(pen.elements.split("\n")).toEqual([
		'<path d="M1 2L3 4Z" fill="#123456"/>',
		'<path d="M8 10a2 2 0 1 0 4 0a2 2 0 1 0 -4 0Z" fill="#123456"/>',
		'<path d="M0 0L9 0" fill="none" stroke="#654321" stroke-width="2" stroke-dasharray="5 4"/>',
		'<rect x="1" y="2" width="3" height="4" fill="#123456" opacity="0.5"/>',
		'<text x="5" y="6" text-anchor="end" fill="#123456" style="font:12px sans-serif" opacity="0.5">a&lt;b &amp; &quot;c&quot;\uFFFD</text>',
	]);
});

test("a file has the picture's size, title, sentence, and its seed, update, digest and version as metadata", async () => {
	const points = [
		{ x: 0, low: 1, high: 2 },
		{ x: 10, low: 0, high: 1 },
	];
	const call = { bands: () => [{ name: "a", points }], format: String, summary: () => "Losses of 1 run." };
	const figure = { draw: BandFigure.prototype.draw.bind({ call } as never), summary: call.summary };
	const svg = await svgOf(figure, { title: "Losses <1>", width: 300.4, height: 200, made, colour });
	expect(svg).toMatch(
		/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="300" height="200"/,
	);
	expect(svg).toContain("<title>Losses &lt;1&gt;</title>\n<desc>Losses of 1 run.</desc>");
	const metadata = /<metadata>(.*)<\/metadata>/.exec(svg)![1]!.replaceAll("&quot;", '"');
	expect(JSON.parse(metadata)).toEqual(made);
	expect(svg.match(/<path/g)!.length).toBeGreaterThan(5);
	expect(svg.endsWith("</svg>\n")).toBe(true);
});

/** Points of the first line that is no axis: the one that is 1.6 wide. */
function pointsOf(elements: string): number[][] {
	const [, path] = /<path d="([^"]+)" fill="none" stroke="[^"]+" stroke-width="1.6"/.exec(elements)!;
	return path!
		.split(/[ML]/)
		.slice(1)
		.map((point) => point.split(" ").map(Number));
}

test("curves are drawn from their columns: of 1, 10, 100 on a logarithmic axis the middle value is half way up; gaps are left out", () => {
	const pen = new SvgPen();
	const brush = { context: pen, width: 372, height: 134, colour };
	const call = {
		lines: [{ colour: "--loss" }],
		logarithmic: true,
		format: String,
		limit: () => 10,
		marks: () => [{ step: 2 }],
	};
	drawCurves(brush, call, [
		[0, 1, 2, 3],
		[1, null, 10, 100],
	]);
	const [first, middle, last] = pointsOf(pen.elements) as [number[], number[], number[]];
	expect([first[0], last[0], middle[0]]).toEqual([52, 352, 252]);
	expect(middle[1]! - last[1]!).toBeCloseTo(first[1]! - middle[1]!, 1);
	expect(pen.elements).toContain(`d="M52 ${middle[1]}L352 ${middle[1]}"`); // the limit of 10
	expect(pen.elements.match(/<text/g)!.length).toBeGreaterThanOrEqual(5);
});
