import { describe, expect, test } from "vitest";
import { RandomStream } from "../kernels/random.ts";
import { LIMITS, type NamedTensor, openSafetensors, readSafetensors, writeSafetensors } from "./safetensors.ts";

/** A file with any header, valid or not, and `data` bytes of tensors. */
function file(header: string, data = 0): Uint8Array {
	const head = new TextEncoder().encode(header);
	const bytes = new Uint8Array(8 + head.length + data);
	new DataView(bytes.buffer).setBigUint64(0, BigInt(head.length), true);
	bytes.set(head, 8);
	for (let i = 0; i < data; i++) bytes[8 + head.length + i] = (i * 37 + 11) % 251;
	return bytes;
}

function randomTensors(rng: RandomStream): NamedTensor[] {
	return Array.from({ length: rng.below(7) }, (_, i) => {
		const shape = Array.from({ length: rng.below(4) }, () => rng.below(5));
		const n = shape.reduce((product, size) => product * size, 1);
		const numbers = Array.from({ length: n }, () => rng.normal());
		const data = rng.below(2) === 0 ? Float32Array.from(numbers) : Float64Array.from(numbers);
		return { name: `l${i}.무게 ${rng.below(1000)}`, shape, data };
	});
}

test("1,000 random files come back with equal names, shapes and numbers, and write to equal bytes", () => {
	const rng = new RandomStream(7, "safetensors");
	for (let i = 0; i < 1000; i++) {
		const tensors = randomTensors(rng);
		const notes = rng.below(2) === 0 ? { format: "pt", note: `"${i}"\n` } : undefined;
		const bytes = writeSafetensors(tensors, notes);
		const read = readSafetensors(bytes, "a.safetensors");
		expect(read.tensors).toEqual(tensors);
		expect({ ...read.metadata }).toEqual(notes ?? {});
		expect(writeSafetensors(read.tensors, notes && read.metadata)).toEqual(bytes);
	}
});

test("a file is the bytes that the format's page describes", () => {
	const bytes = writeSafetensors([{ name: "w", shape: [1, 2], data: new Float32Array([1, -2]) }]);
	const header = '{"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}';
	expect(bytes[0]).toBe(header.length); // 56: a multiple of 8 needs no padding
	expect(new TextDecoder().decode(bytes.subarray(8, 8 + header.length))).toBe(header);
	expect([...bytes.subarray(8 + header.length)]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]);
});

test("float64 tensors stand on multiples of 8 behind an odd number of float32, and the header keeps the order given", () => {
	const tensors = [
		{ name: "narrow", shape: [3], data: new Float32Array([1, 2, 3]) },
		{ name: "wide", shape: [2], data: new Float64Array([Math.PI, -Math.E]) },
	];
	const bytes = writeSafetensors(tensors);
	expect(readSafetensors(bytes, "a").tensors).toEqual(tensors);
	const text = new TextDecoder().decode(bytes);
	expect(text).toContain('"wide":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}');
	expect(text.indexOf("narrow")).toBeLessThan(text.indexOf("wide"));
});

test("a float64 tensor on any address, aligned or not, is read right", () => {
	const header =
		'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F64","shape":[1],"data_offsets":[4,12]}}';
	const bytes = file(header, 12);
	new DataView(bytes.buffer).setFloat64(bytes.length - 8, 1 / 3, true);
	for (let shift = 0; shift < 8; shift++) {
		const moved = new Uint8Array(bytes.length + 8).subarray(shift, shift + bytes.length);
		moved.set(bytes);
		expect(readSafetensors(moved, "a").tensors[1]!.data).toEqual(new Float64Array([1 / 3]));
	}
});

test("tensors are read in any order of the header, scalars and empty ones among them", () => {
	const header =
		'{"b":{"dtype":"F32","shape":[],"data_offsets":[4,8]},"e":{"dtype":"F32","shape":[3,0],"data_offsets":[4,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}   ';
	const { tensors } = readSafetensors(file(header, 8), "a");
	expect(tensors.map((t) => [t.name, t.shape, t.data.length])).toEqual([
		["b", [], 1],
		["e", [3, 0], 0],
		["a", [1], 1],
	]);
});

test("a file of no tensors is read, and written", () => {
	expect(readSafetensors(file("{}"), "a").tensors).toEqual([]);
	expect(readSafetensors(writeSafetensors([]), "a").tensors).toEqual([]);
});

describe("numbers of other types are read without rounding", () => {
	const read = (dtype: string, width: number, fill: (view: DataView) => void, n = 3) => {
		const bytes = file(`{"x":{"dtype":"${dtype}","shape":[${n}],"data_offsets":[0,${n * width}]}}`, n * width);
		fill(new DataView(bytes.buffer, bytes.length - n * width));
		return readSafetensors(bytes, "a").tensors[0]!.data;
	};
	test("F16: 1.5, the least subnormal 2^-24, and -Infinity", () => {
		const words = [0x3e00, 0x0001, 0xfc00];
		const data = read("F16", 2, (v) => words.forEach((w, i) => void v.setUint16(2 * i, w, true)));
		expect(data).toEqual(new Float32Array([1.5, 2 ** -24, -Infinity]));
	});
	test("F16: 65504, NaN and -0", () => {
		const words = [0x7bff, 0x7e01, 0x8000];
		const data = read("F16", 2, (v) => words.forEach((w, i) => void v.setUint16(2 * i, w, true)));
		expect(data).toEqual(new Float32Array([65504, Number.NaN, -0]));
	});
	test("BF16: -2.5, Infinity and 2^-126", () => {
		const words = [0xc020, 0x7f80, 0x0080];
		const data = read("BF16", 2, (v) => words.forEach((w, i) => void v.setUint16(2 * i, w, true)));
		expect(data).toEqual(new Float32Array([-2.5, Infinity, 2 ** -126]));
	});
	test("I64 and U64 up to 2^53 - 1, and a coded error beyond", () => {
		const most = BigInt(Number.MAX_SAFE_INTEGER);
		for (const [dtype, value] of [
			["I64", -most],
			["U64", most],
		] as const) {
			const data = read(dtype, 8, (v) => v.setBigInt64(0, value, true), 1);
			expect(data).toEqual(new Float64Array([Number(value)]));
			const beyond = () => read(dtype, 8, (v) => v.setBigInt64(0, most + 1n, true), 1);
			expect(beyond).toThrow(/element 0 is 9007199254740992.*E_TENSOR_VALUE/);
		}
	});
	test("I32, U32, I16, U16, I8, U8 and BOOL", () => {
		expect(read("I32", 4, (v) => v.setInt32(0, -(2 ** 31), true), 1)).toEqual(new Float64Array([-(2 ** 31)]));
		expect(read("U32", 4, (v) => v.setUint32(0, 2 ** 32 - 1, true), 1)).toEqual(new Float64Array([2 ** 32 - 1]));
		expect(read("I16", 2, (v) => v.setInt16(0, -32768, true), 1)).toEqual(new Float64Array([-32768]));
		expect(read("U16", 2, (v) => v.setUint16(0, 65535, true), 1)).toEqual(new Float64Array([65535]));
		expect(read("I8", 1, (v) => v.setInt8(0, -128), 1)).toEqual(new Float64Array([-128]));
		expect(read("U8", 1, (v) => v.setUint8(0, 255), 1)).toEqual(new Float64Array([255]));
		expect(read("BOOL", 1, (v) => v.setUint16(0, 0x0001), 2)).toEqual(new Float64Array([0, 1]));
	});
});

test("header first: one tensor of a file is read from its own bytes alone", async () => {
	const tensors = [
		{ name: "a", shape: [700], data: new Float32Array(700).fill(3) },
		{ name: "b", shape: [2], data: new Float32Array([5, 7]) },
	];
	const bytes = writeSafetensors(tensors, { from: "here" });
	const asked: number[] = [];
	const source = {
		sizeBytes: bytes.length,
		slice: async (begin: number, end: number) => {
			asked.push(end - begin);
			return bytes.slice(begin, end);
		},
	};
	const opened = await openSafetensors(source, "a");
	expect(opened.metadata.from).toBe("here");
	expect(await opened.read(opened.entries[1]!)).toEqual(tensors[1]);
	expect(asked.reduce((sum, n) => sum + n, 0)).toBeLessThan(400);
});

describe("limits, each at -1, 0 and +1", () => {
	const entry = (name: string, shape = "[]", n = 4, at = 0) =>
		`${JSON.stringify(name)}:{"dtype":"F32","shape":${shape},"data_offsets":[${at},${at + n}]}`;
	test("a header of 8 MiB", () => {
		for (const over of [-1, 0, 1]) {
			const head = `{${entry("w")}}`;
			const padded = file(head + " ".repeat(LIMITS.headerBytes + over - head.length), 4);
			if (over <= 0) expect(readSafetensors(padded, "a").tensors).toHaveLength(1);
			else
				expect(() => readSafetensors(padded, "a")).toThrow(/8388609 bytes of header, at most 8388608.*E_WEIGHTS_LIMIT/);
		}
	});
	test("10,000 tensors", () => {
		for (const over of [-1, 0, 1]) {
			const entries = Array.from({ length: LIMITS.tensors + over }, (_, i) => entry(`t${i}`, "[0]", 0));
			const bytes = file(`{${entries.join(",")}}`);
			if (over <= 0) expect(readSafetensors(bytes, "a").tensors).toHaveLength(LIMITS.tensors + over);
			else expect(() => readSafetensors(bytes, "a")).toThrow(/10001 tensors, at most 10000.*E_WEIGHTS_LIMIT/);
		}
	});
	test("a name of 256 bytes, counted in UTF-8", () => {
		for (const over of [-1, 0, 1]) {
			const name = "한".repeat(84) + "a".repeat(4 + over);
			const read = () => readSafetensors(file(`{${entry(name)}}`, 4), "a");
			if (over <= 0) expect(read().tensors[0]!.name).toBe(name);
			else expect(read).toThrow(/257 bytes in a tensor's name, at most 256.*E_WEIGHTS_LIMIT/);
		}
	});
	test("rank 8", () => {
		for (const over of [-1, 0, 1]) {
			const shape = JSON.stringify(new Array(LIMITS.rank + over).fill(1));
			const read = () => readSafetensors(file(`{${entry("w", shape)}}`, 4), "a");
			if (over <= 0) expect(read().tensors[0]!.shape).toHaveLength(LIMITS.rank + over);
			else expect(read).toThrow(/9 dimensions of a tensor, at most 8.*E_WEIGHTS_LIMIT/);
		}
	});
});

test("what cannot be read back is not written: names twice, shapes that do not fit, ranks beyond 8", () => {
	const data = new Float32Array(4);
	const write =
		(...tensors: NamedTensor[]) =>
		() =>
			writeSafetensors(tensors);
	expect(write({ name: "w", shape: [4], data }, { name: "w", shape: [4], data })).toThrow(/given twice.*E_TENSOR_NAME/);
	expect(write({ name: "", shape: [4], data })).toThrow(/E_TENSOR_NAME/);
	expect(write({ name: "w", shape: [3], data })).toThrow(/needs 12 bytes, but has 16.*E_TENSOR_BYTES/);
	expect(write({ name: "w", shape: [-4], data })).toThrow(/E_TENSOR_FIELD/);
	expect(write({ name: "w", shape: [4, 1, 1, 1, 1, 1, 1, 1, 1], data })).toThrow(/E_WEIGHTS_LIMIT/);
});
