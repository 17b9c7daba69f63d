/**
 * A run on wasm threads, whose arrays lie in shared memory, from its start over SIGKILL to an exported file: the bits of
 * one thread in unshared memory. Whole processes, real files.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { RandomStream } from "../../src/kernels/random.ts";

const bin = join(dirname(fileURLToPath(import.meta.url)), "../../dist/cli/bin.js");
const folder = mkdtempSync(join(tmpdir(), "sluice-wasm-threads-"));
const input = join(folder, "input.txt");
const text = new RandomStream(1, "text");
writeFileSync(input, Array.from({ length: 9000 }, () => "abcdef \n"[text.below(8)]).join(""));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Wide enough that a step of it is worth two threads. */
const NET = [..."--cell lstm --hidden 130 --batch 20 --k1 9 --dropout 0.2 --steps 40 --seed 9".split(" ")];
const FLAGS = [...NET, ..."--save-every 5 --valid-every 15 --quiet".split(" "), "--runs", folder];
const on = (threads: number) => ["--engine", "wasm-relaxed", "--threads", `${threads}`];

function sluice(...args: string[]) {
	const child = spawnSync(process.execPath, [bin, ...args], { encoding: "utf8" });
	expect([child.stderr, child.status]).toEqual(["", 0]);
	return child.stdout;
}

test("trained on 2 threads, killed, resumed, evaluated, sampled and exported, it is the run of 1 thread bit for bit", async () => {
	const one = JSON.parse(sluice("train", input, ...FLAGS, "--run", "one", "--json", ...on(1)));

	const child = spawn(process.execPath, [bin, "train", input, ...FLAGS, "--run", "two", ...on(2)]);
	const ended = new Promise((resolve) => child.on("close", (_code, signal) => resolve(signal)));
	while (child.exitCode === null && !existsSync(join(folder, "two/checkpoints"))) await after(2);
	child.kill("SIGKILL");
	expect(await ended).toBe("SIGKILL");
	expect(JSON.parse(readFileSync(join(folder, "two/config.json"), "utf8")).config).toMatchObject({ threads: 2 });

	const two = JSON.parse(sluice("resume", "two", "--runs", folder, "--quiet", "--json", ...on(2)));
	expect(two.weightsSha256).toBe(one.weightsSha256);
	expect(two.lossNats).toEqual(one.lossNats);
	for (const verb of [
		["eval", "RUN", "--json"],
		["sample", "RUN", "--length", "60", "--seed", "4"],
	]) {
		const [a, b] = (["one", "two"] as const).map((run, n) => {
			const args = verb.map((arg) => (arg === "RUN" ? run : arg));
			return sluice(...args, "--runs", folder, "--quiet", ...on(n + 1)).replaceAll(run, "RUN");
		});
		expect(withoutTime(b!), verb[0]).toBe(withoutTime(a!));
	}
	const files = ["one", "two"].map((run) => {
		const file = join(folder, `${run}.safetensors`);
		sluice("export", run, "--to", "torch", file, "--runs", folder, "--quiet");
		return readFileSync(file);
	});
	expect(files[1]!.equals(files[0]!)).toBe(true);
});

const withoutTime = (json: string) => json.replace(/"seconds":\s*[\d.e-]+/g, "");
