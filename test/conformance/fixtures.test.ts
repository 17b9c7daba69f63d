/** Fixtures must be able to show a mistake: zeros and constants hide dropped biases, transposes and swapped gates. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const folder = (name: string) => new URL(`../fixtures/${name}/`, import.meta.url);
const files = ["torch", "onnx"].flatMap((name) =>
	readdirSync(folder(name))
		.filter((file) => file.endsWith(".json"))
		.map((file) => `${name}/${file}`),
);
const read = (file: string) => JSON.parse(readFileSync(new URL(`../fixtures/${file}`, import.meta.url), "utf8"));

/** What the foreign program was given, as opposed to what it answered. */
const given = /\b(weights\.(weight|bias)|x$|h0$|c0$|dOut$|d[hc]Last$|inputs\.|logits$|start$|gradients\.\d+$)/;

/** Every array of numbers but shapes and symbols, by its path. */
function arrays(value: unknown, path = ""): [path: string, values: number[]][] {
	if (typeof value !== "object" || value === null) return [];
	if (Array.isArray(value) && value.every((v) => typeof v === "number")) {
		return /\b(shape|targets)$/.test(path) ? [] : [[path, value]];
	}
	return Object.entries(value).flatMap(([key, child]) => arrays(child, path ? `${path}.${key}` : key));
}

test("all 3 fixture files are there, and each names its script and versions", () => {
	expect(files).toEqual(expect.arrayContaining(["onnx/cases.json", "torch/cells.json", "torch/optimizers.json"]));
	for (const file of files) {
		const { script, ...versions } = read(file).madeWith;
		expect(readdirSync(folder(file.split("/")[0]))).toContain(script);
		for (const version of Object.values(versions)) expect(version).toMatch(/^\d+\.\d+/);
	}
});

test.each(files)("%s: every input, weight and bias is non-zero and distinct", (file) => {
	const found = arrays(read(file)).filter(([path]) => given.test(path));
	expect(found.length).toBeGreaterThan(10);
	for (const [path, values] of found) {
		expect(values.includes(0), path).toBe(false);
		expect(new Set(values).size, path).toBe(values.length);
	}
});

test.each(files)("%s: of every answer more than half are non-zero and distinct", (file) => {
	const found = arrays(read(file)).filter(([path]) => !given.test(path));
	expect(found.length).toBeGreaterThan(10);
	for (const [path, values] of found) {
		expect(new Set(values.filter((v) => v !== 0)).size / values.length, path).toBeGreaterThan(0.5);
	}
});
