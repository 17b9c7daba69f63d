/** Reads a model from a file of weights whose format its bytes, or its name, show. */
import { fail } from "../errors/index.ts";
import { isHdf5 } from "./hdf5/magic.ts";
import { isKeras } from "./keras/kerasNames.ts";
import { isNpz, readNpz } from "./npzWeights.ts";
import { isPair } from "./pairNotes.ts";
import { type AskedCell, type PortableModel, readOwn } from "./portable.ts";
import { readHeader, readHeaderEnd } from "./safetensors.ts";
import { isT7 } from "./t7/t7Magic.ts";
import { readTorch } from "./torch.ts";
import { zipEntries } from "./zip.ts";

/**
 * safetensors: Sluice's own tensor names. torch: a state dict in a safetensors file. onnx: a graph. npz: NumPy's arrays under
 * either's names. keras: a model of Keras 3, or its weights.
 */
export const WEIGHT_FORMATS = ["safetensors", "torch", "onnx", "npz", "keras"] as const;
/** Formats that are read. t7: a checkpoint of char-rnn, in Torch7's serialisation. */
export const READ_FORMATS = [...WEIGHT_FORMATS, "t7"] as const;
export type WeightFormat = (typeof READ_FORMATS)[number];

/** Detects the format. Sluice has one bias per layer (bias_l0), PyTorch two; ONNX begins with its format version. */
export function formatOf(bytes: Uint8Array, where: string): WeightFormat {
	if (/\.onnx$/i.test(where) || (bytes[0] === 0x08 && bytes[1]! < 0x20 && bytes[8] !== 0x7b)) return "onnx";
	if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
		const names = zipEntries(bytes, where).map(({ name }) => name);
		if (isNpz(names)) return "npz";
		if (isKeras(names)) return "keras";
		throw fail("E_WEIGHTS_FOREIGN", { where, format: "zip" });
	}
	if (isHdf5(bytes)) return "keras";
	if (isT7(bytes)) return "t7";
	const end = readHeaderEnd(bytes, bytes.length, where);
	const { entries } = readHeader(bytes.subarray(0, end), bytes.length, where);
	const names = entries.map(({ name }) => name);
	if (names.includes("bias_l0") || isPair(names)) return "safetensors";
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
	if (format === "npz") return readNpz(bytes, where, asked);
	if (format === "t7") {
		const { readCharRnn } = await import("./t7/charRnn.ts");
		return readCharRnn(bytes, where, asked);
	}
	if (format === "keras") {
		const { readKeras } = await import("./keras/readKeras.ts");
		return readKeras(bytes, where, asked);
	}
	const { readOnnx } = await import("./onnx.ts");
	return readOnnx(bytes, where, asked);
}
