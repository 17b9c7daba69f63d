/** Hostile weights files: each gives its tensors or one coded error, in bounded time, and touches nothing else. */
import { afterEach, describe, expect, test } from "vitest";
import { SluiceError } from "../../src/errors/index.ts";
import { readSafetensors, writeSafetensors } from "../../src/interop/safetensors.ts";
import { RandomStream } from "../../src/kernels/random.ts";

const LONG = process.env.SLUICE_LONG === "1";
const before = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));
afterEach(() => {
	expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(before);
});

function file(header: string | Uint8Array, data = 0, headerBytes?: bigint): Uint8Array {
	const head = typeof header === "string" ? new TextEncoder().encode(header) : header;
	const bytes = new Uint8Array(8 + head.length + data);
	new DataView(bytes.buffer).setBigUint64(0, headerBytes ?? BigInt(head.length), true);
	bytes.set(head, 8);
	return bytes;
}

const tensor = (name: string, fields: string) => `{${JSON.stringify(name)}:{${fields}}}`;
const f32 = (shape: string, offsets: string, name = "w") =>
	tensor(name, `"dtype":"F32","shape":${shape},"data_offsets":${offsets}`);
const ascii = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

/** name, bytes, and what the message must hold. */
const ATTACKS: [string, Uint8Array, RegExp][] = [
	["an empty file", new Uint8Array(), /has 0 bytes.*byte 8.*E_WEIGHTS_CUT/],
	["seven bytes", new Uint8Array(7), /has 7 bytes.*byte 8.*E_WEIGHTS_CUT/],
	["a header length beyond the file", file("{}", 0, 100n), /has 10 bytes.*byte 108.*E_WEIGHTS_CUT/],
	["a header length of 2^63", file("{}", 0, 2n ** 63n), /9223372036854775808 bytes.*8388608.*E_WEIGHTS_LIMIT/],
	["a header length of 2^64 - 1", file("{}", 0, 2n ** 64n - 1n), /18446744073709551615 bytes.*E_WEIGHTS_LIMIT/],
	["an empty header", file(""), /holds "".*begins with \{.*E_WEIGHTS_HEADER/],
	["a header that is [", file("["), /holds "\[".*E_WEIGHTS_HEADER/],
	["a header that ends early", file('{"w":'), /end of the document.*E_JSON/],
	["a header with more after it", file("{}x"), /found "x".*E_JSON/],
	["a header that is not UTF-8", file(Uint8Array.of(0x7b, 0x22, 0xc3, 0x28)), /byte 11.*E_WEIGHTS_UTF8/],
	["a header with a byte order mark", file("\ufeff{}"), /E_WEIGHTS_HEADER/],
	["a header 100,000 levels deep", file(`{"w":${"[".repeat(100_000)}`), /less nesting.*E_JSON/],
	["8 MiB of spaces", file(`{${" ".repeat(8 * 2 ** 20 - 1)}`), /E_JSON/],
	["8 MiB of opening brackets", file(`{"w":${"[".repeat(8 * 2 ** 20 - 5)}`), /E_LIMIT/],
	[
		"a name given twice",
		file(`${f32("[1]", "[0,4]").slice(0, -1)},${f32("[1]", "[4,8]").slice(1)}`, 8),
		/"w" appears twice.*E_JSON_KEY/,
	],
	[
		"a field given twice",
		file(tensor("w", '"dtype":"F32","dtype":"F64","shape":[1],"data_offsets":[0,8]'), 8),
		/"dtype" appears twice.*E_JSON_KEY/,
	],
	["the name __proto__", file(f32("[1]", "[0,4]", "__proto__"), 4), /__proto__.*E_JSON_KEY/],
	["the note __proto__", file('{"__metadata__":{"__proto__":"x"}}'), /__proto__.*E_JSON_KEY/],
	[
		"a name of 1 MB",
		file(f32("[1]", "[0,4]", "x".repeat(1e6)), 4),
		/1000000 bytes in a tensor's name, at most 256.*E_WEIGHTS_LIMIT/,
	],
	[
		"a name that turns the writing direction",
		file(f32("[1]", "[0,4]", "w\u202egnp.exe"), 4),
		/w\\u\{202e\}gnp.*E_TENSOR_NAME/,
	],
	["a name with a terminal escape", file(f32("[1]", "[0,4]", "\u001b[2J"), 4), /\\u\{1b\}.*E_TENSOR_NAME/],
	[
		"a name with half a surrogate pair",
		file('{"\\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
		/E_TENSOR_NAME/,
	],
	["an empty name", file(f32("[1]", "[0,4]", ""), 4), /E_TENSOR_NAME/],
	["a negative offset", file(f32("[1]", "[-4,0]"), 4), /"w".*data_offsets.*-4.*E_TENSOR_FIELD/],
	["a fractional offset", file(f32("[1]", "[0.5,4.5]"), 5), /"w".*0\.5.*E_TENSOR_FIELD/],
	["an offset of 1e400", file(f32("[1]", "[0,1e400]"), 4), /1e400.*1\.8e308.*E_JSON/],
	["an offset of 2^53", file(f32("[1]", "[0,9007199254740992]"), 4), /9007199254740992.*E_TENSOR_FIELD/],
	["three offsets", file(f32("[1]", "[0,4,8]"), 8), /\[0,4,8\].*two whole numbers.*E_TENSOR_FIELD/],
	["an offset in quotes", file(f32("[1]", '["0","4"]'), 4), /E_TENSOR_FIELD/],
	["reversed offsets", file(f32("[1]", "[4,0]"), 4), /ends at byte 0, before its begin at byte 4.*E_TENSOR_PLACE/],
	["offsets beyond the end", file(f32("[2]", "[0,8]"), 4), /has 66 bytes.*"w" ends at byte 70.*E_WEIGHTS_CUT/],
	[
		"overlapping tensors",
		file(`${f32("[2]", "[0,8]", "a").slice(0, -1)},${f32("[2]", "[4,12]", "b").slice(1)}`, 12),
		/"b" begins at byte 4, expected 8: it overlaps.*E_TENSOR_PLACE/,
	],
	[
		"a hole between tensors",
		file(`${f32("[1]", "[0,4]", "a").slice(0, -1)},${f32("[1]", "[8,12]", "b").slice(1)}`, 12),
		/"b" begins at byte 8, expected 4: it leaves a hole.*E_TENSOR_PLACE/,
	],
	["a hole at the beginning", file(f32("[1]", "[4,8]"), 8), /begins at byte 4, expected 0.*E_TENSOR_PLACE/],
	[
		"bytes after the last tensor",
		file(f32("[1]", "[0,4]"), 5),
		/has 67 bytes, but its tensors end at byte 66.*E_WEIGHTS_TRAILING/,
	],
	["bytes after no tensor (a polyglot)", file("{}", 3), /has 13 bytes.*byte 10.*E_WEIGHTS_TRAILING/],
	[
		"a shape whose product is 2^64",
		file(f32("[4294967296,4294967296]", "[0,0]")),
		/needs 73786976294838206464 bytes, but has 0.*E_TENSOR_BYTES/,
	],
	["a shape whose product wraps to 4 bytes", file(f32("[4611686018427387905]", "[0,4]"), 4), /E_TENSOR_FIELD/],
	[
		"a shape times type that is not the bytes",
		file(f32("[3]", "[0,8]"), 8),
		/"w" of shape \[3\] and type F32 needs 12 bytes, but has 8.*E_TENSOR_BYTES/,
	],
	["a size of zero with bytes", file(f32("[0]", "[0,4]"), 4), /needs 0 bytes, but has 4.*E_TENSOR_BYTES/],
	["a negative size", file(f32("[-1]", "[0,4]"), 4), /"shape" is "\[-1\]".*E_TENSOR_FIELD/],
	["a shape that is no array", file(f32("4", "[0,16]"), 16), /"shape" is "4".*E_TENSOR_FIELD/],
	["a nested shape", file(f32("[[1]]", "[0,4]"), 4), /E_TENSOR_FIELD/],
	[
		"an unknown number type",
		file(tensor("w", '"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]'), 4),
		/F8_E4M3.*BF16.*E_TENSOR_DTYPE/,
	],
	[
		"a number type named constructor",
		file(tensor("w", '"dtype":"constructor","shape":[4],"data_offsets":[0,4]'), 4),
		/E_TENSOR_DTYPE/,
	],
	[
		"a number type that is a number",
		file(tensor("w", '"dtype":4,"shape":[1],"data_offsets":[0,4]'), 4),
		/E_TENSOR_FIELD/,
	],
	["a missing field", file(tensor("w", '"dtype":"F32","shape":[1]'), 4), /"data_offsets" is missing.*E_TENSOR_FIELD/],
	[
		"a field too many",
		file(tensor("w", '"dtype":"F32","shape":[1],"data_offsets":[0,4],"path":"/etc/passwd"'), 4),
		/"path".*only "dtype".*E_TENSOR_FIELD/,
	],
	["a tensor that is null", file('{"w":null}'), /E_TENSOR_FIELD/],
	["notes that are a list", file('{"__metadata__":["x"]}'), /E_TENSOR_FIELD/],
	["a note that is an object", file('{"__metadata__":{"a":{}}}'), /E_TENSOR_FIELD/],
	[
		"a shape of 4 million sizes",
		file(f32(`[${"0,".repeat(4e6)}0]`, "[0,0]")),
		/(JSON values|JSON objects and lists).*E_LIMIT|fewer entries.*E_JSON/,
	],
	["a name of 8 million escapes", file(`{"${"\\n".repeat(4e6)}":{}}`), /E_TENSOR|E_WEIGHTS_LIMIT/],
	[
		"1 million empty lists",
		file(`{"w":[${"[],".repeat(1e6)}[]]}`),
		/(JSON values|JSON objects and lists).*E_LIMIT|fewer entries.*E_JSON/,
	],
	["a PyTorch .pt", Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 8, 8, 0, 0), /zip.*safetensors.torch.*E_WEIGHTS_FOREIGN/],
	[
		"a pickle of protocol 2",
		Uint8Array.of(0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9),
		/pickle.*run code.*E_WEIGHTS_FOREIGN/,
	],
	["a pickle of protocol 4", Uint8Array.of(0x80, 4, 0x95, 0, 1, 0, 0, 0, 0, 0, 0, 0x7d), /pickle.*E_WEIGHTS_FOREIGN/],
	["a NumPy array", Uint8Array.of(0x93, ...ascii("NUMPY"), 1, 0, 0x76, 0), /NumPy.*numpy.load.*E_WEIGHTS_FOREIGN/],
	["a Keras .h5", Uint8Array.of(0x89, ...ascii("HDF\r\n\u001a\n"), 0, 0), /HDF5.*load_model.*E_WEIGHTS_FOREIGN/],
	[
		"a gzip whose length looks possible",
		new Uint8Array(600_000).fill(0x1f, 0, 1).fill(0x8b, 1, 2).fill(8, 2, 3),
		/gunzip.*E_WEIGHTS_FOREIGN/,
	],
];

describe("named attacks: one coded error that names the place and both numbers, within a second", () => {
	for (const [name, bytes, message] of ATTACKS) {
		test(name, () => {
			const error = refusal(bytes);
			expect(error?.message).toMatch(message);
			expect(error?.text("ko")).toMatch(/[가-힣]/);
			expect(error?.message).toContain("evil.safetensors");
			expect(error!.message.length).toBeLessThan(700);
		});
	}
});

test("100,000 views of one slice are refused", () => {
	const entries = Array.from({ length: 100_000 }, (_, i) => f32("[1]", "[0,4]", `t${i}`).slice(1, -1));
	expect(refusal(file(`{${entries.join(",")}}`, 4))?.message).toMatch(/JSON objects and lists.*E_LIMIT/);
	expect(refusal(file(`{${entries.slice(0, 10_000).join(",")}}`, 4))?.code).toBe("E_TENSOR_PLACE");
});

test("names that are tricks elsewhere are mere names here: constructor, ../x, toString, and a note called so", () => {
	for (const name of ["constructor", "../x", "toString", "/etc/passwd"])
		expect(readSafetensors(file(f32("[1]", "[0,4]", name), 4), "a").tensors[0]!.name).toBe(name);
	const { metadata } = readSafetensors(file('{"__metadata__":{"constructor":"x"}}'), "a");
	expect(Object.getPrototypeOf(metadata)).toBe(null);
	expect(metadata.constructor).toBe("x");
	expect(metadata.toString).toBeUndefined();
});

const small = writeSafetensors(
	[
		{ name: "weight_ih_l0", shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
		{ name: "bias_l0", shape: [2], data: Float64Array.of(7, 8) },
	],
	{ made: "here" },
);

test("a small file cut at any byte is refused", () => {
	for (let length = 0; length < small.length; length++)
		expect(refusal(small.slice(0, length)), `${length}`).toBeDefined();
});

test(`${LONG ? "100,000" : "2,000"} mutated files give tensors or a coded error, each within a second`, () => {
	const rng = new RandomStream(11, "mutate");
	const tokens = [
		"[",
		"]",
		"{",
		"}",
		'"',
		",",
		"-",
		"1e400",
		"0.5",
		"__proto__",
		"F64",
		"\\u0000",
		"9007199254740993",
		"\ud83d",
	];
	let refused = 0;
	for (let i = 0; i < (LONG ? 100_000 : 2_000); i++) {
		let bytes = [...small];
		for (let n = 1 + rng.below(4); n > 0; n--) {
			const at = rng.below(rng.below(2) === 0 ? bytes.length : 160);
			const kind = rng.below(5);
			if (kind === 0) bytes[at] = rng.below(256);
			else if (kind === 1) bytes[at] = (bytes[at] ?? 0) ^ (1 << rng.below(8));
			else if (kind === 2) bytes.splice(at, rng.below(9));
			else if (kind === 3) bytes.splice(at, 0, ...new TextEncoder().encode(tokens[rng.below(tokens.length)]));
			else bytes = bytes.slice(0, at);
		}
		const damaged = Uint8Array.from(bytes);
		// Half of them with a true length, so that the header itself is reached
		if (rng.below(2) === 0 && damaged.length >= 8)
			new DataView(damaged.buffer).setBigUint64(0, new DataView(small.buffer).getBigUint64(0, true), true);
		if (refusal(damaged, `mutant ${i}`)) refused++;
	}
	expect(refused).toBeGreaterThan(1000);
}, 1_800_000);

/** The coded error that reading gives; undefined for tensors. Anything else thrown, or a second of work, fails the test. */
function refusal(bytes: Uint8Array, which = ""): SluiceError | undefined {
	const began = process.cpuUsage();
	const outcome = attempt(bytes, which);
	const { user, system } = process.cpuUsage(began);
	if (user + system > 1e6) throw new Error(`${which} took ${(user + system) / 1000} ms`);
	return outcome;
}

function attempt(bytes: Uint8Array, which: string): SluiceError | undefined {
	try {
		const { tensors } = readSafetensors(bytes, "evil.safetensors");
		for (const { shape, data } of tensors) expect(data.length).toBe(shape.reduce((n, size) => n * size, 1));
		return undefined;
	} catch (error) {
		if (error instanceof SluiceError) return error;
		throw new Error(`${which} broke the reader`, { cause: error });
	}
}
