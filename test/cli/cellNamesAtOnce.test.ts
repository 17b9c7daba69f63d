/** Several processes that name units of one run at the same time. `npm test` builds the command first. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { plantedRun } from "../fixtures/plantedRun.ts";

const BIN = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "sluice-at-once-"));
const notebook = join(folder, "runs", "planted", "cells.json");

beforeAll(async () => {
	await plantedRun(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Exit codes of the processes, all started before any is waited for. */
function atOnce(commands: string[][]): Promise<number[]> {
	const children = commands.map((words) =>
		spawn(process.execPath, [BIN, "cells", "name", "planted", ...words], { cwd: folder, stdio: "ignore" }),
	);
	return Promise.all(children.map(async (child) => (await once(child, "close"))[0] as number));
}
const units = () => JSON.parse(readFileSync(notebook, "utf8")).cells.map(({ unit }: { unit: string }) => unit);

test("ten processes that each name a unit keep ten names; then ten that remove them leave none", async () => {
	const all = Array.from({ length: 10 }, (_, k) => `l0.c.${k}`);
	expect(await atOnce(all.map((unit) => [unit, `name of ${unit}`]))).toEqual(all.map(() => 0));
	expect(units().sort()).toEqual(all);
	expect(await atOnce(all.map((unit) => [unit, "--remove"]))).toEqual(all.map(() => 0));
	expect(units()).toEqual([]);
}, 60_000);
