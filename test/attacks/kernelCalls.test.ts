/**
 * Arrays that lie about their length, arguments that change between two reads, and calls after close(), on every engine:
 * each is answered by code, and the process lives. The calls are made in a child, which a wrong one would kill.
 */
import { spawnSync } from "node:child_process";
import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { compileForChild } from "../storage/compile.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { folder, path } = compileForChild("src/workbench/machine/engines.ts");
for (const part of ["wasm", "prebuilds"]) symlinkSync(join(root, part), join(folder, part));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(["native", "wasm-plain", "reference"])(
	"%s: 25 lies about arrays are E_SHAPE or harmless, 3 calls after close E_ENGINE, none ends the process",
	(engine) => {
		const child = spawnSync(process.execPath, [join(root, "test/attacks/kernelCallsChild.mjs"), path, engine], {
			encoding: "utf8",
		});
		expect([child.status, child.signal, child.stderr]).toEqual([0, null, ""]);
		const answers = JSON.parse(child.stdout) as Record<string, string | number>;
		const { "a sum of squares": sum, ...codes } = answers;
		expect(sum).toBe(3);
		const done = ["the product afterwards", "a free after close"];
		// a getter is read once, so it is the first answer that counts; reference and wasm free nothing that a call needs
		done.push("a sum of squares of an own length");
		done.push("a getter that gives a short array the second time", "a getter that gives a large size the second time");
		if (engine !== "native") done.push("a scale that frees an array");
		for (const [what, code] of Object.entries(codes)) {
			const wanted =
				/ after close$/.test(what) && !done.includes(what) ? "E_ENGINE" : done.includes(what) ? "done" : "E_SHAPE";
			expect([what, code]).toEqual([what, wanted]);
		}
	},
);
