/** Training in the studio's page, under its policy: the same bits as the command that the page gives away. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { STUDIO } from "../browser/serve.ts";
import { ended, Studio } from "./builtPage.ts";
import { type Copied, copiedRun } from "./copied.ts";

const found = await Studio.found("training");

describe.skipIf("missing" in found)("training in the page", () => {
	let studio: Studio;
	let copied: Copied;
	beforeAll(async () => {
		studio = await Studio.open(found);
		copied = copiedRun();
	});
	afterAll(async () => {
		await studio?.close();
		copied?.close();
	});

	test("200 updates of the default choice: the copied command, run by Node on the text that the page saves, gives the page's weights; so does the TypeScript", async () => {
		const { page, outside, complaints, close } = await studio.page({ hash: "/train?steps=200" });
		expect(await ended(page)).toMatch(/^update 200 of 200 · finished/);
		const { file, digest, ofCommand, ofProgram } = await copied.take(page);
		expect(file).toBe("sluice-c.txt");
		expect(readFileSync(join(copied.folder, file!))).toEqual(readFileSync(join(STUDIO, "texts/c.txt")));
		const whole = ofCommand();
		expect(whole.slice(0, 8)).toBe(digest);
		expect(ofProgram()).toBe(whole);
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
		const taken = await copied.take(page);
		expect(taken.file).toBe(file);
		expect(taken.ofCommand().slice(0, 8)).toBe(taken.digest);
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
		const taken = await copied.take(page);
		expect(taken.file).toBe("sluice-own.txt");
		expect(readFileSync(join(copied.folder, taken.file!), "utf8")).toBe(own);
		expect(taken.ofCommand().slice(0, 8)).toBe(taken.digest);
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
