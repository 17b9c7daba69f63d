/** Checks the types of the library, of the page and of the page's tests, at most two at a time. */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const root = join(import.meta.dirname, "..");
const projects = ["tsconfig.json", "test/studio/tsconfig.json", "page/tsconfig.json"];
let failed = false;

async function checkNext() {
	for (let project = projects.shift(); project; project = projects.shift()) {
		const child = spawn(process.execPath, [tsc, "--noEmit", "-p", project], { cwd: root, stdio: "inherit" });
		if ((await new Promise((done) => child.once("close", done))) !== 0) failed = true;
	}
}

await Promise.all([checkNext(), checkNext()]);
process.exitCode = failed ? 1 : 0;
