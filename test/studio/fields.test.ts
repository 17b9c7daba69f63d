/** Fields of the page have its own colours in both themes, not those of the browser's form. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Studio } from "./builtPage.ts";

const found = await Studio.found("its fields");
/** Address of a view, with what shows that its fields are there. */
const VIEWS = [
	["/train", ".sentence select"],
	["/train?lesson=2.1", ".guess input"],
	["/lab", ".lab select"],
	["/text", ".model-bar select"],
	["/cell", ".model-bar select"],
	["/play", ".typing-field textarea"],
	["/chat?part=listen", ".listen-bar select"],
] as const;

/** Backgrounds of the fields that are shown, and that of a field as the browser makes it. */
const BACKGROUNDS = `(() => {
	const plain = document.body.appendChild(document.createElement("input"));
	plain.style.all = "revert";
	const native = getComputedStyle(plain).backgroundColor;
	plain.remove();
	const fields = [...document.querySelectorAll("select, textarea, input")].filter(
		(field) => field.checkVisibility() && !/checkbox|radio|range|file/.test(field.type));
	return { native, fields: fields.map((field) => [field.outerHTML.slice(0, 60), getComputedStyle(field).backgroundColor]) };
})()`;

describe.skipIf("missing" in found)("fields", { timeout: 60_000 }, () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(found);
	});
	afterAll(() => studio?.close());

	test("no field of seven views has the grey of the browser's form in the dark theme", async () => {
		for (const [hash, ready] of VIEWS) {
			const { page, close } = await studio.page({ hash, colorScheme: "dark", reducedMotion: "reduce" }, ready);
			const { native, fields } = await page.evaluate<{ native: string; fields: [string, string][] }>(BACKGROUNDS);
			expect(native).toBe("rgb(59, 59, 59)");
			expect(fields.length).toBeGreaterThan(0);
			expect(fields.filter(([, colour]) => colour === native)).toEqual([]);
			await close();
		}
	});
});
