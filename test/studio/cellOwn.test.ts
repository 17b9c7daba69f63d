/** The view Cell of cells given by equations, in Chromium: the numbers of the copied command, valves, and what a link names. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Weights } from "../../src/cells/weights.ts";
import { exportRun, makeReceipt, readCellFile, saveRun, task, text, train } from "../../src/index.ts";
import { readOwn } from "../../src/interop/portable.ts";
import { createReference } from "../../src/kernels/reference.ts";
import { diagramOf } from "../../src/views/diagrams/diagramOf.ts";
import { frameFor } from "../../src/views/diagrams/look.ts";
import { STUDIO } from "../browser/serve.ts";
import { drawnCell, shippedSpecs, twins } from "../conformance/ownTwins.ts";
import { CellPage, commandOf, rowsOf, sameRows } from "./cellPage.ts";
import { chromium, goTo, LOOKS, violations } from "./studioPage.ts";

const CELLS = ["mgu", "ugrnn", "mingru", "peephole-lstm", "layer-norm-gru"] as const;
const FOLDER = join(import.meta.dirname, "../../examples/cells");
/** An LSTM as equations, whose tensors have the names, shapes and order of the built-in one's. */
const twin = twins.find(({ builtIn }) => builtIn.cell === "lstm" && builtIn.variant === "forget")!.own;
/** A cell whose only factor is a number. */
const leaky = { name: "leaky", equations: ["a = tanh(W x + R h' + b)", "h = 0.9 * h' + 0.1 * a"] };

describe.skipIf("missing" in chromium)("the view Cell of a cell given by equations", () => {
	let cells: CellPage;
	let recurrent: ArrayLike<number> = []; // [4H,H], W_hh of the LSTM
	beforeAll(async () => {
		cells = await CellPage.over("cell-own", async ({ folder, runs, book }) => {
			const common = { data: text(book), runs, engine: "wasm-plain" as const };
			const sizes = { hidden: 6, batch: 3, k1: 7, steps: 40 };
			for (const name of CELLS) {
				const cell = readCellFile(join(FOLDER, `${name}.json`));
				await train({ ...common, options: { ...sizes, cell, layers: name === "mgu" ? 2 : 1 }, run: name });
			}
			await train({ ...common, options: { ...sizes, cell: leaky as never }, run: "leaky" });
			const options = { cell: readCellFile(join(FOLDER, "mgu.json")), hidden: 5, length: "9..12", batch: 4, steps: 20 };
			await train({ data: task("copying:values=4"), options, run: "on-task", runs, engine: "wasm-plain" });
			await train({ ...common, options: { ...sizes, cell: "lstm" }, run: "lstm" });
			const file = join(folder, "lstm.safetensors");
			await exportRun({ run: "lstm", runs, to: "safetensors", file });
			const engine = createReference();
			const { spec, tensors } = readOwn(readFileSync(file), "lstm.safetensors");
			const model = Weights.of(engine, { ...spec, blocks: undefined, ...twin }, tensors);
			recurrent = model.tensor("weight_hh_l0");
			await saveRun({ model, data: text(book), run: "twin", runs });
		});
	}, 120_000);
	afterAll(() => cells?.close());

	const open = async (name: string, more = "", call: Parameters<CellPage["open"]>[2] = {}) => {
		const opened = await cells.open(name, `&at=50&u=3${more}`, call);
		await opened.page.locator(".predictions li").nth(9).waitFor();
		return opened;
	};
	const printed = (line: string) => cells.lines(line);

	test.each(CELLS)(
		"%s: every value of a step, both predictions and 51 steps of the way back are the digits of the copied commands",
		async (name) => {
			const { page, context, faults } = await open(name);
			await page.locator(".provenance", { hasText: `own ${name} ` }).waitFor();
			await page.locator(".cell-below summary").click();
			const rows = await rowsOf(page);
			const { equations } = shippedSpecs.get(name)!.equations;
			expect(rows.length).toBeGreaterThan(2 * equations.length);
			const lines = printed(await commandOf(page, 0));
			sameRows(rows, lines);
			const said = await page.locator(".predictions li .numbers").allTextContents();
			for (const one of said) expect(lines.some((line) => line.includes(one))).toBe(true);
			await page.locator(".way .twin summary").click();
			await expect.poll(() => page.locator(".way tbody tr").count()).toBe(51);
			const way = printed(await commandOf(page, 1));
			for (const row of await page.locator(".way tbody tr").all()) {
				const [step, , ...sizes] = await row.locator("th, td").allTextContents();
				const line = way.find((one) => one.startsWith(`${step} "`))!;
				const numbers = line.replace(/^\d+ ".*?" /, "").split(" ");
				const shown = sizes.filter((x) => x !== "");
				expect(numbers.slice(0, shown.length)).toEqual(shown);
			}
			expect(faults).toEqual([]);
			await context.close();
		},
		60_000,
	);

	test("mgu: f of unit 3 closed to a half by keys, then 1 − f by a drag, move the step as --set does; undo and reset bring back every digit", async () => {
		const { page, context, faults } = await open("mgu", "&l=1");
		await page.locator(".cell-below summary").click();
		const untouched = [await rowsOf(page), await page.locator(".predictions").innerText()];
		const valves = await page
			.locator(".valves input")
			.evaluateAll((all) => all.map((one) => (one as HTMLElement).ariaLabel));
		expect(valves).toEqual(["f of unit 3", "1 − f of unit 3"]);
		await page.getByRole("slider", { name: "f of unit 3", exact: true }).fill("0.5");
		await page.locator(".chip", { hasText: "1 value changed" }).waitFor();
		await expect.poll(async () => (await rowsOf(page)).length).toBeLessThan((untouched[0] as string[][]).length);
		const changed = await rowsOf(page);
		const line = await commandOf(page, 0);
		expect(line).toMatch(/--layer 1 .*--set l1\.gate\.f\.3=0\.5 /);
		const lines = printed(line);
		sameRows(changed, lines);
		const said = await page.locator(".predictions li .numbers").allTextContents();
		for (const one of said) expect(lines.some((printed) => printed.includes(one))).toBe(true);
		await page.getByRole("slider", { name: "1 − f of unit 3" }).fill("0.75");
		await page.locator(".chip", { hasText: "0.2500" }).waitFor();
		expect(await commandOf(page, 0)).toContain("--set l1.gate.f.3=0.25 ");
		await page.locator(".cell-below .ask", { hasText: /^h_t = / }).click();
		await page.locator(".why .ask", { hasText: /^gate\.f\[3\] 0\.2500$/ }).waitFor();
		await page.getByRole("button", { name: "Reset" }).click();
		await page.getByRole("button", { name: "Close", exact: true }).click();
		await expect
			.poll(async () => [await rowsOf(page), await page.locator(".predictions").innerText()])
			.toEqual(untouched);
		expect(faults).toEqual([]);
		await context.close();
	}, 60_000);

	test("mingru: the valve 1 − z in the picture follows the pointer: 45 pixels to the left close it by a half, and z opens by as much", async () => {
		const { page, context } = await open("mingru");
		const slider = (name: string) => page.getByRole("slider", { name: `${name} of unit 3`, exact: true });
		const value = async (name: string) => Number(await slider(name).inputValue());
		await slider("z").fill("0.2");
		await page.locator(".chip").waitFor();
		const box = (await page.locator(".cell-picture svg").boundingBox())!;
		const { nodes, columns } = diagramOf(drawnCell(shippedSpecs.get("mingru")!));
		const { margin, column } = frameFor(box.width, columns);
		const [x, y] = nodes.find(({ id }) => id === "op h.flow.0")!.at;
		const at = [box.x + margin + x * column, box.y + y] as const;
		await page.mouse.move(...at);
		await page.mouse.down();
		await page.mouse.move(at[0] - 20, at[1]);
		await page.mouse.move(at[0] - 45, at[1]);
		await page.mouse.up();
		await expect.poll(() => value("1 − z")).toBeCloseTo(0.3, 2);
		expect(await value("z")).toBeCloseTo(0.7, 2);
		await context.close();
	});

	test("a link sets a valve, and nothing that is none; a cell without valves says so, and its step is the command's", async () => {
		const { page, context, faults } = await open(
			"mgu",
			"&set=l0.gate.f.2=0.25,l0.gate.n.3=0.5,l0.gate.zz.3=0.5,l0.h.1=0.5",
		);
		await page.locator(".chip", { hasText: /^1 value changed: f\[2\] \S+ → 0\.2500$/ }).waitFor();
		await goTo(page, `#/cell?run=${cells.ids.get("leaky")}&at=50&u=3`);
		await page.getByText("These equations have no valve").waitFor();
		await page.locator(".cell-below summary").click();
		sameRows(await rowsOf(page), printed(await commandOf(page, 0)));
		expect(faults).toEqual([]);
		await context.close();
	}, 60_000);

	test("the way back of an LSTM is drawn below that of equations, on the text of these, and the other way round", async () => {
		const { page, context, faults } = await open("peephole-lstm");
		const other = page.getByRole("combobox", { name: "Compare with 1" });
		await page.locator(".way .twin summary").click();
		await other.selectOption(cells.ids.get("lstm")!);
		const bodies = page.locator(".way tbody");
		const steps = () => bodies.evaluateAll((all) => all.map((one) => one.querySelectorAll("tr").length));
		await expect.poll(steps).toEqual([51, 51]);
		expect(await page.locator(".way thead th").allTextContents()).toContain("without R");
		await goTo(page, `#/cell?run=${cells.ids.get("lstm")}&at=50`);
		await page.locator(".provenance", { hasText: "lstm forget" }).waitFor();
		await other.selectOption(cells.ids.get("mgu")!);
		await expect.poll(steps).toEqual([51, 51]);
		expect(faults).toEqual([]);
		await context.close();
	}, 60_000);

	/** Largest sum of sizes of a row of each block of H rows of W_hh, in the order i f g o. */
	const blockNorms = (w: ArrayLike<number>, H: number): number[] => {
		const row = (k: number) => Array.from({ length: H }, (_, j) => Math.abs(w[k * H + j]!)).reduce((a, b) => a + b);
		return [0, 1, 2, 3].map((q) => Math.max(...Array.from({ length: H }, (_, k) => row(q * H + k))));
	};

	test("an LSTM as equations has the numbers of the built-in one at the second symbol, to the bound of float32 and the last digit shown", async () => {
		const numbersOf = async (name: string) => {
			const { page, context } = await open(name, "&at=1");
			const titles = await page
				.locator(".cell-strip")
				.evaluateAll((all) => all.map((one) => (one as HTMLElement).title));
			const said = await page.locator(".predictions li .numbers").allTextContents();
			await context.close();
			const values = titles.map((title) => /^Why (.*?)\[3\] = (\S+)\?$/.exec(title)!.slice(1) as [string, string]);
			return { values: new Map(values.map(([letter, value]) => [letter, Number(value.replace("−", "-"))])), said };
		};
		const [builtIn, own] = [await numbersOf("lstm"), await numbersOf("twin")];
		const [i, f, g, o] = blockNorms(recurrent, 6) as [number, number, number, number];
		// A sum of H products, a symbol's weight and a bias below 4: at most 8 roundings. A function is off by 2e-7.
		const step = 2 * (8 * 2 ** -24 * 4 + 4 * 2e-7);
		// |c| < 2 after two steps; what an error of h and c becomes in the next c, then in h.
		const gain = 1 + i / 4 + g + (2 * f) / 4 + o / 4;
		const shared = ["f", "i", "g", "cₜ", "hₜ"].filter((letter) => builtIn.values.has(letter));
		expect(shared).toEqual(["f", "i", "g", "cₜ", "hₜ"]);
		for (const letter of shared) {
			const [a, b] = [builtIn.values.get(letter)!, own.values.get(letter)!];
			const digit = 10 ** (Math.floor(Math.log10(Math.abs(a))) - 3);
			expect([letter, Math.abs(a - b) <= step * (1 + gain) + 1.001 * digit]).toEqual([letter, true]);
		}
		expect(step * (1 + gain)).toBeLessThan(1e-4);
		expect(own.said).toHaveLength(builtIn.said.length);
	}, 60_000);

	test("the page trains the 20 updates of a receipt again and finds the weights of the run; of one whose equations were changed it says so", async () => {
		const { link, weightsSha256 } = await makeReceipt({ run: "on-task", runs: cells.files.runs });
		const { page, context, faults } = await open("mgu");
		await goTo(page, link);
		await page.getByText(`Same bits. This computer found the same weights: ${weightsSha256.slice(0, 8)}.`).waitFor();
		await page.getByText(/^own mgu 1x5 on copying.*after 20 updates/).waitFor();
		const receipt = JSON.parse(Buffer.from(link.slice("#receipt=".length), "base64url").toString());
		receipt.options.cell.equations[1] = "u = R h' + b";
		await goTo(page, `#receipt=${Buffer.from(JSON.stringify(receipt)).toString("base64url")}`);
		await page.getByText("The receipt was changed").waitFor();
		expect(faults).toEqual([]);
		await context.close();
	}, 60_000);

	test("the code for equations, with norms at most 17.1 kB, is loaded with such a network, not with another", async () => {
		const { page, context } = await open("lstm");
		const loaded: string[] = [];
		context.on("request", (request) => loaded.push(request.url()));
		await goTo(page, `#/cell?run=${cells.ids.get("lstm")}&cp=last&at=50`);
		await expect.poll(() => loaded.some((url) => /weights/.test(url))).toBe(true);
		await page.locator(".provenance", { hasText: "lstm forget" }).waitFor();
		await page.locator(".cell-strip").first().waitFor();
		const own = () => loaded.filter((url) => /(ownCells|ownFacts)-/.test(url));
		expect(own()).toEqual([]);
		await goTo(page, `#/cell?run=${cells.ids.get("mgu")}&at=50`);
		await page.locator(".provenance", { hasText: "own mgu" }).waitFor();
		expect(own().length).toBeGreaterThan(0);
		const code = own().map((url) => readFileSync(join(STUDIO, "assets", url.slice(url.lastIndexOf("/") + 1))));
		const bytes = code.map((file) => gzipSync(file, { level: 9 }).length).reduce((sum, one) => sum + one);
		expect(bytes).toBeLessThanOrEqual(17_100);
		await context.close();
	});

	test.each(LOOKS)(
		"axe finds nothing, and nothing is wider than the screen: %s, %s, %s pixels",
		async (lang, theme, width) => {
			// in the short suite, where there is room, every second one
			const all = width === 390 || process.env.SLUICE_LONG;
			for (const name of all ? CELLS : CELLS.filter((_, n) => n % 2 === 0)) {
				const { page, context } = await open(name, "", {
					lang,
					dark: theme === "dark",
					width,
					height: width === 390 ? 844 : 900,
				});
				await page.locator(".valves input").first().press("End");
				await page.locator(".chip").waitFor();
				await page.locator(".cell-strip").first().click();
				await page.locator(".why-value").waitFor();
				if (process.env.SLUICE_SHOTS)
					await page.screenshot({
						path: `${process.env.SLUICE_SHOTS}/${name}-${lang}-${theme}-${width}.png`,
						fullPage: true,
					});
				expect(await violations(page)).toEqual([]);
				expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
				await context.close();
			}
		},
		90_000,
	);
});
