import { createHash, randomBytes } from "node:crypto";
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	realpathSync,
	renameSync,
	rmSync,
	symlinkSync,
	truncateSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { openCorpus } from "../../data/corpus.ts";
import { fail, SluiceError } from "../../errors/index.ts";
import { placeHere, processMark } from "../disk/owner.ts";
import { cacheError, cacheFolder, land } from "./cache.ts";
import { fileError } from "./fileErrors.ts";
import { openText, TEXT_EXTENSIONS } from "./files.ts";
import { filesUnder, shuffled } from "./folder.ts";

const root = mkdtempSync(join(tmpdir(), "sluice-files-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let made = 0;
/** A new folder with files; a path may hold folders. */
function folder(files: Record<string, string | Uint8Array>): string {
	const path = join(root, `case-${made++}`);
	mkdirSync(path);
	for (const [name, content] of Object.entries(files)) {
		mkdirSync(join(path, name, ".."), { recursive: true });
		writeFileSync(join(path, name), content);
	}
	return path;
}

async function all(paths: string | readonly string[], options = {}): Promise<string> {
	const source = await openText(paths, options);
	const bytes = await source.read(0, source.length);
	await source.close();
	return new TextDecoder().decode(bytes);
}

test("several files and folders are one text, their bytes joined in the order given with nothing between", async () => {
	const at = folder({
		"b.txt": "beta",
		"a/z.md": "zed",
		"a/é.txt": "é",
		"a/skip.png": "png",
		"A.txt": "Alpha",
		"a/empty.txt": "",
	});
	expect(await all([join(at, "b.txt"), at, join(at, "b.txt")])).toBe(`beta${"Alpha"}zedébetabeta`);
	const source = await openText(at);
	expect(source.files.map((path) => path.slice(at.length + 1))).toEqual(["A.txt", "a/z.md", "a/é.txt", "b.txt"]);
	const whole = new TextEncoder().encode("Alphazedébeta");
	for (let from = 0; from <= whole.length; from++) {
		for (let length = 0; from + length <= whole.length; length++) {
			expect(await source.read(from, length)).toEqual(whole.slice(from, from + length));
		}
	}
	await expect(source.read(whole.length, 1)).rejects.toThrow(/E_INTERNAL/);
	await source.close();
	await expect(source.read(0, 1)).rejects.toThrow(/after it was closed/);
});

test("a folder of 200 files is read with few of them open, in 8 reads at once", async () => {
	const files = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`f${i}.txt`, `${i}`.repeat(50)]));
	const source = await openText(folder(files));
	const whole = await source.read(0, source.length);
	const reads = Array.from({ length: 64 }, (_, i) => source.read(Math.floor((i * source.length) / 65), 400));
	for (const [i, bytes] of (await Promise.all(reads)).entries()) {
		const from = Math.floor((i * source.length) / 65);
		expect(bytes).toEqual(whole.slice(from, from + 400));
	}
	await source.close();
});

test("extensions choose the files of a folder, with or without dot, in any case", async () => {
	const at = folder({
		"a.TXT": "1",
		"b.c": "2",
		"c.weird": "3",
		d: "4",
		".hidden.txt": "5",
		"node_modules/x/y.txt": "6",
		".git/z.txt": "7",
	});
	expect(await all(at)).toBe("12");
	expect(await all(at, { extensions: ["weird", ".txt"] })).toBe("13");
	await expect(openText(at, { extensions: ["zig"] })).rejects.toThrow(
		/no text file \(looked for \.zig.*E_FOLDER_EMPTY/,
	);
	expect(TEXT_EXTENSIONS).toContain(".ts");
	expect(new Set(TEXT_EXTENSIONS).size).toBe(TEXT_EXTENSIONS.length);
});

test("symbolic links inside a folder are not followed, one named by the user is", async () => {
	const outside = folder({ "secret.txt": "secret" });
	const at = folder({ "a.txt": "a" });
	symlinkSync(join(outside, "secret.txt"), join(at, "link.txt"));
	symlinkSync(outside, join(at, "linked"));
	symlinkSync(at, join(at, "loop"));
	expect(await all(at)).toBe("a");
	expect(await all(join(at, "link.txt"))).toBe("secret");
});

test("a seeded order holds the same files, is the same each time and differs between seeds", async () => {
	const at = folder(
		Object.fromEntries(
			Array.from({ length: 12 }, (_, i) => [`${String.fromCharCode(97 + i)}.txt`, String.fromCharCode(97 + i)]),
		),
	);
	const one = await all(at, { order: { seed: 1 } });
	expect(await all(at, { order: { seed: 1 } })).toBe(one);
	expect(await all(at, { order: { seed: 2 } })).not.toBe(one);
	expect([...one].sort().join("")).toBe("abcdefghijkl");
	expect(shuffled(["a", "b", "c", "d", "e"], 1)).toEqual(shuffled(["a", "b", "c", "d", "e"], 1));
	expect((await filesUnder(at, [".txt"], 12)).length).toBe(12);
	await expect(filesUnder(at, [".txt"], 11)).rejects.toThrow(/more than 11 entries.*E_FOLDER_SIZE/);
});

test("missing, empty, special and archive files are coded errors that name the path", async () => {
	const at = folder({ "empty.txt": "", "x.tar.gz": "x", "a.txt": "a" });
	await expect(openText(join(at, "none.txt"))).rejects.toThrow(/none\.txt does not exist.*E_FILE_MISSING/);
	await expect(openText(join(at, "a.txt", "b"))).rejects.toThrow(/E_FILE_MISSING/);
	await expect(openText(join(at, "empty.txt"))).rejects.toThrow(/E_FILE_EMPTY/);
	await expect(openText("/dev/null")).rejects.toThrow(/a device.*E_FILE_KIND/);
	await expect(openText(join(at, "x.tar.gz"))).rejects.toThrow(/a tar archive.*E_FILE_KIND/);
	await expect(openText(folder({}))).rejects.toThrow(/E_FOLDER_EMPTY/);
	await expect(openText(folder({ "a.txt": "" }))).rejects.toThrow(/E_FILE_EMPTY/);
	await expect(openText([])).rejects.toThrow(/E_FILE_MISSING/);
});

test.skipIf(process.getuid?.() === 0)("a file and a folder without permission are E_FILE_DENIED", async () => {
	const at = folder({ "a.txt": "a", "in/b.txt": "b" });
	chmodSync(join(at, "a.txt"), 0);
	chmodSync(join(at, "in"), 0);
	await expect(all(join(at, "a.txt"))).rejects.toThrow(/E_FILE_DENIED/);
	await expect(openText(join(at, "in"))).rejects.toThrow(/E_FILE_DENIED/);
	chmodSync(join(at, "in"), 0o755);
});

test("system errors are said in words: no permission, read error, full disk; coded errors pass", () => {
	const system = (code: string) => Object.assign(new Error(code), { code });
	const codeOf = (error: unknown) => (error as SluiceError).code;
	expect(codeOf(fileError("f", system("EACCES")))).toBe("E_FILE_DENIED");
	expect(codeOf(fileError("f", system("EPERM")))).toBe("E_FILE_DENIED");
	expect(codeOf(fileError("f", system("EIO")))).toBe("E_FILE_READ");
	expect((cacheError("f", system("ENOSPC")) as SluiceError).message).toMatch(/the disk is full.*E_CACHE/);
	const coded = fail("E_FILE_EMPTY", { path: "x" });
	expect(fileError("f", coded)).toBe(coded);
	expect(cacheError("f", coded)).toBe(coded);
	const bug = new TypeError("bug");
	expect(fileError("f", bug)).toBe(bug);
});

test.each<[string, (path: string) => void, string]>([
	["grows", (path) => writeFileSync(path, "more", { flag: "a" }), "1,004 bytes"],
	["shrinks", (path) => truncateSync(path, 10), "10 bytes"],
	["vanishes", (path) => rmSync(path), "no file"],
	[
		"is rewritten at the same length",
		(path) => {
			writeFileSync(path, "y".repeat(1000));
			utimesSync(path, 1, 1);
		},
		"1,000 bytes, changed 1970",
	],
	[
		"is replaced by another",
		(path) => {
			writeFileSync(`${path}.new`, "x".repeat(1000));
			renameSync(`${path}.new`, path);
		},
		"another file",
	],
])("a file that %s between two reads is E_FILE_CHANGED", async (_, change, got) => {
	const path = join(folder({ "a.txt": "x".repeat(1000) }), "a.txt");
	const source = await openText(path);
	const corpus = await openCorpus(source);
	expect(corpus.parts.train.symbols).toBe(900);
	change(path);
	const error = await corpus.parts.train
		.reader(0)
		.read(10)
		.catch((e: unknown) => e);
	expect(error).toBeInstanceOf(SluiceError);
	expect((error as SluiceError).code).toBe("E_FILE_CHANGED");
	expect((error as SluiceError).message).toContain(got);
	await source.close();
});

test("the fingerprint is the sha256 of all bytes up to 4 MiB; beyond, head, middle and tail tell texts apart", async () => {
	const small = randomBytes(5000);
	const at = folder({ "s.txt": small, "big.txt": Buffer.alloc(9 << 20, 97) });
	const one = await openText(join(at, "s.txt"));
	expect(one.fingerprint).toEqual({
		bytes: 5000,
		files: 1,
		whole: true,
		sha256: createHash("sha256").update(small).digest("hex"),
	});
	expect((await openCorpus(one, { unit: "byte" })).sha256).toBe(one.fingerprint.sha256);
	const before = await openText(join(at, "big.txt"));
	expect([before.fingerprint.whole, before.sha256]).toEqual([false, undefined]);
	for (const offset of [0, (9 << 20) / 2, (9 << 20) - 1]) {
		const bytes = Buffer.alloc(9 << 20, 97);
		bytes[offset] = 98;
		writeFileSync(join(at, "other.txt"), bytes);
		const other = await openText(join(at, "other.txt"));
		expect(other.fingerprint.sha256).not.toBe(before.fingerprint.sha256);
		await other.close();
	}
	await Promise.all([one.close(), before.close()]);
});

test(".gz is unpacked once into the cache, also in several members, and read from there", async () => {
	const cacheDir = join(root, "cache-a");
	const at = folder({ "t.txt.gz": Buffer.concat([gzipSync("첫째 "), gzipSync("둘째")]) });
	const path = join(at, "t.txt.gz");
	expect(await all(path, { cacheDir })).toBe("첫째 둘째");
	const [name, ...others] = readdirSync(join(cacheDir, "unpacked"));
	expect(others).toEqual([]);
	expect(name).toMatch(/^[0-9a-f]{16}-[0-9a-f]{16}-t\.txt$/);
	writeFileSync(join(cacheDir, "unpacked", name!), "from the cache");
	expect(await all(path, { cacheDir })).toBe("from the cache");
	writeFileSync(path, gzipSync("셋째"));
	expect(await all(path, { cacheDir })).toBe("셋째");
	const left = readdirSync(join(cacheDir, "unpacked"));
	expect(left.map((other) => readFileSync(join(cacheDir, "unpacked", other), "utf8"))).toEqual(["셋째"]);
});

test("six openings of one .gz at once all read it, ten times over, and leave one file", async () => {
	const text = randomBytes(300_000).toString("hex");
	const path = join(folder({ "t.gz": gzipSync(text) }), "t.gz");
	for (let round = 0; round < 10; round++) {
		const cacheDir = join(root, `cache-b${round}`);
		const read = await Promise.all(Array.from({ length: 6 }, () => all(path, { cacheDir })));
		expect(read.every((got) => got === text)).toBe(true);
		expect(readdirSync(join(cacheDir, "unpacked")).length).toBe(1);
	}
});

test("a .gz that is cut, damaged, no gzip, empty or a bomb is a coded error and leaves nothing in the cache", async () => {
	const cacheDir = join(root, "cache-c");
	const good = gzipSync(randomBytes(50_000).toString("hex"));
	const flipped = Uint8Array.from(good);
	flipped[good.length >> 1]! ^= 0xff;
	const at = folder({
		"cut.gz": good.subarray(0, good.length - 9),
		"flipped.gz": flipped,
		"plain.gz": "this is no gzip",
		"nothing.gz": gzipSync(""),
		"bomb.gz": gzipSync(Buffer.alloc(40 << 20), { level: 9 }),
	});
	const open = (name: string, gunzip = {}) => openText(join(at, name), { cacheDir, gunzip });
	await expect(open("cut.gz")).rejects.toThrow(/cut off.*E_GZIP/);
	await expect(open("flipped.gz")).rejects.toThrow(/damaged.*E_GZIP/);
	await expect(open("plain.gz")).rejects.toThrow(/not gzip data.*E_GZIP/);
	await expect(open("nothing.gz")).rejects.toThrow(/E_FILE_EMPTY/);
	await expect(open("bomb.gz")).rejects.toThrow(/more than 100 times its size.*E_GZIP_BOMB/);
	await expect(open("bomb.gz", { ratio: 1e6, sizeBytes: 1 << 20 })).rejects.toThrow(
		/more than 1,048,576 bytes.*E_GZIP_BOMB/,
	);
	expect(readdirSync(join(cacheDir, "unpacked")).filter((name) => !name.endsWith("-nothing"))).toEqual([]);
});

test("a full disk while unpacking is E_CACHE with the path and leaves the target absent", async () => {
	const target = join(root, "full", "x");
	const write = () => Promise.reject(Object.assign(new Error("no space"), { code: "ENOSPC" }));
	await expect(land(target, write)).rejects.toThrow(/full\/x cannot be written: the disk is full \(ENOSPC\).*E_CACHE/);
	expect(readdirSync(join(root, "full"))).toEqual([]);
});

test("landing removes temporary files of dead processes and keeps those of live ones", async () => {
	const at = folder({
		[`x.tmp-${placeHere()}.999999999.0-aaaaaaaa`]: "dead",
		[`x.tmp-${placeHere()}.${process.ppid}.00000001-aaaaaaaa`]: "dead, its number is that of another process now",
		[`x.tmp-${processMark()}-bbbbbbbb`]: "alive",
		"x.tmp-0123abcd.999999999.0-cccccccc": "of another container, not a day old",
		"y.tmp-999999999-aaaaaaaa": "another file's",
	});
	await land(join(at, "x"), (file) => file.writeFile("new"));
	expect(readFileSync(join(at, "x"), "utf8")).toBe("new");
	expect(readdirSync(at).sort()).toEqual(
		["x", `x.tmp-${processMark()}-bbbbbbbb`, "x.tmp-0123abcd.999999999.0-cccccccc", "y.tmp-999999999-aaaaaaaa"].sort(),
	);
});

test("the cache follows XDG_CACHE_HOME when it is absolute, else ~/.cache", () => {
	expect(cacheFolder({ XDG_CACHE_HOME: "/somewhere" })).toBe("/somewhere/sluice");
	for (const env of [{}, { XDG_CACHE_HOME: "" }, { XDG_CACHE_HOME: "relative" }])
		expect(cacheFolder(env)).toMatch(/\/\.cache\/sluice$/);
	expect(existsSync("/somewhere")).toBe(false);
});

test.skipIf(process.platform !== "linux")(
	"closing waits for a read under way: 20 reads not awaited leave no file open",
	async () => {
		const path = join(root, "under-way.txt");
		writeFileSync(path, "the water runs".repeat(1000));
		const open = () =>
			readdirSync("/proc/self/fd").filter((fd) => {
				try {
					return readlinkSync(`/proc/self/fd/${fd}`) === realpathSync(path);
				} catch {
					return false;
				}
			}).length;
		for (let n = 0; n < 20; n++) {
			const source = await openText(path);
			const reading = source.read(0, 5000);
			await source.close();
			expect((await reading).length).toBe(5000);
		}
		expect(open()).toBe(0);
	},
);
