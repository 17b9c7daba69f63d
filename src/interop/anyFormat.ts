/** Reads a model from a file of weights whose format its bytes, or its name, show. */
import { fail } from "../errors/index.ts";
import { type AskedCell, type PortableModel, readOwn } from "./portable.ts";
import { readHeader, readHeaderEnd } from "./safetensors.ts";
import { readTorch } from "./torch.ts";

/** safetensors: Sluice's own tensor names. torch: a state dict in a safetensors file. onnx: a graph. */
export const WEIGHT_FORMATS = ["safetensors", "torch", "onnx"] as const;
export type WeightFormat = (typeof WEIGHT_FORMATS)[number];

/** Detects the format. Sluice has one bias per layer (bias_l0), PyTorch two; ONNX begins with its format version. */
export function formatOf(bytes: Uint8Array, where: string): WeightFormat {
	if (/\.onnx$/i.test(where) || (bytes[0] === 0x08 && bytes[1]! < 0x20 && bytes[8] !== 0x7b)) return "onnx";
	const end = readHeaderEnd(bytes, bytes.length, where);
	const { entries } = readHeader(bytes.subarray(0, end), bytes.length, where);
	if (entries.some(({ name }) => name === "bias_l0")) return "safetensors";
	if (entries.some(({ name }) => /weight_[ih]h_l\d+/.test(name))) return "torch";
	throw fail("E_IMPORT_LAYOUT", { where });
}

/** @throws E_IMPORT, E_SHAPE, E_ONNX and the errors of damaged files. */
export async function readFormat(
	bytes: Uint8Array,
	format: WeightFormat,
	where: string,
	asked: AskedCell = {},
): Promise<PortableModel> {
	if (format === "torch") return readTorch(bytes, where, asked);
	if (format === "safetensors") return readOwn(bytes, where, asked);
	const { readOnnx } = await import("./onnx.ts");
	return readOnnx(bytes, where, asked);
}
