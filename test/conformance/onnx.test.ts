/**
 * ONNX's recurrent nodes on every engine: gate-distinct cases of our own, and ONNX's official node cases where
 * SLUICE_ONNX_CASES names a JSON file that holds them.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { boundOf, engines } from "./engines.ts";
import { type OnnxCase, runOnnx } from "./onnx.ts";
import { largestError, swapBlocks } from "./stack.ts";

const own: OnnxCase[] = JSON.parse(readFileSync(new URL("../fixtures/onnx/cases.json", import.meta.url), "utf8")).cases;
const officialFile = process.env.SLUICE_ONNX_CASES;
const official: OnnxCase[] = officialFile ? JSON.parse(readFileSync(officialFile, "utf8")) : [];

describe.each(engines)("%s: 1e-12 in float64, 1e-5 in float32", (_name, engine) => {
	describe.each(own)("$name", (node) => {
		test("Y, Y_h and Y_c are within the bound of the specification's equations", () => {
			const found = runOnnx(engine, node);
			for (const [name, { data }] of Object.entries(node.outputs)) {
				expect(largestError(found[name], data)).toBeLessThan(boundOf(engine));
			}
		});

		const H = node.attributes.hidden_size;
		const blocks = node.inputs.W.shape[1] / H;
		// Where input and forget gate are coupled, block 2 (f) is not read.
		const used = [...Array(blocks).keys()].filter((block) => !(node.attributes.input_forget && block === 2));
		for (const a of used) {
			for (const b of used.filter((block) => block > a)) {
				test(`swapping gates ${a} and ${b} changes Y by more than 1e-2`, () => {
					const { W, R, B } = node.inputs;
					const swap = (tensor: typeof W, length: number, from = a, to = b) => ({
						...tensor,
						data: swapBlocks(tensor.data, length, from, to),
					});
					const swappedB = swap(swap(B, H), H, blocks + a, blocks + b);
					const inputs = { ...node.inputs, W: swap(W, W.data.length / blocks), R: swap(R, H * H), B: swappedB };
					expect(largestError(runOnnx(engine, { ...node, inputs }).Y, node.outputs.Y.data)).toBeGreaterThan(1e-2);
				});
			}
		}
	});

	describe.skipIf(official.length === 0)("official node cases", () => {
		test.each(official)("$name is within 1e-6 in float64, 1e-5 in float32", (node) => {
			const found = runOnnx(engine, node);
			for (const [name, { data }] of Object.entries(node.outputs)) {
				expect(largestError(found[name], data)).toBeLessThan(Math.max(1e-6, boundOf(engine)));
			}
		});
	});
});
