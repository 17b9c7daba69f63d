import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { Cp949Decoder } from "./cp949.ts";

const decode = (...bytes: number[]) => new Cp949Decoder().decode(Uint8Array.from(bytes));

test("characters of both parts, and of KS X 1001 the signs and Chinese characters, have their published codes", () => {
	expect(decode(0x81, 0x41, 0x8c, 0x63, 0xc1, 0x64, 0xc6, 0x52)).toBe("갂똠햏힣");
	expect(decode(0xb0, 0xa1, 0xc8, 0xfe, 0xca, 0xa1, 0x41, 0x0a)).toBe("가힝伽A\n");
});

test("all 11,172 syllables decode, and the table is that of a second program", () => {
	const pairs: string[] = [];
	for (let a = 0x81; a <= 0xfe; a++) {
		for (let b = 0x41; b <= 0xfe; b++) {
			try {
				const character = decode(a, b);
				if (character >= "가" && character <= "힣") pairs.push(`${character}${((a << 8) | b).toString(16)}`);
			} catch {}
		}
	}
	expect(pairs).toHaveLength(11_172);
	// python3 -c 'import hashlib; print(hashlib.sha256("".join(sorted(chr(c)+chr(c).encode("cp949").hex() for c in range(0xac00,0xd7a4))).encode()).hexdigest())'
	expect(createHash("sha256").update(pairs.sort().join("")).digest("hex")).toBe(
		"26db025ff3be4c4cf00b43802b5d60d3c26f8857eadc04eef0ef73a7f7ba46ef",
	);
});

test("a character cut by a piece is whole, and bytes that are none are refused, at the end too", () => {
	const decoder = new Cp949Decoder();
	expect(decoder.decode(Uint8Array.of(0x8c)) + decoder.decode(Uint8Array.of(0x63))).toBe("똠");
	expect(decoder.decode()).toBe("");
	for (const bytes of [
		[0x81, 0x20],
		[0xc6, 0x53],
		[0xff, 0xff],
	])
		expect(() => decode(...bytes)).toThrow(TypeError);
	const cut = new Cp949Decoder();
	cut.decode(Uint8Array.of(0xb0));
	expect(() => cut.decode()).toThrow(TypeError);
});
