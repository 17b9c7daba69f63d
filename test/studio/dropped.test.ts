/** Weights dropped on the page: opened in a worker, with the numbers that the command line reads from the same file. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exportRun, readCellFile, train } from "../../src/index.ts";
import { STUDIO } from "../browser/serve.ts";
import { Studio } from "./builtPage.ts";

const found = await Studio.found("dropped weights");
const folder = mkdtempSync(join(tmpdir(), "sluice-dropped-"));
const runs = join(folder, "runs");
const BIN = join(import.meta.dirname, "../../dist/cli/bin.js");

async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
	const base64 = Buffer.from(bytes).toString("base64");
	await page.evaluate(
		([name, base64]) => {
			const data = new DataTransfer();
			const binary = atob(base64!);
			data.items.add(new File([Uint8Array.from(binary, (character) => character.charCodeAt(0))], name!));
			document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
		},
		[name, base64],
	);
}

describe.skipIf("missing" in found)("a file of weights that is dropped", () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(found);
		cpSync(join(STUDIO, "texts/c.txt"), join(folder, "sluice-c.txt"));
		const options = { cell: "gru", hidden: 8, batch: 4, k1: 16, steps: 20, forgetBias: 0 } as never;
		await train({ data: { texts: [join(folder, "sluice-c.txt")] }, options, run: "c", runs, engine: "wasm-plain" });
		for (const to of ["safetensors", "torch"] as const)
			await exportRun({ run: "c", runs, to, file: join(folder, `c-${to}.safetensors`) });
		for (const to of ["onnx", "npz", "keras"] as const)
			await exportRun({ run: "c", runs, to, file: join(folder, `c.${to}`) });
		const cell = readCellFile(join(import.meta.dirname, "../../examples/cells/mgu.json"));
		const own = { cell, hidden: 8, batch: 4, k1: 16, steps: 20 };
		await train({
			data: { texts: [join(folder, "sluice-c.txt")] },
			...{ options: own, run: "own", runs, engine: "wasm-plain" },
		});
		for (const to of ["safetensors", "onnx", "npz"] as const)
			await exportRun({ run: "own", runs, to, file: join(folder, `own.${to}`) });
	}, 60_000);
	afterAll(async () => {
		await studio?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	test.each([
		...["c-safetensors.safetensors", "c-torch.safetensors", "c.onnx", "c.npz", "c.keras"],
		...["own.safetensors", "own.onnx", "own.npz"],
	])(
		"%s opens in Text, and the copied commands make a run of it with the page's numbers",
		async (name) => {
			const { page, outside, complaints, close } = await studio.page({ reducedMotion: "reduce" });
			await drop(page, name, readFileSync(join(folder, name)));
			await page.getByText("The file has no text").waitFor();
			const model = name.startsWith("own") ? /own mgu 1x8/ : /gru .* 1x8/;
			await page.locator(".provenance", { hasText: model }).waitFor();
			const commands = (await page.locator("details.command pre", { hasText: "sluice predictions" }).textContent())!
				.trim()
				.split("\n");
			expect(commands).toHaveLength(2);
			expect(commands[0]).toBe(`npx sluice import ${name} --run dropped`);
			const run = (line: string) => {
				const words = line.replace(/^npx sluice /, "").split(" ");
				const options = {
					cwd: folder,
					encoding: "utf8",
					maxBuffer: 1 << 28,
					stdio: "pipe",
				} as const;
				return execFileSync(process.execPath, [BIN, ...words, "--runs", runs], options);
			};
			rmSync(join(runs, "dropped"), { recursive: true, force: true });
			run(commands[0]!);
			const shown = /probability (0\.\d+)/.exec(await page.locator("main").innerText())![1]!;
			const printed = run(commands[1]!)
				.slice(0, 5000)
				.match(/0\.\d{5,}(?:e-\d+)?/g)!;
			expect(printed.map((word) => String(Number(Number(word).toPrecision(6))))).toContain(shown);
			await page.getByRole("link", { name: "Cell", exact: true }).click();
			await page.locator(".provenance", { hasText: model }).waitFor();
			await page.locator("main pre", { hasText: "npx sluice trace dropped" }).first().waitFor({ state: "attached" });
			expect([outside, complaints]).toEqual([[], []]);
			await close();
		},
		60_000,
	);

	test("one that does not name its symbols takes those of the page's text of as many; without such a text a coded message says what to do", async () => {
		const bytes = readFileSync(join(folder, "c-torch.safetensors"));
		const size = Number(bytes.readBigUInt64LE(0));
		const header = JSON.parse(bytes.subarray(8, 8 + size).toString()) as Record<string, unknown>;
		delete header.__metadata__;
		const text = Buffer.from(JSON.stringify(header).padEnd(size));
		const bare = Buffer.concat([bytes.subarray(0, 8), text, bytes.subarray(8 + size)]);
		const { page, complaints, close } = await studio.page({ reducedMotion: "reduce" });
		await drop(page, "bare.safetensors", bare);
		await page.getByText("The file has no text").waitFor();
		const command = await page.locator("details pre", { hasText: "sluice import" }).first().textContent();
		expect(command).toContain("npx sluice import bare.safetensors --vocabulary sluice-c.txt --run dropped");
		expect(complaints).toEqual([]);
		await close();
	}, 60_000);

	const hostile: [name: string, bytes: Buffer, code: RegExp][] = [
		["empty.safetensors", Buffer.alloc(0), /\(E_\w+\)/],
		[
			"huge-header.safetensors",
			Buffer.concat([Buffer.from("ffffffffffffff7f", "hex"), Buffer.from("{}")]),
			/\(E_\w+\)/,
		],
		["pickle.pt", Buffer.from([0x80, 0x02, 0x7d, 0x71, 0, 0x2e]), /\(E_\w+\)/],
		["zip.pth", Buffer.from("504b030414000000", "hex"), /\(E_\w+\)/],
		["noise.onnx", Buffer.from(Array.from({ length: 400 }, (_, n) => (n * 131) % 251)), /\(E_\w+\)/],
		["keras.h5", Buffer.from("894844460d0a1a0a", "hex"), /\(E_\w+\)/],
		["lies.safetensors", Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]), Buffer.from("[]")]), /\(E_\w+\)/],
	];
	test("hostile files give a coded message each, and the page goes on", async () => {
		const { page, complaints, close } = await studio.page({ reducedMotion: "reduce" });
		for (const [name, bytes, code] of hostile) {
			await drop(page, name, bytes);
			const said = page.locator(".state[role=alert]", { hasText: name });
			await said.waitFor();
			expect(await said.innerText()).toMatch(code);
			expect(await said.innerText()).not.toContain("E_INTERNAL");
		}
		await drop(page, "c.onnx", readFileSync(join(folder, "c.onnx")));
		await page.locator(".provenance", { hasText: /gru .* 1x8/ }).waitFor();
		expect(complaints).toEqual([]);
		await close();
	}, 60_000);
});
