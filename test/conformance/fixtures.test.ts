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

/** dL/d(value) by step: zero where the equations have it so, after the loss and for what meets the zero state. */
const derivative = /\bderivatives\.\d+\./;

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
	const found = arrays(read(file)).filter(([path]) => given.test(path) && !derivative.test(path));
	expect(found.length).toBeGreaterThan(10);
	for (const [path, values] of found) {
		expect(values.includes(0), path).toBe(false);
		expect(new Set(values).size, path).toBe(values.length);
	}
});

test.each(files)("%s: of every answer more than half are non-zero and distinct", (file) => {
	const found = arrays(read(file)).filter(([path]) => !given.test(path) && !derivative.test(path));
	expect(found.length).toBeGreaterThan(10);
	for (const [path, values] of found) {
		expect(new Set(values.filter((v) => v !== 0)).size / values.length, path).toBeGreaterThan(0.5);
	}
});

test("torch/traces.json: every derivative that is not zero is distinct, at half of the steps or more", () => {
	const steps = new Map<string, { moved: number; all: number }>();
	for (const [path, values] of arrays(read("torch/traces.json")).filter(([path]) => derivative.test(path))) {
		const moved = values.filter((v) => v !== 0);
		expect(new Set(moved).size, path).toBe(moved.length);
		const name = path.replace(derivative, "");
		const { moved: before, all } = steps.get(name) ?? { moved: 0, all: 0 };
		steps.set(name, { moved: before + Number(moved.length > 0), all: all + 1 });
	}
	expect(steps.size).toBeGreaterThan(10);
	for (const [name, { moved, all }] of steps) expect(moved / all, name).toBeGreaterThanOrEqual(0.5);
});
