/**
 * Reads an ONNX file as a stack of recurrent layers with a head: Sluice's own files, and those of other programs whose
 * graph is such a stack. All input is untrusted: a file yields a stack or one error, at a cost bounded by its size. No
 * other file is opened, and a graph that computes anything else is rejected.
 */
import { fromBinary } from "@bufbuild/protobuf";
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import type { OnnxTrouble } from "../../errors/exchange.ts";
import { fail, type SluiceError } from "../../errors/index.ts";
import type { Floats } from "../../kernels/kernels.ts";
import { DTYPES, type Dtype, decodeNumbers } from "../dtypes.ts";
import { type Attribute, type Model, ModelSchema, type Node, type Tensor, type ValueInfo } from "./messages_pb.ts";

/** Limits of a file; a recurrent network needs far less. */
const LIMITS = { fields: 200_000, nodes: 10_000, tensors: 10_000, rank: 8, integers: 64 } as const;
/** Numbers that the layers may use beyond those in the file: small tensors, such as a bias of zeros, may be shared. */
const SHARED_NUMBERS = 2 ** 20;

export interface Values {
	shape: number[];
	/** Numbers in the file's float or integer type. */
	data: Floats;
}

/** An ONNX file's graph, its tensors by name, and ways to walk it. */
export class OnnxGraph {
	readonly nodes: readonly Node[];
	/** What is fed to the graph: its inputs that are no constants. */
	readonly inputs: readonly ValueInfo[];
	/** Names of what it gives. */
	readonly outputs: readonly string[];
	readonly notes: Record<string, string> = Object.create(null);
	readonly where: string;
	readonly #tensors = new Map<string, Tensor>();
	readonly #makers = new Map<string, Node>();
	readonly #values = new Map<string, Values>();
	readonly #mostNumbers: number;
	#numbers = 0;

	constructor(bytes: Uint8Array, where: string) {
		this.where = where;
		this.#mostNumbers = SHARED_NUMBERS + Math.ceil(bytes.length / 2); // as many as float16 can have in the file
		const { graph, metadataProps } = parse(bytes, where);
		if (!graph) throw this.trouble("graph");
		const { node, initializer } = graph;
		for (const [got, max] of [
			[node.length, LIMITS.nodes],
			[initializer.length, LIMITS.tensors],
		] as const)
			if (got > max) throw this.trouble("limit", undefined, String(got), String(max));
		this.nodes = node;
		const constants = new Set(initializer.map(({ name }) => name));
		this.inputs = graph.input.filter(({ name }) => !constants.has(name));
		this.outputs = graph.output.map(({ name }) => name);
		for (const { key, value } of metadataProps) this.notes[key] = value;
		for (const tensor of initializer) this.#define(tensor.name, tensor, this.#tensors);
		for (const maker of node) {
			if (maker.domain !== "" && maker.domain !== "ai.onnx") throw this.trouble("op", maker.domain);
			for (const name of maker.output) if (name !== "") this.#define(name, maker, this.#makers);
		}
		for (const maker of node.filter((n) => n.opType === "Constant")) {
			const value = maker.attribute.find((a) => a.name === "value")?.t;
			if (value && maker.output[0] !== undefined) this.#tensors.set(maker.output[0], value);
		}
	}

	/** Returns the node that computes a value; undefined for an input of the graph and for a constant. */
	maker(name: string): Node | undefined {
		return this.#tensors.has(name) ? undefined : this.#makers.get(name);
	}

	/**
	 * Returns a constant: an initializer, a Constant node, or one of these after Transpose. Undefined if it is computed.
	 */
	constant(name: string): Values | undefined {
		const known = this.#values.get(name);
		if (known) return known;
		const tensor = this.#tensors.get(name);
		const maker = this.#makers.get(name);
		let values: Values | undefined;
		if (tensor) values = this.#decode(tensor, name);
		else if (maker?.opType === "Transpose" && this.#tensors.has(maker.input[0] ?? ""))
			values = this.#counted(turned(this.constant(maker.input[0]!)!));
		if (values) this.#values.set(name, values);
		return values;
	}

	/** Returns the constant `name`, which must have this shape. */
	wanted(name: string, shape: readonly number[]): Floats {
		const values = this.constant(name);
		const got = values ? `[${values.shape.join(",")}]` : "no constant";
		const wanted = `[${shape.join(",")}]`;
		if (got !== wanted) throw this.trouble("tensor", name, got, wanted);
		return this.#counted(values!).data;
	}

	/** Bounds the numbers of all layers by the size of the file: each layer gets a copy of a tensor that several use. */
	#counted(values: Values): Values {
		this.#numbers += values.data.length;
		const [got, max] = [this.#numbers, this.#mostNumbers];
		if (got > max) throw fail("E_LIMIT", { where: this.where, limit: "onnxNumbers", got, max });
		return values;
	}

	/** Returns the constant of a body, which has no place among the graph's own. */
	decoded(tensor: Tensor): Values {
		return this.#counted(this.#decode(tensor, tensor.name));
	}

	trouble(why: OnnxTrouble, name?: string, got?: string, wanted?: string): SluiceError {
		const facts = { ...(name !== undefined && { name }), ...(got !== undefined && { got }) };
		return fail("E_ONNX", { where: this.where, why, ...facts, ...(wanted !== undefined && { wanted }) });
	}

	#define<T>(name: string, what: T, into: Map<string, T>): void {
		if (this.#tensors.has(name) || this.#makers.has(name)) throw this.trouble("graph", name, "given twice");
		into.set(name, what);
	}

	#decode(tensor: Tensor, name: string): Values {
		const { dims, dataType, rawData, floatData, int64Data } = tensor;
		if (tensor.dataLocation !== 0 || tensor.externalData.length > 0) throw this.trouble("external", name);
		if (dims.length > LIMITS.rank) throw this.trouble("limit", name, String(dims.length), String(LIMITS.rank));
		const dtype = DTYPE_OF[dataType];
		if (!dtype)
			throw this.trouble("tensor", name, `type ${dataType}`, "float32, float64, float16, bfloat16, int32, int64");
		const size = dims.reduce((product, dim) => product * dim, 1n);
		const shape = dims.map(Number);
		const bytes = rawData.length > 0 || size === 0n ? rawData : dtype === "F32" ? floatData : undefined;
		if (!bytes && dtype === "I64") return { shape, data: this.#integers(int64Data, size, name) };
		const got = bytes?.length ?? 0;
		if (dims.some((dim) => dim < 0n) || size * BigInt(DTYPES[dtype]) !== BigInt(got))
			throw this.trouble("tensor", name, `[${dims.join(",")}], ${got} bytes`, `${size * BigInt(DTYPES[dtype])} bytes`);
		return { shape, data: decodeNumbers(dtype, bytes!, { where: this.where, name }, true) };
	}

	#integers(bytes: Uint8Array, size: bigint, name: string): Floats {
		if (size > LIMITS.integers) throw this.trouble("limit", name, String(size), String(LIMITS.integers));
		const numbers: number[] = [];
		try {
			const reader = new BinaryReader(bytes);
			while (reader.pos < reader.len && numbers.length <= LIMITS.integers) numbers.push(Number(reader.int64()));
		} catch {
			throw this.trouble("tensor", name);
		}
		if (BigInt(numbers.length) !== size) throw this.trouble("tensor", name, String(numbers.length), String(size));
		return Float64Array.from(numbers);
	}
}

/** Number types by ONNX's TensorProto.DataType. */
const DTYPE_OF: Partial<Record<number, Dtype>> = { 1: "F32", 6: "I32", 7: "I64", 10: "F16", 11: "F64", 16: "BF16" };

function parse(bytes: Uint8Array, where: string): Model {
	try {
		checkFields(bytes, where);
		return fromBinary(ModelSchema, bytes, { readUnknownFields: false });
	} catch (error) {
		if (error instanceof Error && error.name === "SluiceError") throw error;
		throw fail("E_ONNX", { where, why: "protobuf" }, { cause: error });
	}
}

/** The messages by their field numbers, as far as they become objects; `packed` are lists of numbers. */
interface Shape {
	messages?: Readonly<Record<number, Shape>>;
	packed?: readonly number[];
	/** Fields that may not occur. */
	refused?: readonly number[];
}
const TENSOR: Shape = { messages: { 13: {} }, packed: [1] };
const DIMENSION: Shape = {};
const VALUE_INFO: Shape = { messages: { 2: { messages: { 1: { messages: { 2: { messages: { 1: DIMENSION } } } } } } } };
const graphOf = (attribute: Shape): Shape => ({
	messages: { 1: { messages: { 5: attribute } }, 5: TENSOR, 11: VALUE_INFO, 12: VALUE_INFO },
});
/** A Scan has a graph as its body, which has no other inside. */
const PLAIN: Shape = { messages: { 5: TENSOR }, packed: [7, 8], refused: [6] };
const GRAPH: Shape = graphOf({ messages: { 5: TENSOR, 6: graphOf(PLAIN) }, packed: [7, 8] });
const MODEL: Shape = { messages: { 7: GRAPH, 8: {}, 14: {} } };

/**
 * Counts the fields before the file is parsed: a field of two bytes becomes an object of a hundred.
 * @throws E_LIMIT.
 */
function checkFields(bytes: Uint8Array, where: string): void {
	let fields = 0;
	const visit = (message: Uint8Array, { messages = {}, packed = [], refused = [] }: Shape): void => {
		const reader = new BinaryReader(message);
		while (reader.pos < reader.len) {
			const [number, type] = reader.tag();
			if (++fields > LIMITS.fields)
				throw fail("E_LIMIT", { where, limit: "onnxFields", got: fields, max: LIMITS.fields });
			if (refused.includes(number)) throw fail("E_ONNX", { where, why: "graph", name: "body" });
			const inner = messages[number];
			if (type !== WireType.LengthDelimited || (!inner && !packed.includes(number))) reader.skip(type, number);
			else if (inner) visit(reader.bytes(), inner);
			else fields += reader.bytes().length;
		}
	};
	visit(bytes, MODEL);
}

/** [N,M] -> [M,N]; other ranks are unchanged and rejected where a matrix is needed. */
function turned({ shape, data }: Values): Values {
	const [N = 0, M = 0] = shape;
	if (shape.length !== 2) return { shape: [], data };
	const out = data.slice();
	for (let n = 0; n < N; n++) for (let m = 0; m < M; m++) out[m * N + n] = data[n * M + m]!;
	return { shape: [M, N], data: out };
}

/** Returns an attribute of a node; undefined if it is absent. */
export function attribute(node: Node, name: string): Attribute | undefined {
	return node.attribute.find((a) => a.name === name);
}
