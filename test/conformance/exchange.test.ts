/** Models sent out in each format and read back: what comes back computes the same, and a swapped gate is noticed. */
import { describe, expect, test } from "vitest";
import { gateLetters } from "../../src/cells/layout.ts";
import { readOnnx, writeOnnx } from "../../src/interop/onnx.ts";
import { type PortableModel, readOwn, writeOwn } from "../../src/interop/portable.ts";
import { readSafetensors, writeSafetensors } from "../../src/interop/safetensors.ts";
import { readTorch, writeTorch } from "../../src/interop/torch.ts";
import { compute, largestGap, modelOf, SPECS, swapGates } from "./exchangeModels.ts";

const FORMATS = {
	safetensors: { write: writeOwn, read: readOwn },
	torch: { write: writeTorch, read: readTorch },
	onnx: { write: writeOnnx, read: readOnnx },
} as const;
const NOT_IN_TORCH = ["peephole", "reset-before", "sigmoid", "linear"];

const equal = (got: PortableModel, wanted: PortableModel) => {
	expect(got.spec).toEqual(wanted.spec);
	expect(got.vocabulary?.toJSON()).toEqual(wanted.vocabulary?.toJSON());
	expect(got.tensors).toEqual(wanted.tensors);
};

describe.each(SPECS)("$cell $variant", (cell) => {
	const model = modelOf(cell);
	const formats = (Object.keys(FORMATS) as (keyof typeof FORMATS)[]).filter(
		(format) => format !== "torch" || !NOT_IN_TORCH.includes(cell.variant),
	);

	test.each(formats)("comes back from %s with every bit, its symbols and its dropout", (format) => {
		const { write, read } = FORMATS[format];
		equal(read(write(model), "model"), model);
	});

	if (!formats.includes("torch"))
		test("is refused by torch, which has no such layer, with what can express it", () => {
			expect(() => writeTorch(model)).toThrow(/cannot express .*--to onnx.*E_EXPORT_FORM/);
		});

	const letters = gateLetters(cell);
	for (let a = 0; a < letters.length; a++) {
		for (let b = a + 1; b < letters.length; b++) {
			test(`gates ${letters[a]} and ${letters[b]} swapped in layer 1 of Sluice's file change the logits by more than 1e-2`, () => {
				const { tensors, metadata } = readSafetensors(writeOwn(model), "model");
				const swapped = swapGates(tensors, /^(weight_[ih]h|bias)_l1$/, letters.length, a, b);
				const other = readOwn(writeSafetensors(swapped, metadata), "swapped");
				expect(largestGap(compute(other).logits, compute(model).logits)).toBeGreaterThan(1e-2);
			});
		}
	}
});

describe.each(SPECS.filter((s) => !NOT_IN_TORCH.includes(s.variant) && s.cell !== "rnn"))(
	"$cell $variant in PyTorch's order",
	(cell) => {
		const model = modelOf(cell);
		const blocks = cell.cell === "gru" ? 3 : 4;
		for (let a = 0; a < blocks; a++) {
			for (let b = a + 1; b < blocks; b++) {
				test(`blocks ${a} and ${b} of one layer swapped in the file change the logits by more than 1e-2`, () => {
					const { tensors } = readSafetensors(writeTorch(model), "model");
					const swapped = swapGates(tensors, /_l0$/, blocks, a, b);
					const other = readTorch(writeSafetensors(swapped), "swapped");
					expect(largestGap(compute(other).logits, compute(model).logits)).toBeGreaterThan(1e-2);
				});
			}
		}
	},
);

test("without notes a coupled or 1997 LSTM comes back from torch as one with a forget gate that computes the same within 1e-6", () => {
	for (const variant of ["coupled", "1997"] as const) {
		const model = modelOf({ cell: "lstm", variant });
		const back = readTorch(writeSafetensors(readSafetensors(writeTorch(model), "a").tensors), "b");
		expect(back.spec.variant).toBe("forget");
		expect(largestGap(compute(back).logits, compute(model).logits)).toBeLessThan(1e-6);
		const asked = readTorch(writeSafetensors(readSafetensors(writeTorch(model), "a").tensors), "b", { variant });
		expect(asked.tensors).toEqual(model.tensors);
	}
});

test("a float64 model comes back from safetensors and torch in float64, and from ONNX rounded to float32", () => {
	const model = modelOf({ cell: "gru", variant: "reset-after" });
	const wide = {
		...model,
		tensors: model.tensors.map((t) => ({ ...t, data: Float64Array.from(t.data, (v) => v / 3) })),
	};
	equal(readOwn(writeOwn(wide), "a"), wide);
	equal(readTorch(writeTorch(wide), "a"), wide);
	const narrow = { ...wide, tensors: wide.tensors.map((t) => ({ ...t, data: Float32Array.from(t.data) })) };
	equal(readOnnx(writeOnnx(wide), "a"), narrow);
});
