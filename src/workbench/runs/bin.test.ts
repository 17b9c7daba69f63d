import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { realDisk } from "../disk/disk.ts";
import { binned, removeRun, removeRuns, renameRun, restoreRun, restoreRuns } from "./bin.ts";
import { createRun } from "./runStore.ts";
import { readTags, tagRun } from "./tags.ts";

const fresh = () => mkdtempSync(join(tmpdir(), "sluice-bin-"));
const newRun = (runs: string, name: string) => createRun({ runs, name, defaultName: "x", config: { name } });
const closed = (runs: string, name: string) => newRun(runs, name).close("finished");

test("a removed run comes back with every byte, also under a name that was removed twice", () => {
	const runs = fresh();
	closed(runs, "a");
	writeFileSync(join(runs, "a", "mine.txt"), "kept");
	const before = readFileSync(join(runs, "a", "config.json"), "utf8");
	expect(removeRun({ run: "a", runs }, realDisk, "2026-01-01T00:00:00Z").removed).toBe("2026-01-01T00:00:00Z");
	closed(runs, "a");
	removeRun({ run: "a", runs }, realDisk, "2026-01-01T00:00:00Z"); // in the same second
	expect(binned(runs).map(({ run, removed }) => [run, removed])).toEqual([
		["a", "2026-01-01T00:00:00Z"],
		["a", "2026-01-01T00:00:00Z"],
	]);
	restoreRun({ run: "a", runs });
	expect(() => restoreRun({ run: "a", runs })).toThrow("already exists");
	removeRun({ run: "a", runs }, realDisk, "2026-01-02T00:00:00Z");
	restoreRun({ run: "a", runs });
	renameRun({ run: "a", runs, to: "b" });
	restoreRun({ run: "a", runs });
	expect(readFileSync(join(runs, "a", "config.json"), "utf8")).toBe(before);
	expect([readdirSync(join(runs, "a")), readdirSync(join(runs, "b"))].flat()).toContain("mine.txt");
	expect(binned(runs)).toEqual([]);
	expect(() => restoreRun({ run: "a", runs })).toThrow("no run");
});

test("what lay in the bin for 30 days goes with the next removal, unless it holds a file of somebody else", () => {
	const runs = fresh();
	for (const name of ["old", "kept", "new"]) closed(runs, name);
	writeFileSync(join(runs, "kept", "mine.txt"), "");
	for (const name of ["old", "kept"]) removeRun({ run: name, runs }, realDisk, "2026-01-01T00:00:00Z");
	removeRun({ run: "new", runs }, realDisk, "2026-01-31T00:00:00Z"); // 30 days later to the second
	expect(binned(runs).map(({ run }) => run)).toEqual(["kept", "old", "new"]);
	closed(runs, "late");
	removeRun({ run: "late", runs }, realDisk, "2026-01-31T00:00:01Z");
	expect(binned(runs).map(({ run }) => run)).toEqual(["kept", "new", "late"]);
});

test("of several runs all are moved or none: one that is missing, or in use, leaves the other two where they are", () => {
	const runs = fresh();
	for (const name of ["a", "b"]) closed(runs, name);
	const used = newRun(runs, "used");
	expect(() => removeRuns({ names: ["a", "nothere", "b"], runs })).toThrow('no run "nothere"');
	expect(() => removeRuns({ names: ["a", "used"], runs })).toThrow("used");
	used.close("finished");
	expect(binned(runs)).toEqual([]);
	expect(removeRuns({ names: ["a", "b", join(runs, "a")], runs }).map(({ run }) => run)).toEqual(["a", "b"]);
	expect(() => restoreRuns({ names: ["a", "nothere"], runs })).toThrow('no run "nothere"');
	closed(runs, "b");
	expect(() => restoreRuns({ names: ["a", "b"], runs })).toThrow("sluice runs rename b NAME");
	expect(binned(runs).map(({ run }) => run)).toEqual(["a", "b"]);
	expect(() => renameRun({ run: "b", to: "used", runs })).toThrow("another NAME");
	renameRun({ run: "b", to: "c", runs });
	expect(restoreRuns({ names: ["a", "b", "a"], runs }).map(({ run }) => run)).toEqual(["a", "b"]);
});

test("a run in use is neither removed nor renamed, and no run takes the place of another", () => {
	const runs = fresh();
	const open = newRun(runs, "busy");
	closed(runs, "done");
	const child = join(runs, "busy", "lock");
	expect(readdirSync(child)).toHaveLength(1);
	// The lock is this process's own: another process would be refused, so a live owner is planted.
	const [number] = readdirSync(child);
	const owner = JSON.parse(readFileSync(join(child, number!, "owner.json"), "utf8"));
	writeFileSync(
		join(child, number!, "owner.json"),
		`${JSON.stringify({ ...owner, pid: process.ppid, started: "" })}\n`,
	);
	for (const change of [() => removeRun({ run: "busy", runs }), () => renameRun({ run: "busy", runs, to: "free" })])
		expect(change).toThrow(/in use|lock/);
	expect(() => renameRun({ run: "done", runs, to: "busy" })).toThrow("already exists");
	expect(() => renameRun({ run: "done", runs, to: "../out" })).toThrow();
	open.close("stopped");
});

test("a bin that is a link is refused, and nothing outside changes", () => {
	const [runs, outside] = [fresh(), fresh()];
	mkdirSync(join(outside, "x~20200101T000000Z"));
	symlinkSync(outside, join(runs, ".bin"));
	closed(runs, "a");
	expect(() => removeRun({ run: "a", runs })).toThrow("link");
	expect(() => restoreRun({ run: "x", runs })).toThrow("link");
	expect(readdirSync(outside)).toEqual(["x~20200101T000000Z"]);
	expect(readdirSync(runs)).toContain("a");
});

test("tags keep their order, are one in any Unicode form, and are at most 20 of 40 characters", () => {
	const runs = fresh();
	closed(runs, "a");
	expect(tagRun({ run: "a", runs, add: ["b", "가".normalize("NFD"), "a"] }).tags).toEqual(["b", "가", "a"]);
	expect(tagRun({ run: "a", runs, add: ["가"], remove: ["b", "none"] }).tags).toEqual(["가", "a"]);
	for (const tag of ["", "a b", "a/b", "\u202ea", "x".repeat(41), 7 as never])
		expect(() => tagRun({ run: "a", runs, add: [tag] })).toThrow(
			/"add" must be tags of 1 to 40 letters and digits of any script, ".", "_" or "-", beginning with a letter or digit/,
		);
	expect(() => tagRun({ run: "a", runs, add: Array.from({ length: 19 }, (_, n) => `t${n}`) })).toThrow("20");
	writeFileSync(join(runs, "a", "tags.json"), '{"format":1,"tags":["\\u001b[31m"]}');
	expect(() => readTags(join(runs, "a"), realDisk)).toThrow("tags");
});
