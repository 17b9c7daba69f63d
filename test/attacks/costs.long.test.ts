/**
 * A file that a user names costs at most 64 MiB and twice its size in memory, or is refused by a limit that the message
 * states, after less than 1 s of processor time. Each is read by a process of its own, whose peak is compared with that
 * of one that reads nothing.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compileForChild } from "../storage/compile.ts";
import { costlyFiles } from "./costlyFiles.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-costs-"));
let program = { folder: "", path: "" };
let idleKiB = 0;

interface Cost {
	code: string;
	message: string;
	processorMs: number;
	peakKiB: number;
}

async function costOf(kind: string, path: string): Promise<Cost> {
	const { stdout } = await promisify(execFile)(process.execPath, [program.path, kind, path], { maxBuffer: 1 << 20 });
	return JSON.parse(stdout);
}

beforeAll(async () => {
	program = compileForChild("test/attacks/costChild.ts");
	symlinkSync(join(import.meta.dirname, "../../node_modules"), join(program.folder, "node_modules"));
	idleKiB = (await costOf("idle", "")).peakKiB;
});
afterAll(() => {
	for (const one of [folder, program.folder]) rmSync(one, { recursive: true, force: true });
});

for (const { name, kind, content, code } of costlyFiles(1)) {
	test(`${name} is refused within 64 MiB and twice its size, 1 s of processor time, by a limit that the message states`, async () => {
		const path = join(folder, name);
		writeFileSync(path, content());
		const got = await costOf(kind, path);
		expect([got.code, got.message]).toEqual([code, expect.stringMatching(/at most [\d,]+|KiB|levels|unknown key/)]);
		expect((got.peakKiB - idleKiB) / 1024).toBeLessThan(64 + (2 * statSync(path).size) / 2 ** 20);
		expect(got.processorMs).toBeLessThan(1000);
		rmSync(path);
	});
}
