import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { SluiceError } from "../../errors/index.ts";
import { RandomStream } from "../../kernels/random.ts";
import { tarMembers } from "./tar.ts";
import { pickText } from "./text.ts";

const root = mkdtempSync(join(tmpdir(), "sluice-tar-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function* chunked(bytes: Uint8Array, size: () => number): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < bytes.length; ) {
		const n = size();
		yield bytes.subarray(at, at + n);
		at += n;
	}
}

async function contents(bytes: Uint8Array, size = () => 1 << 16): Promise<Record<string, string>> {
	const found: Record<string, string> = {};
	for await (const member of tarMembers(chunked(bytes, size), "t.tar")) {
		const pieces = [];
		for await (const piece of member.content()) pieces.push(piece.slice());
		found[member.path] = Buffer.concat(pieces).toString();
	}
	return found;
}

const LONG = `${"long-folder-name/".repeat(9)}${"n".repeat(95)}.txt`;

/** An archive by the system's tar, with an empty file, a long path, Hangul, a link and sizes around a block. */
function archive(format: "ustar" | "gnu" | "pax"): { bytes: Uint8Array; wanted: Record<string, string> } {
	const at = mkdtempSync(join(root, `${format}-`));
	const wanted: Record<string, string> = {
		"a/empty": "",
		"a/511": "x".repeat(511),
		"a/512": "y".repeat(512),
		"a/513": "z".repeat(513),
	};
	if (format !== "ustar") Object.assign(wanted, { [`a/${LONG}`]: "deep", "a/한글.txt": "값" });
	for (const [path, text] of Object.entries(wanted)) {
		mkdirSync(join(at, path, ".."), { recursive: true });
		writeFileSync(join(at, path), text);
	}
	symlinkSync("/etc/passwd", join(at, "a/link"));
	const made = spawnSync("tar", ["-cf", "-", `--format=${format}`, "a"], { cwd: at, maxBuffer: 1 << 26 });
	expect(made.status).toBe(0);
	return { bytes: made.stdout, wanted };
}

test.each(["ustar", "gnu", "pax"] as const)(
	"reads what tar writes in format %s, in chunks of any size, passing links over",
	async (format) => {
		const { bytes, wanted } = archive(format);
		const rng = new RandomStream(8, format);
		expect(await contents(bytes)).toEqual(wanted);
		expect(await contents(bytes, () => 1 + rng.below(700))).toEqual(wanted);
		const names = [];
		for await (const member of tarMembers(
			chunked(bytes, () => 333),
			"t.tar",
		))
			names.push(member.path);
		expect(names.sort()).toEqual(Object.keys(wanted).sort());
	},
);

test("an archive cut at any byte, and 500 with a damaged byte, gives members or E_ARCHIVE, nothing else", async () => {
	const { bytes } = archive("pax");
	const rng = new RandomStream(9, "damage");
	const damaged: Uint8Array[] = [];
	for (let end = 0; end < bytes.length; end += 97) damaged.push(bytes.slice(0, end));
	for (let i = 0; i < 500; i++) {
		const copy = bytes.slice();
		copy[rng.below(copy.length)]! ^= 1 + rng.below(255);
		damaged.push(copy);
	}
	let refused = 0;
	for (const copy of damaged) {
		try {
			await contents(copy);
		} catch (error) {
			expect(error).toBeInstanceOf(SluiceError);
			expect((error as SluiceError).code).toBe("E_ARCHIVE");
			refused++;
		}
	}
	expect(refused).toBeGreaterThan(100);
});

/** A header with a right checksum around the fields given. */
function header(fields: { name?: string; size?: string | Uint8Array; type?: string }): Uint8Array {
	const block = Buffer.alloc(512);
	block.write(fields.name ?? "f", 0);
	if (typeof fields.size === "object") block.set(fields.size, 124);
	else block.write(fields.size ?? "00000000000", 124);
	block.write(fields.type ?? "0", 156);
	block.write("ustar\0", 257);
	block.fill(32, 148, 156);
	const sum = block.reduce((a, b) => a + b, 0);
	block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
	return block;
}

test.each<[string, Uint8Array]>([
	["a size of letters", header({ size: "zzz" })],
	["no size", header({ size: "" })],
	["a size of 2^63", header({ size: Uint8Array.from([0x80, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0]) })],
	["a name record of 2 MiB", header({ type: "L", size: "00010000000" })],
	["a name record that is cut", header({ type: "L", size: "00000000100" })],
	["a member longer than the file", header({ size: "77777777777" })],
	[
		"a pax record of length 0",
		Buffer.concat([header({ type: "x", size: "00000000010" }), Buffer.from("0 path=a\n".padEnd(512, "\0"))]),
	],
	[
		"a pax record without end",
		Buffer.concat([header({ type: "x", size: "00000000010" }), Buffer.from("99 path=a\n".padEnd(512, "\0"))]),
	],
	[
		"a pax size of 1e400",
		Buffer.concat([
			header({ type: "x", size: "00000000017" }),
			Buffer.from("15 size=1e400\n\n".padEnd(512, "\0")),
			header({}),
		]),
	],
	["a wrong checksum", Buffer.alloc(512, 1)],
	["half a header", Buffer.alloc(100, 1)],
])("an archive with %s is E_ARCHIVE", async (_, bytes) => {
	await expect(contents(bytes)).rejects.toThrow(/E_ARCHIVE/);
});

test("a path that leaves the archive is only a name: nothing is written, and no prefix matches it", async () => {
	const bytes = Buffer.concat([
		header({ name: "package/../../etc/x.md", size: "00000000001" }),
		Buffer.from("x".padEnd(512, "\0")),
		Buffer.alloc(1024),
	]);
	expect(Object.keys(await contents(bytes))).toEqual(["package/../../etc/x.md"]);
	const pick = { strip: 1, prefix: "docs/", suffixes: [".md"] };
	await expect(
		pickText(
			chunked(bytes, () => 512),
			"t.tar",
			pick,
		),
	).rejects.toThrow(/no text under docs\/.*E_ARCHIVE/);
});

test("picked text is sorted by path, or in the order of a seed, and hashed as it stands", async () => {
	const at = join(root, "pick");
	for (const name of ["b", "a", "c", "d", "e", "f"]) {
		mkdirSync(join(at, "top/docs"), { recursive: true });
		writeFileSync(join(at, `top/docs/${name}.md`), name);
	}
	writeFileSync(join(at, "top/docs/no.png"), "png");
	const bytes = spawnSync("tar", ["-cf", "-", "top"], { cwd: at }).stdout;
	const pick = { strip: 1, prefix: "docs/", suffixes: [".md"] };
	const text = async (seed?: number) => {
		const got = await pickText(
			chunked(bytes, () => 100),
			"t.tar",
			seed === undefined ? pick : { ...pick, seed },
		);
		expect([got.bytes, got.files, got.sha256.length]).toEqual([6, 6, 64]);
		return Buffer.concat(got.pieces).toString();
	};
	expect(await text()).toBe("abcdef");
	expect(await text(1)).toBe(await text(1));
	expect([...(await text(1))].sort().join("")).toBe("abcdef");
	expect(new Set([await text(), await text(1), await text(2)]).size).toBe(3);
	expect(readFileSync(join(at, "top/docs/a.md"), "utf8")).toBe("a");
});
