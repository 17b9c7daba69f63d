/** Files that cost much more than their size would, were they read without a limit. */
import { create, toBinary } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { ModelSchema } from "../../src/interop/onnx/messages_pb.ts";

/** A file by its name: the reader that gets it (costChild.ts), its content, and the code that ends the reading. */
export interface CostlyFile {
	name: string;
	kind: string;
	content(): Uint8Array | string;
	code: string;
}

const times = (text: string, n: number) => text.repeat(n);
const list = (length: number, make: (i: number) => string | number) => Array.from({ length }, (_, i) => make(i));

/** 64 LSTM layers of 500 units that share one tensor of 4 MB. */
function sharedLayers(): Uint8Array {
	const [layers, units] = [64, 500];
	const tensor = (name: string, dims: number[], rawData: Uint8Array<ArrayBuffer>, dataType = 1) => ({
		...{ name, dataType, rawData },
		dims: dims.map(BigInt),
	});
	const depth = new Uint8Array(8);
	new DataView(depth.buffer).setBigInt64(0, BigInt(units), true);
	const levels = new Uint8Array(8);
	new DataView(levels.buffer).setFloat32(4, 1, true);
	const node = [
		{ opType: "OneHot", input: ["ids", "depth", "levels"], output: ["x0"] },
		...Array.from({ length: layers }, (_, l) => [
			{ opType: "LSTM", name: `l${l}`, input: [`x${l}`, "W", "W"], output: [`Y${l}`] },
			{ opType: "Squeeze", input: [`Y${l}`], output: [`x${l + 1}`] },
		]).flat(),
		{ opType: "MatMul", name: "head", input: [`x${layers}`, "head"], output: ["logits"] },
	];
	const initializer = [
		tensor("depth", [], depth, 7),
		tensor("levels", [2], levels),
		tensor("W", [1, 4 * units, units], new Uint8Array(16 * units * units)),
		tensor("head", [units, units], new Uint8Array(4 * units * units)),
	];
	return toBinary(ModelSchema, create(ModelSchema, { irVersion: 8n, graph: { node, initializer } }));
}

/** `count` fields of two bytes each, in the graph or, for 0x72, in the model itself. */
function emptyFields(field: number, count: number): Uint8Array {
	const inner = new Uint8Array(2 * count);
	for (let i = 0; i < inner.length; i += 2) inner[i] = field;
	const head = new BinaryWriter().tag(1, WireType.Varint).int64(8n);
	if (field === 0x72) return Buffer.concat([head.finish(), inner]);
	return head.tag(7, WireType.LengthDelimited).bytes(inner).finish();
}

/** @param scale 1 for files of 4 to 50 MB. */
export const costlyFiles = (scale: number): CostlyFile[] => {
	const n = (full: number) => Math.ceil(full * scale);
	return [
		{ name: "shared.onnx", kind: "weights", content: sharedLayers, code: "E_LIMIT" },
		{ name: "nodes.onnx", kind: "weights", content: () => emptyFields(0x0a, n(7.5e6)), code: "E_LIMIT" },
		{ name: "notes.onnx", kind: "weights", content: () => emptyFields(0x72, n(7.5e6)), code: "E_LIMIT" },
		{ name: "wide.csv", kind: "series", content: () => times(`${list(n(1e6), (i) => i % 7)}\n`, 3), code: "E_LIMIT" },
		{ name: "commas.csv", kind: "series", content: () => times(",", n(5e7)), code: "E_LIMIT" },
		{ name: "short.csv", kind: "series", content: () => times("1,2,3,4,5\n", n(5e6)), code: "E_LIMIT" },
		{ name: "lines.csv", kind: "series", content: () => times("1\n", n(2.5e7)), code: "E_LIMIT" },
		{ name: "words.csv", kind: "series", content: () => times("1 2\n", n(1e7)), code: "E_LIMIT" },
		{ name: "quotes.csv", kind: "series", content: () => `"${times('""', n(2.5e7))}"\n1`, code: "E_LIMIT" },
		{ name: "titles.csv", kind: "series", content: () => `${times("a,", n(5e5))}a\n1`, code: "E_LIMIT" },
		{ name: "circle.yaml", kind: "settings", content: () => "layers: &a [*a]\n", code: "E_CONFIG_SYNTAX" },
		{ name: "deep.json", kind: "settings", content: () => `{"a":${times("[", 8000)}`, code: "E_CONFIG_SYNTAX" },
		{ name: "deep.yaml", kind: "settings", content: () => `a:\n  ${times("- ", 8000)}x`, code: "E_CONFIG_SYNTAX" },
		{
			name: "names.yaml",
			kind: "settings",
			content: () => list(800, (i) => `a${i}: &a${i} x`).join("\n"),
			code: "E_CONFIG_KEY",
		},
		{
			name: "large.yaml",
			kind: "settings",
			content: () => list(n(5e4), (i) => `a${i}: &a${i} x`).join("\n"),
			code: "E_CONFIG_READ",
		},
		{ name: "songs.json", kind: "songs", content: () => `{"train":[[${times("[],", n(5e6))}[]]]}`, code: "E_LIMIT" },
		{ name: "brackets.json", kind: "songs", content: () => times("[", n(1.6e7)), code: "E_LIMIT" },
		{
			name: "points.txt",
			kind: "train",
			content: () => list(n(1e6), (i) => String.fromCodePoint(0x10000 + i)).join(""),
			code: "E_LIMIT",
		},
	];
};
