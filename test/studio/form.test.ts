/** The form of Train: the options of the command line, in the page, without a server. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LEFT_OUT } from "../../cli/verbs/studio/leftOut.ts";
import { train } from "../../cli/verbs/train/spec.ts";
import { CHOICES, isBlank, TASKS } from "../../page/studio/train/choices.ts";
import { isFurther } from "../../page/studio/train/optionNames.ts";
import type { Form } from "../../studio/wire/form.ts";
import { STUDIO } from "../browser/serve.ts";
import { ended, past, Studio, updateOf } from "./builtPage.ts";
import { freshFolder, openTab } from "./client.ts";
import { type Copied, copiedRun } from "./copied.ts";

/** The part of the built page that holds the form. */
async function builtForm(): Promise<Form> {
	const [file, ...others] = readdirSync(join(STUDIO, "assets")).filter((name) => /form-[\w-]{8}\.js$/.test(name));
	expect([file, others]).toEqual([expect.any(String), []]);
	return (await import(pathToFileURL(join(STUDIO, "assets", file!)).href)).default as Form;
}

test("the form in the built page is what GET /api/form answers, and with the options left out it is all of sluice train", async () => {
	const { studio, tab } = await openTab({ runs: join(freshFolder("form"), "runs") });
	const form = await builtForm();
	expect(form).toEqual((await tab.get("/api/form")).json);
	await studio.close();
	const keys = form.groups.flatMap(({ options }) => options.map(({ key }) => key));
	expect([...keys, ...Object.keys(LEFT_OUT)].sort()).toEqual(Object.keys(train.flags).sort());
});

test("an address knows every option of the form by its name, and a blank takes the lowest and highest value of the help", async () => {
	const { groups, tasks } = await builtForm();
	const options = [...groups, ...tasks].flatMap(({ options }) => options);
	expect(options.map(({ key }) => key).filter((key) => !isBlank(key) && !isFurther(key))).toEqual(["permutationSeed"]); // of MNIST, which needs a file
	for (const { key, min, max, choices } of options) {
		if (!isBlank(key)) continue;
		for (const value of [min, max, ...(choices ?? [])])
			if (value !== undefined) expect([key, value, CHOICES[key].takes(String(value))]).toEqual([key, value, true]);
	}
	expect(tasks.map(({ name }) => name)).toEqual(expect.arrayContaining([...TASKS]));
});

const found = await Studio.found("the form of Train");

describe.skipIf("missing" in found)("the form in the page", () => {
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

	test.each([
		[
			"a text",
			"/train?cell=gru&hidden=8&batch=5&steps=30&variant=reset-before&weightDecay=0.01&optimizer=adamw&schedule=step&decays=2&warmup=0.1&unit=byte&split=80/10/10&l2=1e-4&penalize=recurrent,head.weight&k1=9",
		],
		[
			"a task with an option of its own",
			"/train?data=task:delayed-recall&delay=7&symbols=5&hidden=8&batch=3&steps=20&forgetBias=chrono:20&clipValue=0.1&beta1=0.8&init=spectral:0.5",
		],
		[
			"an echo state network on a task",
			"/train?data=task:narma-10&cell=esn&hidden=30&batch=4&spectralRadius=0.8&leak=0.5&washout=5&length=40..45",
		],
	])("the copied command carries every changed option, and Node finds the page's weights: %s", async (_, hash) => {
		const { page, outside, complaints, close } = await studio.page({ hash });
		await ended(page);
		const { command, digest, ofCommand } = await copied.take(page);
		for (const [, key] of hash.matchAll(/[?&](\w+)=/g))
			if (key !== "data" && key !== "delay" && key !== "symbols")
				expect(command).toContain(`--${key!.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} `);
		expect(ofCommand().slice(0, 8)).toBe(digest);
		expect([outside, complaints]).toEqual([[], []]);
		await close();
	});

	test("an option set in the form stands in the address, one set back does not, and the filter finds it by its flag and by its words", async () => {
		const { page, complaints, close } = await studio.page({
			reducedMotion: "reduce",
			hash: "/train?hidden=8&steps=20",
		});
		await page.getByRole("button", { name: "More options" }).click();
		const filter = page.getByRole("searchbox", { name: "Find an option" });
		await filter.fill("--weight-de");
		await page.getByLabel("weight decay", { exact: true }).waitFor();
		expect(await page.locator(".option").count()).toBe(1);
		await filter.fill("weight decay"); // the help of --average has both words too
		expect(await page.locator(".option").count()).toBe(2);
		await page.locator("#field-weightDecay").fill("0.01");
		await page.keyboard.press("Enter");
		await page.locator(".option.changed").waitFor();
		expect(await page.evaluate("location.hash")).toBe("#/train?hidden=8&steps=20&weightDecay=0.01");
		await page.getByRole("button", { name: "--weight-decay back to its default" }).click();
		await page.locator(".option.changed").waitFor({ state: "detached" });
		expect(await page.evaluate("location.hash")).toBe("#/train?hidden=8&steps=20");
		expect(complaints).toEqual([]);
		await close();
	});

	test("a refused value is told beside its field in the reader's language, in the trainer's words; the address stays and the run goes on", async () => {
		const { page, complaints, close } = await studio.page({
			hash: "/train?hidden=8&k2=8&batch=4&steps=900000",
			lang: "ko",
		});
		await past(page, 20);
		await page.getByRole("button", { name: "옵션 더 보기" }).click();
		await page.locator("#field-beta1").fill("1.5");
		await page.keyboard.press("Enter");
		const told = page.locator("#field-beta1-refused");
		expect(await told.textContent()).toMatch(
			/^--beta1.*0.*0\.999999.*1\.5.*\(E_OPTION\) 아무것도 시작하지 않았습니다\.$/,
		);
		expect(await page.locator("#field-beta1").getAttribute("aria-invalid")).toBe("true");
		expect(await page.evaluate("location.hash")).not.toContain("beta1");
		const before = await updateOf(page);
		await past(page, before);
		await page.getByRole("button", { name: "English" }).click();
		expect(await told.textContent()).toMatch(
			/^--beta1 must be a number from 0 to 0\.999999, got 1\.5\. \(E_OPTION\) Nothing was started\.$/,
		);
		await page.locator("#field-penalize").fill("heads"); // judged with the model's own tensors
		await page.keyboard.press("Enter");
		expect(await page.locator("#field-penalize-refused").textContent()).toMatch(/^--penalize/);
		expect(complaints).toEqual([]);
		await close();
	});

	test("another cell keeps the options that it has and leaves out the others", async () => {
		const { page, complaints, close } = await studio.page({
			hash: "/train?data=task:narma-10&hidden=8&batch=4&steps=20&weightDecay=0.1&schedule=constant",
		});
		await ended(page);
		await page.locator("#blank-cell").selectOption("esn");
		await page.locator("#blank-lr").waitFor({ state: "detached" });
		await ended(page);
		expect(await page.evaluate("location.hash")).toBe("#/train?data=task:narma-10&cell=esn&hidden=8&batch=4&steps=20");
		expect(complaints).toEqual([]);
		await close();
	});
});
