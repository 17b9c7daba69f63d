/** The view Cell in Chromium over runs of a test, and what it shows and copies. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import { freshFolder, openTab, type TestStudio } from "./client.ts";
import { printedBy, withMinus } from "./copiedCommand.ts";
import { launch, type Opened, openView } from "./studioPage.ts";

/** Where a test's runs are, and a text to train on. */
export interface CellFiles {
	folder: string;
	runs: string;
	book: string;
}

export class CellPage {
	readonly files: CellFiles;
	readonly studio: TestStudio;
	readonly browser: Browser;
	/** Ids of the runs by name. */
	readonly ids: ReadonlyMap<string, string>;

	private constructor(files: CellFiles, studio: TestStudio, browser: Browser, ids: ReadonlyMap<string, string>) {
		[this.files, this.studio, this.browser, this.ids] = [files, studio, browser, ids];
	}

	/** @param trainAll trains the runs that the studio serves */
	static async over(name: string, trainAll: (files: CellFiles) => Promise<void>): Promise<CellPage> {
		const folder = freshFolder(name);
		const files = { folder, runs: join(folder, "runs"), book: join(folder, "book.txt") };
		mkdirSync(folder, { recursive: true });
		writeFileSync(files.book, "물은 흐르고 sluice opens; the water waits.\n".repeat(200));
		await trainAll(files);
		const { studio, tab } = await openTab({ runs: files.runs, paths: [files.book] });
		const rows = (await tab.get("/api/runs")).json.runs as { id: string; name: string }[];
		return new CellPage(files, studio, await launch(), new Map(rows.map((row) => [row.name, row.id])));
	}

	/** The view of a run, in a fresh profile. @param more of the address */
	async open(name: string, more: string, call: Parameters<typeof openView>[3] = {}): Promise<Opened> {
		const opened = await openView(this.browser, this.studio.newLink(), `#/cell?run=${this.ids.get(name)}${more}`, call);
		await opened.page.locator(".cell-strip").first().waitFor();
		return opened;
	}

	/** What a copied command prints, its columns one blank apart, with true minus signs; "kept =" and the like are words of the command line. */
	lines(command: string): string[] {
		const { folder, runs } = this.files;
		return withMinus(printedBy(command, folder, ` --runs ${runs} --no-color`))
			.split("\n")
			.map((line) =>
				line
					.replace(/^(kept|forgotten|added) = /, "")
					.replace(/\s+/g, " ")
					.trim(),
			);
	}

	async close(): Promise<void> {
		await this.browser.close();
		this.studio.close();
	}
}

/** The n-th command that the view offers: of the step, of the way back. */
export const commandOf = (page: Page, n: number) => page.locator(".cell-command pre").nth(n).innerText();

/** Equation and value of each row of the step's table. */
export const rowsOf = (page: Page): Promise<[string, string][]> =>
	page
		.locator(".cell-below tbody tr")
		.evaluateAll((rows) =>
			rows.map((row) => [row.querySelector("th")!.textContent!, row.querySelector("td")!.textContent!]),
		);

/** Expects each row of the table among the lines, which are cut at 80 cells. */
export function sameRows(rows: readonly [string, string][], lines: readonly string[]): void {
	for (const [equation, value] of rows) {
		const found = lines.some((line) => {
			const [, label, number] = /^(.*?)(?:…)? (\S+)$/.exec(line) ?? [];
			return number === value && equation.startsWith(label!);
		});
		expect([equation, value, found]).toEqual([equation, value, true]);
	}
}
