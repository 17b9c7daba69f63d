/** Work in the cache is done by one process at a time, also where all of them find the lock of a dead one. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { exclusively } from "../../src/workbench/sources/exclusive.ts";
import { compileForChild } from "./compile.ts";

const root = mkdtempSync(join(tmpdir(), "sluice-exclusive-"));
const compiled = compileForChild("src/workbench/sources/exclusive.ts");
afterAll(() => {
	rmSync(root, { recursive: true });
	rmSync(compiled.folder, { recursive: true });
});

function abandoned(name: string, owner: { pid: number; host: string }): string {
	const lock = join(root, name);
	mkdirSync(join(lock, "lock/1"), { recursive: true });
	writeFileSync(join(lock, "lock/1/owner.json"), JSON.stringify({ ...owner, started: "" }));
	return lock;
}

test("six processes that find a dead one's lock take turns: 12 pieces of work, none inside another", {
	timeout: 30_000,
}, async () => {
	const lock = abandoned("dead", { pid: 999_999_999, host: hostname() });
	const log = join(root, "log");
	const script = `
		import { appendFileSync } from "node:fs";
		import { exclusively } from ${JSON.stringify(compiled.path)};
		for (let i = 0; i < 2; i++) {
			await exclusively(${JSON.stringify(lock)}, async () => undefined, async () => {
				appendFileSync(${JSON.stringify(log)}, "(");
				await new Promise((resolve) => setTimeout(resolve, 20));
				appendFileSync(${JSON.stringify(log)}, ")");
			});
		}`;
	const ends = Array.from({ length: 6 }, () => {
		const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "inherit" });
		return new Promise((resolve) => child.on("close", resolve));
	});
	expect(await Promise.all(ends)).toEqual([0, 0, 0, 0, 0, 0]);
	expect(readFileSync(log, "utf8")).toBe("()".repeat(12));
});

test("the lock of another machine is waited for as long as said, and then named", async () => {
	const lock = abandoned("elsewhere", { pid: 7, host: "another-machine" });
	const never = () => Promise.reject(new Error("must not run"));
	const waiting = exclusively(lock, async () => undefined, never, 250);
	await expect(waiting).rejects.toThrow(/process 7 on another-machine.*E_RUN_LOCKED/);
});
