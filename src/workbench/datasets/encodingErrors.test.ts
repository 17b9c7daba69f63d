import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openText } from "../sources/files.ts";
import { scan } from "./texts.ts";

test("UTF-16 without its mark is refused with the encoding that reads it, Korean too; UTF-8 with a NUL, and raw bytes, are read", async () => {
	const place = mkdtempSync(join(tmpdir(), "sluice-utf16-"));
	const write = (name: string, bytes: Uint8Array) => {
		writeFileSync(join(place, name), bytes);
		return join(place, name);
	};
	const texts = { korean: "물은 흐르고 산은 서 있다.\n".repeat(20), english: "the water runs. ".repeat(20) };
	for (const [name, text] of Object.entries(texts)) {
		const le = write(`${name}.le`, Buffer.from(text, "utf16le"));
		const be = write(`${name}.be`, Buffer.from(text, "utf16le").swap16());
		await expect(openText(le)).rejects.toMatchObject({ code: "E_UTF16", params: { path: le, encoding: "utf-16le" } });
		await expect(openText(be)).rejects.toMatchObject({ code: "E_UTF16", params: { encoding: "utf-16be" } });
		const read = await openText(le, { encoding: "utf-16le", cacheDir: join(place, "cache") });
		expect(Buffer.from(await read.read(0, read.length)).toString()).toBe(text);
		await read.close();
		await (await openText(le, { raw: true })).close();
	}
	await (await openText(write("nul.txt", Buffer.from(`a\0b\0\0${texts.english}`)))).close();
});

test("of a folder, a file that is not UTF-8 is named, with its own offset and line, and CP949 is guessed for that file", async () => {
	const place = mkdtempSync(join(tmpdir(), "sluice-folder-"));
	writeFileSync(join(place, "a.txt"), "물\n".repeat(50));
	writeFileSync(join(place, "b.txt"), Buffer.concat([Buffer.from("a\nb\n"), Buffer.from([0xb9, 0xb0, 0xc0, 0xba])])); // 물은
	const source = await openText(place);
	const spec = { split: [90, 5, 5], lossy: false } as const;
	const error = await scan(source, spec, () => {}).catch((thrown) => thrown);
	expect(error).toMatchObject({
		...{ code: "E_UTF8", params: { name: join(place, "b.txt"), offset: 4, line: 3, guess: "cp949" } },
	});
	await source.close();
});
