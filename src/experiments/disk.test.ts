import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { realDisk } from "./disk.ts";
import { runNames } from "./names.ts";

test("a plain file among the runs is no run, and a path below it names nothing", () => {
	const folder = mkdtempSync(join(tmpdir(), "sluice-disk-"));
	writeFileSync(join(folder, "input"), "abc");
	expect(realDisk.stat(join(folder, "input", "config.json"))).toBeUndefined();
	expect(runNames(folder, realDisk)).toEqual([]);
	rmSync(folder, { recursive: true });
});
