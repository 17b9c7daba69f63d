/** The second signal, in a process of its own: it ends a process that no longer returns to its event loop. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { compileForChild } from "../storage/compile.ts";

const { folder, path } = compileForChild("cli/stop.ts");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts a process that listens and says "ready", then runs `then`. */
function listening(name: string, then: string) {
	const program = join(folder, `${name}.mjs`);
	writeFileSync(
		program,
		`import { writeSync } from "node:fs";
		import { stopOnSignals } from ${JSON.stringify(path)};
		const signal = stopOnSignals().listen();
		const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
		setInterval(() => {}, 1000);
		${then}`,
	);
	const child = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
	const said = () => once(child.stdout, "data").then(String);
	return { child, said, ended: once(child, "exit") };
}

test.each(["SIGINT", "SIGTERM"] as const)(
	"a second %s ends a process in the middle of a save of a minute",
	async (name) => {
		const { child, said, ended } = listening(
			name,
			`signal.addEventListener("abort", () => setImmediate(() => { writeSync(1, "saving"); sleep(60_000); process.exit(0); }));
		writeSync(1, "ready");`,
		);
		expect(await said()).toBe("ready");
		child.kill(name);
		expect(await said()).toBe("saving");
		child.kill(name);
		expect(await ended).toEqual([null, name]);
	},
);

test("two signals during one long call end the process after it with 143, without a save", async () => {
	const { child, said, ended } = listening(
		"two",
		`signal.addEventListener("abort", () => setImmediate(() => setImmediate(() => writeSync(1, "saving"))));
		setImmediate(() => { writeSync(1, "ready"); sleep(2000); });`,
	);
	expect(await said()).toBe("ready");
	let more = "";
	child.stdout.on("data", (text) => (more += text));
	child.kill("SIGTERM");
	await new Promise((resolve) => setTimeout(resolve, 200)); // equal signals that wait are one
	child.kill("SIGTERM");
	expect([await ended, more]).toEqual([[143, null], ""]);
});
