/** The sound of a gradient, rendered into a buffer instead of speakers: its pitches are those of the numbers that are shown. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVERY } from "../../page/studio/lab/sound/tones.ts";
import { Studio } from "./builtPage.ts";

const found = await Studio.found("the sound of the gradient");
const RATE = 44_100;
/** Seconds from the press to the first tone. */
const AHEAD = 0.05;

/** Every context of the page renders into a buffer; `rendered` is the newest one, `contexts` and `endings` count them. */
const OFFLINE = `
	window.contexts = window.endings = 0;
	window.AudioContext = class extends OfflineAudioContext {
		constructor() {
			super(2, 7 * ${RATE}, ${RATE});
			window.contexts++;
			window.rendered = new Promise((resolve) => setTimeout(() => this.startRendering().then(resolve), 0));
		}
		close() {
			window.endings++;
			return Promise.resolve();
		}
	};`;

async function tonesOf(page: Page): Promise<string[][]> {
	const details = page.locator("details.lab-numbers", { hasText: "Numbers: tones" });
	if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
	return details
		.locator("tbody tr")
		.evaluateAll((rows: HTMLTableRowElement[]) => rows.map((row) => [...row.cells].map((cell) => cell.textContent!)));
}

/** Sign changes and the largest sample within each tone, past its edges. */
const heardBy = (page: Page, count: number, channel = 0) =>
	page.evaluate(`rendered.then((buffer) => {
		const samples = buffer.getChannelData(${channel});
		return Array.from({ length: ${count} }, (_, n) => {
			const from = Math.round((${AHEAD} + n * ${EVERY} + 0.014) * ${RATE});
			const to = Math.round((${AHEAD} + (n + 1) * ${EVERY} - 0.014) * ${RATE});
			let [changes, peak] = [0, 0];
			for (let i = from; i < to; i++) {
				if (samples[i] >= 0 !== samples[i - 1] >= 0) changes++;
				peak = Math.max(peak, Math.abs(samples[i]));
			}
			return [changes, peak];
		});
	})`) as Promise<[number, number][]>;

describe.skipIf("missing" in found)("hear the gradient die", () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(found);
	});
	afterAll(() => studio?.close());

	test("nothing sounds by itself; H plays 50 tones whose pitches in the buffer are those of the table, and the table's sizes are those of the picture", async () => {
		const { page, complaints, close } = await studio.page(
			{ hash: "/lab?at=radius=0.6", before: OFFLINE, reducedMotion: "reduce" },
			".lab-hear",
		);
		expect(await page.evaluate("contexts")).toBe(0);
		const sentence = await page.locator(".lab-hear p.quiet").innerText();
		expect(sentence).toMatch(
			/^Gradient of the loss of step 50: 1 at 0 steps back, \de−\d+ at 49 steps back; from 698 to \d+ Hz/,
		);
		await page.keyboard.press("h");
		await page.getByRole("button", { name: "Stop" }).waitFor();
		expect(await page.locator("p.unseen[aria-live=polite]").innerText()).toBe(sentence);
		const tones = await tonesOf(page);
		expect(tones).toHaveLength(50);
		const details = page.locator("details.lab-numbers", { hasText: "Numbers: loss of step 50" });
		await details.locator("summary").click();
		const sizes = await details
			.locator("tbody tr")
			.evaluateAll((rows: HTMLTableRowElement[]) => rows.map((row) => row.cells[2]!.textContent));
		expect(tones.map(([, size]) => size)).toEqual(sizes);
		const heard = await heardBy(page, 50);
		const seconds = EVERY - 0.028;
		for (const [n, [changes]] of heard.entries())
			expect(Math.abs(changes / 2 / seconds - Number(tones[n]![2]))).toBeLessThan(1 / seconds); // one period too few or too many
		expect(complaints).toEqual([]);
		await close();
	});

	test("two remedies sound in two ears: the pitches of each channel are those of its rows of the table, and both are said in words", async () => {
		const at = "seed=3,steps=40,hidden=8,batch=5,length=10..12,arms=none:omega:lstm";
		const { page, complaints, close } = await studio.page(
			{ hash: `/lab?lab=remedies&at=${at}`, before: OFFLINE, reducedMotion: "reduce" },
			".arm-acts .play",
		);
		expect(await page.locator(".lab-hear").count()).toBe(0);
		await page.getByRole("button", { name: "Train all" }).click();
		await page.getByRole("button", { name: "Train again" }).waitFor({ timeout: 100_000 });
		await page.getByRole("combobox", { name: /^Right/ }).selectOption("lstm");
		const sentence = await page.locator(".lab-hear p.quiet").innerText();
		expect(sentence).toMatch(
			/^Left, no remedy after training: 1 at 0 steps back, .* Right, LSTM after training: 1 at 0 /,
		);
		await page.keyboard.press("h");
		await page.getByRole("button", { name: "Stop" }).waitFor();
		expect(await page.locator("p.unseen[aria-live=polite]").innerText()).toBe(sentence);
		const tones = await tonesOf(page);
		const pitches: number[][] = [];
		for (const [channel, ear] of ["left", "right"].entries()) {
			const rows = tones.filter(([own]) => own === ear);
			const heard = await heardBy(page, rows.length, channel);
			pitches.push(rows.map((row) => Number(row[3])));
			const seconds = EVERY - 0.028;
			for (const [n, [changes, peak]] of heard.entries()) {
				const hertz = Number(rows[n]![3]);
				if (!(hertz > 0)) continue; // a click, or silence
				expect(peak).toBeGreaterThan(0.05);
				expect(Math.abs(changes - 2 * hertz * seconds)).toBeLessThanOrEqual(2); // half a period at either end
			}
		}
		expect(pitches[0]).toHaveLength(pitches[1]!.length);
		expect(pitches[0]).not.toEqual(pitches[1]);
		expect(complaints).toEqual([]);
		await close();
	}, 120_000);

	test("Escape stops it at once, and a volume of 0, kept over a reload, is silence", async () => {
		const { page, close } = await studio.page(
			{ hash: "/lab?at=radius=0.6", before: OFFLINE, reducedMotion: "reduce" },
			".lab-hear",
		);
		await page.getByRole("button", { name: "Hear it" }).click();
		await page.getByRole("button", { name: "Stop" }).waitFor();
		await page.keyboard.press("Escape");
		await page.getByRole("button", { name: "Hear it" }).waitFor();
		expect(await page.evaluate("[contexts, endings]")).toEqual([1, 1]);
		await page.getByLabel("Volume").focus();
		await page.keyboard.press("Home");
		await page.reload();
		await page.locator(".lab-hear").waitFor();
		expect(await page.getByLabel("Volume").inputValue()).toBe("0");
		expect(await page.evaluate("contexts")).toBe(0);
		await page.keyboard.press("h");
		expect((await heardBy(page, 50)).map(([, peak]) => peak)).toEqual(new Array(50).fill(0));
		await close();
	});

	test("an arc that is cut clicks once, and nothing sounds after it: 8 tones, a click, silence", async () => {
		const { page, close } = await studio.page(
			{ hash: "/train?hidden=8&k2=8&batch=4&steps=60", before: OFFLINE },
			".transport",
		);
		await page.locator(".transport .numbers", { hasText: /finished in/ }).waitFor({ timeout: 60_000 });
		await page.evaluate("location.hash = '#/lab?lab=arcs&at=horizon=8'");
		await page.locator(".lab-hear").waitFor();
		const tones = await tonesOf(page);
		expect(tones.map(([, , hz]) => (Number(hz) > 0 ? "tone" : hz))).toEqual([
			...new Array(8).fill("tone"),
			"click",
			...new Array(7).fill(""),
		]);
		await page.keyboard.press("h");
		const heard = await heardBy(page, 16);
		for (const [n, [, peak]] of heard.entries()) expect([n, peak > 0.01]).toEqual([n, n < 8]);
		expect(await page.locator(".lab-hear p.quiet").innerText()).toContain("A click at 8 steps back: it is cut.");
		await close();
	});
});
