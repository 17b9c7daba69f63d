/** Training in the studio's page, under its policy: the same bits as the command that the page gives away. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { STUDIO } from "../browser/serve.ts";
import { ended, Studio } from "./builtPage.ts";

const ROOT = join(import.meta.dirname, "../..");
const found = await Studio.found("training");

describe.skipIf("missing" in found)("training in the page", () => {
	const folder = mkdtempSync(join(tmpdir(), "sluice-studio-"));
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(found);
	});
	afterAll(async () => {
		await studio?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	/** What the dialog of the loss offers: the command, the program, and the text as a file of `folder`. */
	async function take(page: Page): Promise<{ command: string; program: string; file: string | undefined }> {
		await page.locator(".panel-loss .take").click();
		const dialog = page.locator("dialog[open]");
		const [command, program] = await dialog.locator("pre").allTextContents();
		const button = dialog.getByRole("button", { name: "Text (" });
		if ((await button.count()) === 0) return { command: command!, program: program!, file: undefined };
		const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
		await download.saveAs(join(folder, download.suggestedFilename()));
		return { command: command!, program: program!, file: download.suggestedFilename() };
	}

	/** Eight digits of the digest, as the page shows them. */
	const shownDigest = async (page: Page) =>
		/weights ([0-9a-f]{8})/.exec((await page.locator(".provenance").textContent()) ?? "")?.[1];

	function node(args: string[], input?: string): string {
		const options = { cwd: folder, encoding: "utf8", input, maxBuffer: 1 << 26 } as const;
		const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
		expect([status, stderr]).toEqual([0, expect.any(String)]);
		return stdout;
	}
	/** The digest that the copied command gives, run by Node. */
	function ofCommand(command: string): string {
		const [, ...args] = command.replace(/^npx sluice/, "sluice").split(" ");
		const out = node([join(ROOT, "dist/cli/bin.js"), ...args, "--json"]);
		return /"weightsSha256":\s*"([0-9a-f]{64})"/.exec(out)![1]!;
	}

	test("200 updates of the default choice: the copied command, run by Node on the text that the page saves, gives the page's weights; so does the TypeScript", async () => {
		const { page, outside, complaints, close } = await studio.page({ hash: "/train?steps=200" });
		expect(await ended(page)).toMatch(/^update 200 of 200 · finished/);
		const digest = await shownDigest(page);
		const { command, program, file } = await take(page);
		expect(file).toBe("sluice-c.txt");
		expect(readFileSync(join(folder, file!))).toEqual(readFileSync(join(STUDIO, "texts/c.txt")));
		const whole = ofCommand(command);
		expect(whole.slice(0, 8)).toBe(digest);
		const library = program.replace('"sluice"', JSON.stringify(join(ROOT, "dist/src/index.js")));
		writeFileSync(
			join(folder, "program.mjs"),
			library.replace("await train", "const result = await train").concat("console.log(result.weightsSha256);"),
		);
		expect(node([join(folder, "program.mjs")]).trim()).toBe(whole);
		expect([outside, complaints]).toEqual([[], []]);
		await close();
	});

	test.each([
		[
			"a task",
			"/train?data=task:temporal-order&cell=rnn&hidden=8&batch=4&steps=40&length=20&omega=0.5&init=smart-tanh",
			undefined,
		],
		[
			"Korean, two layers with dropout",
			"/train?data=ko&cell=gru&layers=2&hidden=8&k2=128&batch=4&steps=30&dropout=0.1&clipNorm=0",
			"sluice-ko.txt",
		],
	])("the copied command gives the page's weights: %s", async (_, hash, file) => {
		const { page, outside, complaints, close } = await studio.page({ hash });
		await ended(page);
		const taken = await take(page);
		expect(taken.file).toBe(file);
		expect(ofCommand(taken.command).slice(0, 8)).toBe(await shownDigest(page));
		expect([outside, complaints]).toEqual([[], []]);
		await close();
	});

	test("the reader's own text trains there, and is given back byte for byte with a command that gives the same weights", async () => {
		const own = Array.from({ length: 300 }, (_, n) => `${n} 수문이 열린다 ${(n * n) % 97}\n`).join("");
		const { page, complaints, close } = await studio.page({ reducedMotion: "reduce" });
		await page.getByRole("button", { name: "More options" }).click();
		await page.locator("#own-text").fill(own);
		await page.getByRole("button", { name: "Train on it" }).click();
		await ended(page);
		const taken = await take(page);
		expect(taken.file).toBe("sluice-own.txt");
		expect(readFileSync(join(folder, taken.file!), "utf8")).toBe(own);
		expect(ofCommand(taken.command).slice(0, 8)).toBe(await shownDigest(page));
		expect(complaints).toEqual([]);
		await close();
	});

	test("what the trainer refuses is told in the reader's language, with its code", async () => {
		const { page, complaints, close } = await studio.page({ hash: "/train?hidden=1.5", lang: "ko" });
		expect(await ended(page)).toMatch(/^학습이 멈췄습니다: .*hidden.*\(E_OPTION\)$/);
		await page.getByRole("button", { name: "English" }).click();
		expect(await ended(page)).toMatch(/^Training stopped: .*hidden.*1\.5.*\(E_OPTION\)$/);
		expect(complaints).toEqual([]);
		await close();
	});
});
