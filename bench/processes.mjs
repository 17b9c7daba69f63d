/** Runs one measurement in a separate process and reads the line of JSON that it prints last. */
import { spawn } from "node:child_process";
import { firstCpu, hasTaskset } from "./machine.mjs";

/**
 * @param {string[]} commandLine
 * @param {{threads?: number, env?: NodeJS.ProcessEnv, input?: string, limitSeconds: number}} options
 *   one thread: pinned to one CPU if taskset exists
 * @returns {Promise<any>} the JSON printed, or an Error with the reason
 */
export async function measured(commandLine, { threads = 0, env = process.env, input = "", limitSeconds }) {
	const pin = threads === 1 && hasTaskset ? ["taskset", "-c", firstCpu()] : [];
	const [command, ...args] = [...pin, ...commandLine];
	const child = spawn(command, args, { env: { ...env, BENCH_STARTED: String(Date.now() / 1000) } });
	let late = false;
	const timers = [
		setTimeout(() => (late = child.kill("SIGTERM")), limitSeconds * 1000), // a browser's driver also stops the browser
		setTimeout(() => child.kill("SIGKILL"), limitSeconds * 1000 + 5000),
	];
	const out = [];
	const errors = [];
	child.stdout.on("data", (chunk) => out.push(chunk));
	child.stderr.on("data", (chunk) => errors.push(chunk));
	child.stdin.on("error", () => {}); // the process may not read its input
	child.stdin.end(input);
	const [code, signal] = await new Promise((resolve, reject) => {
		child.on("error", reject);
		child.on("close", (...ended) => resolve(ended));
	});
	for (const timer of timers) clearTimeout(timer);
	if (late) throw new Error(`no result within ${limitSeconds} s`);
	const lines = Buffer.concat(out).toString().trim().split("\n");
	if (code === 0) return JSON.parse(lines.at(-1));
	const told = Buffer.concat(errors).toString().trim().split("\n");
	const line =
		told.findLast((text) => /^\w*Error\b/.test(text)) ?? told.find((text) => /error/i.test(text)) ?? told.at(-1);
	throw new Error(line || `ended with ${code ?? signal}`);
}
