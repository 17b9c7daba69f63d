/** A report of a text that means harm: it is shown as text, and can never become markup. What a browser says: test/browser. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { plainOf } from "../../src/views/glyphs.ts";
import { type PackedReport, unpackReport } from "../../src/views/reportData.ts";
import { nameCell } from "../../src/workbench/readings/cells/cellNames.ts";
import { reportCells } from "../../src/workbench/readings/report/report.ts";
import { hostileRun, MARKUP } from "../fixtures/hostileRun.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-hostile-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Symbols shown: all that means harm, and some of the long line. */
const S = 3000;

/** The parts of a page: everything outside the three blocks, and the data. */
function parts(html: string): { outside: string; data: PackedReport } {
	const [, before, style, between, json, script, after] =
		/^([\s\S]*?)<style>([\s\S]*?)<\/style>([\s\S]*?)<script type="application\/json" id="data">([^<]*)<\/script>\n<script>([\s\S]*?)<\/script>([\s\S]*)$/.exec(
			html,
		)!;
	expect(style!.length + script!.length).toBeGreaterThan(5000);
	return { outside: before! + between! + after!, data: JSON.parse(json!) };
}

test.each(["byte", "codepoint", "jamo"] as const)(
	"unit %s: markup, controls, overrides, broken UTF-8 and the beginning of a line of 1 MB stay text",
	async (unit) => {
		const { run, runs, text, bytes } = await hostileRun(join(folder, unit), unit);
		await nameCell({ run, runs, unit: "l0.c.1", name: '</script><img src=x onerror="window.harmed=7">' });
		const html = join(folder, unit, "</title><b>.html".replaceAll("/", "_"));
		const svg = join(folder, `${unit}.svg`);
		const result = await reportCells({ run, runs, texts: [text], lossy: true, units: ["l0.c"], html, svg, limit: S });
		expect(result).toMatchObject({ symbols: S, html, svg, step: expect.any(Number) });
		expect(result.units.map((one) => one.unit)).toEqual(["l0.c.0", "l0.c.1", "l0.c.2"]);
		const page = readFileSync(html, "utf8");
		expect(page.length).toBeLessThan(1_000_000);
		const { outside, data } = parts(page);
		expect(outside).not.toMatch(/harmed|outside\.invalid|<img|<svg|<base|http-equiv="refresh/);
		const report = unpackReport(data);
		const shown = Array.from(report.came, (id) => report.labels[id]!);
		if (unit !== "jamo") {
			const decoded = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
			const wanted = unit === "byte" ? [...bytes.subarray(0, S)] : Array.from(decoded).slice(0, S);
			expect(shown).toHaveLength(wanted.length);
			for (const [k, one] of wanted.entries()) {
				const plain = typeof one === "number" ? String.fromCharCode(one) : one;
				if (/^[ -~]$/.test(plain)) expect(shown[k]).toBe(plain);
				else if (plain !== "\ufffd") expect(shown[k]).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{M}]/u);
			}
		}
		expect(shown.slice(0, MARKUP.length).map(plainOf).join("")).toBe(MARKUP);
		const drawn = readFileSync(svg, "utf8");
		expect(drawn).not.toMatch(/<script|<img|onload="|\p{Cf}|(?![\n\t])\p{Cc}/u);
		expect(drawn.match(/<svg/g)).toHaveLength(1);
	},
);

test("a search of such a text, and units chosen by it, come through too; a text of one symbol has a report", async () => {
	const { run, runs, text } = await hostileRun(join(folder, "search"), "byte");
	const html = join(folder, "search.html");
	const found = await reportCells({ run, runs, texts: [text], lossy: true, html, limit: 500 });
	expect(found.units.length).toBeGreaterThanOrEqual(1);
	expect(found.symbols).toBe(500);
	const one = join(folder, "one.txt");
	writeFileSync(one, "<");
	const tiny = await reportCells({ run, runs, texts: [one], html, lang: "ko" });
	expect(tiny.units).toHaveLength(3);
	const { data } = parts(readFileSync(html, "utf8"));
	expect(unpackReport(data).surprise).toEqual(Float32Array.of(Number.NaN));
	expect(data.lang).toBe("ko");
});
