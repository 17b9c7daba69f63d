/**
 * Measures what the workers of a study are worth: `node bench/studyWorkers.mjs [--workers N] [--steps N] [--trials N]
 * [--rounds N] [--quick]`. Each round trains a study with one worker and one with N, the same number of trials for each
 * worker and one thread for each trial, and prints updates per second of wall time, and their ratio to N times one worker's.
 * Then it stops a study of N long trials and prints the milliseconds until all its processes have ended. Needs `npm run
 * build` and a quiet machine with N cores. --quick shows in seconds that all of it runs, and measures nothing.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runStudy, task } from "../dist/src/index.js";
import { machineLine } from "./machine.mjs";

const NUMBER = { type: "string" };
const { values } = parseArgs({
	options: {
		workers: { ...NUMBER, default: String(availableParallelism()) },
		steps: { ...NUMBER, default: "4000" },
		trials: { ...NUMBER, default: "2" },
		rounds: { ...NUMBER, default: "3" },
		quick: { type: "boolean", default: false },
	},
});
if (values.quick) Object.assign(values, { steps: "40", trials: "1", rounds: "1" });
const [workers, steps, trials, rounds] = [values.workers, values.steps, values.trials, values.rounds].map(Number);
const studies = mkdtempSync(join(tmpdir(), "sluice-bench-studies-"));

const studyOf = (count, updates) => ({
	data: task("addition"),
	options: { cell: "lstm", hidden: 64, batch: 20, length: 50, steps: updates },
	search: { kind: "grid", space: { lr: [0.001] } },
	seeds: Array.from({ length: count }, (_, n) => n + 1),
});

/** Updates per second of a study with so many workers. */
async function speedOf(name, count) {
	const began = performance.now();
	const request = { study: studyOf(count * trials, steps), name, studies, workers: count, threads: 1 };
	const { counts } = await runStudy(request);
	if (counts.done !== count * trials) throw new Error(`${name}: ${JSON.stringify(counts)}`);
	return (count * trials * steps) / ((performance.now() - began) / 1000);
}

/** Milliseconds from the signal until the worker and all its trials have ended. */
async function stopTime() {
	const stop = new AbortController();
	let began = 0;
	const onProgress = (held) => {
		if (began > 0 || held.length < workers || held.some(({ step }) => step === 0)) return;
		began = performance.now();
		stop.abort("SIGINT");
	};
	const request = { study: studyOf(workers, 1e9), name: "stopped", studies, workers, threads: 1 };
	const { state } = await runStudy(request, { signal: stop.signal, onProgress });
	if (state !== "interrupted") throw new Error(`the stopped study is ${state}`);
	return performance.now() - began;
}

console.log(machineLine());
try {
	for (let round = 0; round < rounds; round++) {
		const one = await speedOf(`one-${round}`, 1);
		const all = await speedOf(`all-${round}`, workers);
		const share = ((100 * all) / (workers * one)).toFixed(1);
		console.log(
			`1 worker: ${one.toFixed(1)} updates/s; ${workers} workers: ${all.toFixed(1)} updates/s, ${share} % of ${workers} times one`,
		);
	}
	console.log(`${workers} trials stopped in ${Math.round(await stopTime())} ms`);
} finally {
	rmSync(studies, { recursive: true, force: true });
}
