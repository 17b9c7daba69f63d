/**
 * How much of its speed a training keeps while the studio refuses 1,000 requests per second:
 * `node bench/requests.mjs [--rounds 5] [--seconds 8] [--rate 1000] [--threads 1]`, after a build. The training and the studio
 * are processes of their own, as on a user's machine; the requests have no session, so the guard refuses each. Stretches without
 * and with requests alternate, and each pair gives a ratio; the first pair is not counted. It is no test.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { median } from "./workloads.mjs";

const PROGRAM = join(dirname(fileURLToPath(import.meta.url)), "../dist/cli/bin.js");
const option = (value) => ({ type: "string", default: value });
const { values } = parseArgs({
	options: { rounds: option("5"), seconds: option("8"), rate: option("1000"), threads: option("1") },
});
const [rounds, seconds, rate] = [values.rounds, values.seconds, values.rate].map(Number);
/** Requests are sent in groups, so many times per second. */
const GROUPS = 100;

const folder = mkdtempSync(join(tmpdir(), "sluice-bench-requests-"));
const runs = join(folder, "runs");
const start = (words, stdout) =>
	spawn(process.execPath, [PROGRAM, ...words, "--runs", runs], { stdio: ["ignore", stdout, "inherit"] });

const text = join(folder, "text.txt");
const line = (_, n) => `line ${(n * 7919) % 10007} of water; the sluice (opens) "now"\n`;
writeFileSync(text, Array.from({ length: 20_000 }, line).join(""));
const studio = start(["studio", "--no-open", "--json"], "pipe");
const training = start(
	["train", text, "--hidden", "128", "--steps", "1000000", "--run", "x", "--quiet", "--threads", values.threads],
	"ignore",
);

const log = join(runs, "x/metrics.jsonl");
const lines = () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []);
const updates = () => JSON.parse(lines().at(-1)).step;

const agent = new Agent({ keepAlive: true, maxSockets: 32 });
const seen = { answered: 0, sockets: new Set() };
function send(port) {
	const sent = request({ host: "127.0.0.1", port, path: "/api/runs", agent }, (answer) => {
		if (answer.statusCode === 401) seen.answered++;
		answer.resume();
	});
	sent.on("socket", (socket) => seen.sockets.add(socket));
	sent.on("error", () => {});
	sent.end();
}

/** @returns updates and refused requests per second over a stretch. */
async function stretch(port, flood) {
	const [began, step, answered] = [performance.now(), updates(), seen.answered];
	const timer = flood
		? setInterval(() => {
				for (let n = 0; n < rate / GROUPS; n++) send(port);
			}, 1000 / GROUPS)
		: undefined;
	await wait(1000 * seconds);
	clearInterval(timer);
	const took = (performance.now() - began) / 1000;
	return { updates: (updates() - step) / took, requests: (seen.answered - answered) / took };
}

try {
	const link = await new Promise((resolve) => studio.stdout.once("data", (data) => resolve(JSON.parse(data).url)));
	const port = Number(new URL(link).port);
	while (lines().length < 2) await wait(200);
	const kept = [];
	for (let round = 0; round <= rounds; round++) {
		const quiet = await stretch(port, false);
		const busy = await stretch(port, true);
		if (round > 0) kept.push(busy.updates / quiet.updates);
		const words = `${quiet.updates.toFixed(1)} updates/s alone, ${busy.updates.toFixed(1)} with ${busy.requests.toFixed(0)} refused requests/s`;
		console.error(`round ${round} of ${rounds}: ${words}${round === 0 ? ", not counted" : ""}`);
	}
	const sorted = kept.toSorted((a, b) => a - b);
	const about = `${availableParallelism()} CPUs, ${values.threads} thread of training, load ${loadavg()[0].toFixed(1)}`;
	console.log("| what | kept | least | most | budget |\n| --- | --- | --- | --- | --- |");
	const [middle, least, most] = [median(kept), sorted[0], sorted.at(-1)].map((value) => value.toFixed(3));
	console.log(`| training speed with ${rate} refused requests per second | ${middle} | ${least} | ${most} | 0.95 |`);
	console.log(`\n${about}; ${rounds} pairs of ${seconds} s; ${seen.sockets.size} connections.`);
} finally {
	training.kill("SIGKILL");
	studio.kill("SIGINT");
	agent.destroy();
	rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
process.exit(0);
