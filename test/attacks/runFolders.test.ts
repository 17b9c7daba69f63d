/**
 * A run folder is hostile input: whatever in it is a link, nothing outside is read as a part of it, written, cut or
 * removed, and nothing in it that Sluice did not write is removed. Every attack moves the true file or folder outside
 * and leaves a link, so that what is behind it would be taken, were it followed.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { realDisk } from "../../src/workbench/disk/disk.ts";
import { PieceStore } from "../../src/workbench/jobs/pieceStore.ts";
import { reproduce } from "../../src/workbench/reproductions/reproduce.ts";
import { same } from "../../src/workbench/reproductions/reproduction.ts";
import { listRuns } from "../../src/workbench/runs/listRuns.ts";
import { getEntry } from "../../src/workbench/sources/catalogue.ts";
import type { CatalogueEntry } from "../../src/workbench/sources/entries.ts";
import { openText } from "../../src/workbench/sources/files.ts";
import { sluice as call } from "../cli/fakes.ts";

const root = fs.mkdtempSync(join(tmpdir(), "sluice-links-"));
const base = join(root, "base");
const TINY = "--hidden 4 --batch 2 --k1 8 --valid-every 2 --save-every 2 --engine reference --quiet";
const sluice = (at: string, ...words: string[]) =>
	call([...words, "--runs", join(at, "runs"), "--no-color"], { library, columns: 120, cwd: at });

beforeAll(async () => {
	fs.mkdirSync(base);
	fs.writeFileSync(join(root, "book.txt"), "the water runs. ".repeat(400));
	const train = ["train", join(root, "book.txt"), "--run", "book", ...TINY.split(" "), "--steps", "4"];
	expect((await sluice(base, ...train)).code).toBe(0);
	const named = await sluice(base, "cells", "name", "book", "l0.c.1", "comma");
	expect(named.stderr + named.code).toMatch(/0$/);
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

let places = 0;
/** A folder with the run, and `outside` beside it with files of value. */
function place(): { at: string; run: string; outside: string } {
	const at = join(root, `place-${++places}`);
	fs.cpSync(base, at, { recursive: true });
	const outside = join(at, "outside");
	for (const folder of ["", "1", "7", "photos"]) {
		fs.mkdirSync(join(outside, folder), { recursive: true });
		fs.writeFileSync(join(outside, folder, "precious.txt"), `precious ${folder}`);
	}
	return { at, run: join(at, "runs", "book"), outside };
}

/** Every name below a folder with what it is: kind, target or hash of the bytes. */
function everything(folder: string): Record<string, string> {
	const found: Record<string, string> = {};
	for (const name of fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
		const at = join(folder, name);
		const info = fs.lstatSync(at);
		const hash = () => createHash("sha256").update(fs.readFileSync(at)).digest("hex");
		found[name] = info.isSymbolicLink() ? fs.readlinkSync(at) : info.isDirectory() ? "folder" : hash();
	}
	return found;
}

/** Moves what is there outside and leaves a link to it; to a text or a folder of value where nothing is there. */
function linked(path: string, outside: string, to?: string): void {
	const target = to ?? join(outside, `moved-${basename(path)}`);
	if (to === undefined && fs.lstatSync(path, { throwIfNoEntry: false })) fs.renameSync(path, target);
	else if (to !== undefined) fs.rmSync(path, { recursive: true, force: true });
	fs.mkdirSync(dirname(path), { recursive: true });
	fs.symlinkSync(target, path);
}

const VERBS: Record<string, string[]> = {
	resume: ["resume", "book", "--steps", "8", "--engine", "reference", "--quiet"],
	eval: ["eval", "book", "--engine", "reference", "--quiet"],
	sample: ["sample", "book", "--length", "5", "--engine", "reference", "--quiet"],
	names: ["cells", "names", "book"],
	name: ["cells", "name", "book", "l0.c.2", "colon"],
	export: ["export", "book", "out.safetensors"],
};
const READING = ["eval", "sample", "export"];
const ALL = Object.keys(VERBS);

const newest = (run: string) =>
	fs
		.readdirSync(join(run, "checkpoints"))
		.filter((name) => name.startsWith("step-"))
		.sort()
		.at(-1)!;
const STRAY = ".tmp-step-000099-999999999.0";

interface Attack {
	plant(run: string, outside: string): void;
	/** Verbs that must refuse; the others must be done. */
	refuse: string[];
	/** What `sluice runs` tells of the run; undefined where nothing is wrong with what it reads. */
	listed?: string;
}
const link = (file: string, refuse: string[], listed?: string): Attack => ({
	...{ refuse, listed },
	plant: (run, outside) => linked(join(run, file.replace("NEWEST", newest(run))), outside),
});
const dangling = (file: string, refuse: string[], listed?: string): Attack => ({
	...{ refuse, listed },
	plant: (run, outside) => linked(join(run, file.replace("NEWEST", newest(run))), outside, join(outside, "none")),
});

const KNOWN: Record<string, [refuse: string[], listed?: string]> = {
	"config.json": [ALL, "E_LINK"],
	"vocabulary.json": [ALL],
	"status.json": [["resume"], "E_LINK"],
	"cells.json": [["names", "name", "export"]],
	"metrics.jsonl": [["resume"], "E_LINK"],
	"samples.jsonl": [["resume"]],
	"records.jsonl": [["resume"]],
	lock: [["resume"]],
	checkpoints: [["resume", ...READING], "E_LINK"],
	"checkpoints/NEWEST": [["resume", ...READING], "E_LINK"],
	"checkpoints/NEWEST/tensors.safetensors": [["resume", ...READING]],
	"checkpoints/NEWEST/state.json": [["resume", ...READING]],
};

const attacks: Record<string, Attack> = {
	...Object.fromEntries(
		Object.entries(KNOWN).flatMap(([file, known]) => [
			[`${file} is a link to the true one outside`, link(file, ...known)],
			[`${file} is a link to nothing`, dangling(file, ...known)],
		]),
	),
	"lock is a link to a folder with numbered folders of value": {
		plant: (run, outside) => linked(join(run, "lock"), outside, outside),
		refuse: ["resume"],
	},
	"the highest lock is a link": {
		plant: (run, outside) => linked(join(run, "lock", "99"), outside, join(outside, "7")),
		refuse: ["resume"],
	},
	"the owner in the highest lock is a link": {
		plant: (run, outside) => linked(join(run, "lock", "99", "owner.json"), outside, join(outside, "precious.txt")),
		refuse: ["resume"],
	},
	"an older lock is a link": {
		plant: (run, outside) => linked(join(run, "lock", "1"), outside, join(outside, "7")),
		refuse: [],
	},
	"metrics.jsonl is a hard link to a file outside": {
		plant(run, outside) {
			fs.linkSync(join(run, "metrics.jsonl"), join(outside, "moved-metrics.jsonl"));
		},
		refuse: ["resume"],
	},
	"config.json is a pipe": {
		plant(run) {
			fs.rmSync(join(run, "config.json"));
			pipe(join(run, "config.json"));
		},
		refuse: ALL,
		listed: "E_LINK",
	},
	"metrics.jsonl is a pipe": {
		plant(run) {
			fs.rmSync(join(run, "metrics.jsonl"));
			pipe(join(run, "metrics.jsonl"));
		},
		refuse: ["resume"],
		listed: "E_LINK",
	},
	...Object.fromEntries(
		["", "checkpoints"].flatMap((folder) => [
			[
				`a stray of ${folder || "the run"} is a link`,
				{
					plant: (run: string, outside: string) => linked(join(run, folder, STRAY), outside, outside),
					refuse: ["resume"],
				},
			],
			[
				`a stray of ${folder || "the run"} holds a link`,
				{
					plant: (run: string, outside: string) => linked(join(run, folder, STRAY, "state.json"), outside, outside),
					refuse: ["resume"],
				},
			],
		]),
	),
	"a stray of the lock is a link": {
		plant: (run, outside) => linked(join(run, "lock", ".tmp-8-999999999.0"), outside, outside),
		refuse: ["resume"],
	},
	"a checkpoint put aside is a link": {
		plant: (run, outside) => linked(join(run, "checkpoints", ".aside-step-000002"), outside, join(outside, "7")),
		refuse: ["resume", ...READING],
		listed: "E_LINK",
	},
	"a later checkpoint, which a resumed run drops, is a link": {
		plant: (run, outside) => linked(join(run, "checkpoints", "step-000099"), outside, join(outside, "7")),
		refuse: ["resume", ...READING],
		listed: "E_LINK",
	},
	"something that Sluice does not read is a link": {
		plant: (run, outside) => linked(join(run, "notes"), outside, outside),
		refuse: [],
	},
};

function pipe(path: string): void {
	const { status } = spawnSync("mkfifo", [path]);
	expect(status).toBe(0);
}

test.each(Object.entries(attacks))(
	"%s: outside every byte and name stays, and each verb refuses or does without",
	async (_, { plant, refuse, listed }) => {
		for (const [verb, words] of Object.entries(VERBS)) {
			const { at, run, outside } = place();
			plant(run, outside);
			const before = everything(outside);
			const { code, stderr } = await sluice(at, ...words.map((word) => word.replace("out.", `${at}/out.`)));
			expect(everything(outside), verb).toEqual(before);
			const said = /\((E_[A-Z_]+)\)\s*$/.exec(stderr.trimEnd())?.[1] ?? (code === 0 ? "done" : stderr);
			expect([verb, said]).toEqual([verb, refuse.includes(verb) ? "E_LINK" : "done"]);
		}
		const { at, run, outside } = place();
		plant(run, outside);
		const before = everything(outside);
		expect(listRuns(join(at, "runs")).map(({ name, damage }) => [name, damage?.code])).toEqual([["book", listed]]);
		expect(everything(outside)).toEqual(before);
	},
	120_000,
);

test("what Sluice did not write inside a run is not removed: in a lock, a stray, a checkpoint", async () => {
	const { at, run } = place();
	const value = ["lock/1/photos/a.txt", "lock/2/a.txt", `${STRAY}/photos/a.txt`, `checkpoints/${STRAY}/a.txt`];
	for (const file of [...value, "checkpoints/step-000002/notes.txt"]) {
		fs.mkdirSync(dirname(join(run, file)), { recursive: true });
		fs.writeFileSync(join(run, file), "precious");
	}
	const resumed = await sluice(at, ...VERBS.resume!, "--keep-last", "1");
	const kept = () => [...value, "checkpoints/step-000002/notes.txt"].filter((file) => fs.existsSync(join(run, file)));
	expect(resumed.stderr + kept().length).toMatch(/5$/);

	fs.mkdirSync(join(run, "checkpoints", "step-000099"));
	fs.writeFileSync(join(run, "checkpoints", "step-000099", "notes.txt"), "precious");
	const again = await sluice(at, "resume", "book", "--steps", "10", "--engine", "reference", "--quiet");
	expect(again.stderr).toMatch(/step-000099.*notes\.txt, which Sluice did not write.*\(E_FOREIGN\)/s);
	expect(fs.readFileSync(join(run, "checkpoints", "step-000099", "notes.txt"), "utf8")).toBe("precious");
});

test("the folder of runs may be a link, and so may a run whose path is given; a name that is a link is refused", async () => {
	const { at, run, outside } = place();
	fs.renameSync(join(at, "runs"), join(at, "disk"));
	fs.symlinkSync("disk", join(at, "runs"));
	expect((await sluice(at, ...VERBS.resume!)).code).toBe(0);
	fs.renameSync(run, join(outside, "book"));
	fs.symlinkSync(join(outside, "book"), run);
	const before = everything(outside);
	for (const words of Object.values(VERBS)) {
		const { stderr } = await sluice(at, ...words.map((word) => word.replace("out.", `${at}/out.`)));
		expect(stderr).toMatch(/runs\/book is a symbolic link.*\(E_LINK\)/s);
	}
	expect(listRuns(join(at, "runs")).map(({ damage }) => damage?.code)).toEqual(["E_LINK"]);
	const taken = await sluice(at, "train", join(root, "book.txt"), "--run", "book", ...TINY.split(" "), "--steps", "4");
	expect(taken.stderr).toContain("E_RUN_EXISTS");
	const korean = await sluice(at, "eval", "book", "--lang", "ko", "--quiet");
	expect(korean.stderr).toMatch(/심볼릭 링크.*\(E_LINK\)/s);
	expect(everything(outside)).toEqual(before);
	expect((await sluice(at, "resume", join(at, "runs", "book"), ...VERBS.resume!.slice(2), "--steps", "10")).code).toBe(
		0,
	);
	expect(fs.lstatSync(run).isSymbolicLink()).toBe(true);
});

const compared = (at: string, out?: string) =>
	library.compare(
		{
			...{ task: "temporal-order", remedies: ["none"], seeds: 1, rates: [0.01], engine: "reference" as const },
			...{ options: { hidden: 4, batch: 2, length: "10..14", steps: 2 }, out: out ?? join(at, "study") },
		},
		{ oneThread: true },
	);

test.each([
	["the folder of trials", "trials", undefined],
	["the file of a trial", /\.json$/, undefined],
	["the folder of an unfinished trial", /\.json$/, "work"],
	["the result", "compare.csv", undefined],
])(
	"compare: %s is a link: E_LINK, and outside all stays; the study's own folder may be one",
	async (_, which, kind) => {
		const { at, outside } = place();
		await compared(at);
		const study = join(at, "study");
		fs.renameSync(study, join(at, "elsewhere"));
		fs.symlinkSync("elsewhere", study);
		await compared(at);
		const trial = fs.readdirSync(join(study, "trials"))[0]!;
		if (kind === "work") {
			fs.rmSync(join(study, "trials", trial));
			linked(join(study, "trials", trial.replace(".json", "")), outside, outside);
		} else linked(join(study, typeof which === "string" ? which : `trials/${trial}`), outside);
		const before = everything(outside);
		await expect(compared(at)).rejects.toMatchObject({ code: "E_LINK" });
		expect(everything(outside)).toEqual(before);
	},
);

test("compare: a default folder in runs that is a link is refused as a run's is", async () => {
	const { at, outside } = place();
	const cwd = process.cwd();
	fs.symlinkSync(outside, join(at, "runs", "compare-temporal-order"));
	const before = everything(outside);
	process.chdir(at);
	try {
		await expect(
			library.compare({ task: "temporal-order", remedies: ["none"], seeds: 1, rates: [0.01] }, { oneThread: true }),
		).rejects.toMatchObject({ code: "E_LINK" });
	} finally {
		process.chdir(cwd);
	}
	expect(everything(outside)).toEqual(before);
});

const two = {
	...{ name: "two", title: same("two"), shows: same("two"), seeds: { quick: 1, full: 1 }, revision: 1 },
	async run({ work }: { work(units: { key: string; run(): number }[]): Promise<unknown> }) {
		await work(["a", "b"].map((key) => ({ key, run: () => 1 })));
		return { rows: [], figures: () => [] };
	},
};

test.each(["", "full-units", "full-units/a.json", "full.json"])(
	"reproduce: a link at two/%s is E_LINK, and outside all stays",
	async (file) => {
		const { at, outside } = place();
		fs.mkdirSync(join(at, "out", "two", "full-units"), { recursive: true });
		linked(join(at, "out", "two", file), outside, file.endsWith(".json") ? join(outside, "precious.txt") : outside);
		const before = everything(outside);
		const known = [two] as unknown as NonNullable<Parameters<typeof reproduce>[1]>["known"];
		const done = reproduce({ name: "two", mode: "full", out: join(at, "out") }, { known });
		await expect(done).rejects.toMatchObject({ code: "E_LINK" });
		expect(everything(outside)).toEqual(before);
	},
);

test("a store of units clears away its units and leaves what it did not write", () => {
	const { at } = place();
	const folder = join(at, "units");
	const store = new PieceStore(realDisk, folder, { revision: 1, version: "1" });
	store.write("a", 1, 0);
	for (const file of ["photos/a.txt", "mine.json", "b/checkpoints/step-000001/notes.txt"]) {
		fs.mkdirSync(dirname(join(folder, file)), { recursive: true });
		fs.writeFileSync(join(folder, file), "{}");
	}
	const before = everything(folder);
	delete before["a.json"];
	store.clear();
	expect(everything(folder)).toEqual(before);
});

const entry: CatalogueEntry = {
	...{
		name: "links",
		file: "links.txt",
		source: "https://127.0.0.1/links",
		recipe: { scheme: "https", url: "https://127.0.0.1:1/links" },
	},
	...{ bytes: 3, sha256: "0".repeat(64), licence: "none", description: "x", descriptionKo: "x" },
} as unknown as CatalogueEntry;

test.each([
	"corpora",
	"corpora/links.txt",
	"corpora/links.txt.part",
	"corpora/links.txt.part.from",
	"corpora/links.txt.json",
	"locks",
	"locks/links.txt",
	"locks/links.txt/lock",
])("cache: a link at %s is E_LINK before anything is fetched, and outside all stays", async (file) => {
	const { at, outside } = place();
	linked(
		join(at, "cache", file),
		outside,
		/\.(txt|part|from|json)$/.test(file) ? join(outside, "precious.txt") : outside,
	);
	const before = everything(outside);
	const got = getEntry(entry, { cacheDir: join(at, "cache"), fetch: { tries: 1, timeoutMs: 500 } });
	await expect(got).rejects.toMatchObject({ code: "E_LINK" });
	expect(everything(outside)).toEqual(before);
});

test("cache: an unpacked text or its folder that is a link is E_LINK; names of value are not swept", async () => {
	const { at, outside } = place();
	const packed = join(at, "text.txt.gz");
	fs.writeFileSync(packed, gzipSync("some text"));
	const cacheDir = join(at, "cache");
	const opened = async () => (await openText(packed, { cacheDir })).close();
	await opened();
	const folder = join(cacheDir, "unpacked");
	const [name] = fs.readdirSync(folder);
	for (const value of [".get-999999999-photos of mine", `${name}.tmp-999999999-photos`]) {
		fs.mkdirSync(join(folder, value));
		fs.writeFileSync(join(folder, value, "a.txt"), "precious");
	}
	fs.rmSync(join(folder, name!));
	await opened();
	expect(fs.readdirSync(folder)).toHaveLength(3);
	for (const path of [join(folder, name!), folder]) {
		linked(path, outside);
		const before = everything(outside);
		await expect(opened()).rejects.toMatchObject({ code: "E_LINK" });
		expect(everything(outside)).toEqual(before);
		fs.rmSync(path);
	}
});
