/** Pieces of ONNX's messages as they are written: attributes, constants and values with free dimensions. */
import type { MessageInitShape } from "@bufbuild/protobuf";
import { encodeNumbers } from "../dtypes.ts";
import type { AttributeSchema, GraphSchema, NodeSchema, TensorSchema, ValueInfoSchema } from "./messages_pb.ts";

export type Attribute = MessageInitShape<typeof AttributeSchema>;
export type Graph = MessageInitShape<typeof GraphSchema>;
export type Node = MessageInitShape<typeof NodeSchema>;
export type Tensor = MessageInitShape<typeof TensorSchema>;
export type Value = MessageInitShape<typeof ValueInfoSchema>;

export const FLOAT = 1;
export const INT64 = 7;

export function integer(name: string, i: number): Attribute {
	return { name, type: 2, i: BigInt(i) };
}

export function float(name: string, shape: number[], values: ArrayLike<number>): Tensor {
	const rawData = encodeNumbers(Float32Array.from(values)) as Uint8Array<ArrayBuffer>;
	return { name, dataType: FLOAT, dims: shape.map(BigInt), rawData };
}

export function int64(name: string, shape: number[], values: number[]): Tensor {
	const rawData = new Uint8Array(8 * values.length);
	const view = new DataView(rawData.buffer);
	for (const [at, number] of values.entries()) view.setBigInt64(8 * at, BigInt(number), true);
	return { name, dataType: INT64, dims: shape.map(BigInt), rawData };
}

/** A dimension given as a string is free. */
export function value(name: string, elemType: number, shape: (number | string)[]): Value {
	const dim = shape.map((size) => (typeof size === "string" ? { dimParam: size } : { dimValue: BigInt(size) }));
	return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

/** [N,M] -> [M,N] */
export function transpose(data: ArrayLike<number>, N: number, M: number): Float64Array {
	const turned = new Float64Array(N * M);
	for (let n = 0; n < N; n++) for (let m = 0; m < M; m++) turned[m * N + n] = data[n * M + m]!;
	return turned;
}
