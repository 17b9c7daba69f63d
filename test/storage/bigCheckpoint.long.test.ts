/** A checkpoint above 2 GiB, the most that one system call and one hash call take: 2.2 GiB of disk, 5 GB of memory. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { compileForChild } from "./compile.ts";

const { folder, path } = compileForChild("src/workbench/runs/checkpoints.ts");
const run = mkdtempSync(join(tmpdir(), "sluice-big-"));
afterAll(() => {
	for (const made of [folder, run]) rmSync(made, { recursive: true, force: true });
});

test("2.2 GiB are saved and loaded; saving takes at most 300 MB of memory, loading that and the tensors", () => {
	const bytes = 4 * Math.floor((2.2 * 2 ** 30) / 4);
	const program = fileURLToPath(new URL("bigCheckpointChild.mjs", import.meta.url));
	const child = spawnSync(process.execPath, [program, path, run, String(bytes)], { encoding: "utf8" });
	expect([child.status, child.stderr]).toEqual([0, ""]);
	const found = JSON.parse(child.stdout);
	console.log(child.stdout.trim());
	expect(found).toMatchObject({ wrong: -1, few: 3 });
	expect(found.sizeBytes).toBeGreaterThan(bytes);
	expect(found.saving).toBeLessThan(300e6);
	expect(found.loading).toBeLessThan(bytes + 300e6);
});
