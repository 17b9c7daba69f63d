/**
 * Seconds from the start of `sluice` to the end of its first step, as for a user: the built command line on a text
 * file; for generation, `sluice sample` from its start to the first symbol of output.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { firstCpu, hasTaskset } from "./machine.mjs";
import { CLIP_NORM, isGeneration, LEARNING_RATE, randomText, WORKLOADS } from "./workloads.mjs";

const SLUICE = join(dirname(fileURLToPath(import.meta.url)), "../dist/cli/bin.js");
const SYMBOLS = 120_000; // a little more than ten batches of the largest workload

/** @returns {Promise<number>} the time of one run */
export async function firstStepSeconds(name, { engine, threads }) {
	const folder = mkdtempSync(join(tmpdir(), "sluice-bench-"));
	try {
		const text = join(folder, "random.txt");
		writeFileSync(text, randomText(SYMBOLS));
		const runs = ["--runs", join(folder, "runs"), ...engineFlags(engine), "--threads", String(threads)];
		const train = ["train", text, ...modelFlags(name), ...runs];
		if (!isGeneration(name)) return await secondsUntil([...train, "--steps", "1", "--jsonl"], threads, '"type":"step"');
		const made = spawnSync(process.execPath, [SLUICE, ...train, "--steps", "0", "--split", "100/0/0", "--run", "w5"]);
		if (made.status !== 0) throw new Error(made.stderr.toString().trim());
		return await secondsUntil(["sample", "w5", "--length", "1", ...runs], threads, "");
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** native-bfloat16 is the native engine in another precision. */
function engineFlags(engine) {
	const name = engine.replace(/-bfloat16$/, "");
	return ["--engine", name, ...(name === engine ? [] : ["--precision", "bfloat16"])];
}

function modelFlags(name) {
	const { cell, layers, hidden, batch, steps } = WORKLOADS[name];
	const model = { cell, layers, hidden, batch, k1: steps, lr: LEARNING_RATE, "clip-norm": CLIP_NORM };
	return Object.entries(model).flatMap(([flag, value]) => [`--${flag}`, String(value)]);
}

/** Seconds until `mark` occurs in the command's output. */
function secondsUntil(args, threads, mark) {
	const pin = threads === 1 && hasTaskset ? ["taskset", "-c", firstCpu()] : [];
	const [command, ...rest] = [...pin, process.execPath, SLUICE, ...args];
	return new Promise((resolve, reject) => {
		const from = performance.now();
		const child = spawn(command, rest, { stdio: ["ignore", "pipe", "pipe"] });
		let seconds;
		let out = "";
		let errors = "";
		child.stdout.on("data", (chunk) => {
			out += chunk;
			if (out.includes(mark)) seconds ??= (performance.now() - from) / 1000;
		});
		child.stderr.on("data", (chunk) => {
			errors += chunk;
		});
		child.on("error", reject);
		child.on("close", (code) => {
			if (code === 0 && seconds !== undefined) resolve(seconds);
			else reject(new Error(`sluice ${args[0]} ended with ${code}: ${errors.trim().slice(0, 300)}`));
		});
	});
}
