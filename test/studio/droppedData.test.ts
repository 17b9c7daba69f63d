/** Texts and tables dropped on the page: a worker reads them, with the limits and messages of the page and the command line. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseSeries } from "../../src/data/seriesText.ts";
import type { SluiceError } from "../../src/errors/index.ts";
import { Studio } from "./builtPage.ts";

const found = await Studio.found("dropped texts and tables");
/** Counts what the page's own thread decodes, and what it hands to workers. */
const COUNT = `
globalThis.decoded = 0;
globalThis.given = [];
const { decode } = TextDecoder.prototype;
TextDecoder.prototype.decode = function (...what) { decoded++; return decode.apply(this, what); };
const { postMessage } = Worker.prototype;
Worker.prototype.postMessage = function (what, ...more) {
	if (what.least !== undefined) given.push([what.name, what.given.byteLength ?? what.given.length]);
	return postMessage.call(this, what, ...more);
};`;

/** Drops a file of these bytes; a number stands for so many zeros. */
const drop = (page: Page, name: string, content: string | readonly number[] | number) =>
	page.evaluate(
		([name, content]) => {
			const data = new DataTransfer();
			const bytes =
				typeof content === "string"
					? content
					: typeof content === "number"
						? new Uint8Array(content)
						: Uint8Array.from(content as number[]);
			data.items.add(new File([bytes as never], name as string));
			document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
		},
		[name, content] as const,
	);

function refusal(text: string, name: string): string {
	try {
		parseSeries(text, { name });
	} catch (error) {
		return (error as SluiceError).text("en");
	}
	throw new Error("it can be read");
}

describe.skipIf("missing" in found)("a file of data that is dropped", () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(found);
	});
	afterAll(() => studio?.close());

	test("is decoded and parsed by a worker: the page's own thread decodes 0 times; each refusal has its words", async () => {
		const { page, complaints, close } = await studio.page({ before: COUNT, reducedMotion: "reduce" });
		const said = (words: string) => page.getByText(words, { exact: false }).first().waitFor();
		await drop(page, "latin.txt", [0xe9, ...new Array(3000).fill(0x61)]);
		await said("latin.txt is not a text in UTF-8.");
		await drop(page, "short.txt", "a few words\n");
		await said("12 symbols are too few; at least 2,000 are needed.");
		const broken = "a,b\n1,2\n3\n";
		await drop(page, "broken.csv", broken);
		await said(refusal(broken, "broken.csv"));
		await drop(page, "large.txt", (32 << 20) + 1);
		await page
			.getByText(/32 MiB|32 MB/)
			.first()
			.waitFor();
		expect(await page.evaluate("[decoded, given]")).toEqual([
			0,
			[
				["latin.txt", 3001],
				["short.txt", 12],
				["broken.csv", broken.length],
			],
		]);
		expect(complaints).toEqual([]);
		await close();
	}, 60_000);

	test("of two files dropped at once the last is taken; a table without a suffix is a series, lines of words a text", async () => {
		const { page, complaints, close } = await studio.page({ before: COUNT, reducedMotion: "reduce" });
		const table = `x,y\n${Array.from({ length: 40 }, (_, n) => `${n},${n * n}`).join("\n")}\n`;
		await drop(page, "words.txt", "one 1, two 2, three 3\n".repeat(200));
		await drop(page, "table.txt", table);
		const data = page.locator("#blank-data option:checked");
		await expect.poll(() => data.textContent(), { timeout: 40_000 }).toBe("table.txt");
		await drop(page, "words.txt", "one 1, two 2, three 3\n".repeat(200));
		await page.locator("#blank-target").waitFor({ state: "detached" });
		expect(await page.evaluate("decoded")).toBe(0);
		expect(complaints).toEqual([]);
		await close();
	}, 60_000);
});
