/**
 * Compares Sluice with its peers: `npm run bench -- [options]`, see README.md. Every measurement is a separate process.
 * Each round runs all contenders once, every second round in reverse order; ratios are taken within a round.
 */
import { parseArgs } from "node:util";
import { runBusy } from "./busy.mjs";
import { browserMissing, findPeers, sluice, sluiceInBrowser } from "./contenders.mjs";
import { firstStepSeconds } from "./firstStep.mjs";
import { compileLimits, hasTaskset, machineLine, waitForQuiet } from "./machine.mjs";
import { busyMarkdown, comparisons, markdown, nameOf, pairLines, runLine, writeSection } from "./report.mjs";
import { describe, WORKLOADS } from "./workloads.mjs";

const LIST = { type: "string" };
const FLAGS = {
	only: { ...LIST, default: Object.keys(WORKLOADS).join(",") },
	peers: { ...LIST, default: "torch" },
	threads: { ...LIST, default: "1,2" },
	engines: { ...LIST, default: "native" },
	"torch-settings": { ...LIST, default: "openmp,pthread" },
	pairs: { type: "string", default: "5" },
	seconds: { type: "string", default: "6" },
	limit: { type: "string", default: "300" },
	quiet: { type: "string", default: "0" },
	json: { type: "boolean", default: false },
	out: { type: "string" },
	busy: { type: "boolean", default: false },
	browser: { type: "boolean", default: false },
};

const FIRST_STEPS = 3;

/** @returns the options, checked; exits with code 2 if one is wrong */
function readFlags() {
	try {
		const { values } = parseArgs({ options: FLAGS });
		const list = (flag) => values[flag].split(",").filter(Boolean);
		const number = (flag, text = values[flag], least = 0) => {
			if (Number(text) >= least) return Number(text);
			throw new Error(`--${flag}: got ${text}, expected a number from ${least}`);
		};
		const only = list("only");
		const unknown = only.find((name) => !Object.hasOwn(WORKLOADS, name));
		if (unknown) throw new Error(`--only: got ${unknown}, expected some of ${Object.keys(WORKLOADS).join(",")}`);
		return {
			...{ only, peers: list("peers"), engines: list("engines"), torchSettings: list("torch-settings") },
			...{
				threads: list("threads").map((text) => number("threads", text, 1)),
				pairs: number("pairs", values.pairs, 1),
			},
			...{ seconds: number("seconds"), limitSeconds: number("limit"), quietSeconds: number("quiet") },
			...{ json: values.json, out: values.out, busy: values.busy, browser: values.browser },
		};
	} catch (error) {
		console.error(`bench: ${error.message}`);
		process.exit(2);
	}
}

const flags = readFlags();
/** Progress goes to stderr if stdout carries JSON. */
const say = flags.json ? console.error : console.log;
const command = ["npm run bench --", ...process.argv.slice(2)].join(" ");

const { contenders: peers, missing } = findPeers(flags.peers, flags.threads, flags.torchSettings);
const own = flags.engines.flatMap((engine) => flags.threads.map((count) => sluice(engine, count)));
if (flags.browser) {
	const why = browserMissing();
	if (why) missing.push(why);
	else own.push(...flags.engines.filter((engine) => engine.startsWith("wasm")).map(sluiceInBrowser));
}
if (!hasTaskset) missing.push("taskset: absent, so runs of one thread are not pinned");

const header = {
	command,
	machine: machineLine(),
	date: new Date().toISOString().slice(0, 16).replace("T", " "),
	missing,
};
say(`${header.machine}\n${header.date} UTC, ${command}`);
for (const line of missing) say(line);

if (flags.busy) {
	const rows = await runBusy([...own, ...peers], flags, say);
	if (flags.json) for (const row of rows) console.log(JSON.stringify(row));
	if (flags.out) writeSection(flags.out, "busy", busyMarkdown(header, rows));
} else {
	const limits = limitsOf(flags.threads);
	limits.measure();
	const results = [];
	for (const name of flags.only) results.push(await runWorkload(name, limits.best));
	limits.measure();
	limits.close();
	const rows = results.flatMap((result) => comparisons(result));
	if (flags.json) for (const { row } of rows) console.log(JSON.stringify(row));
	if (flags.out) writeSection(flags.out, "bench", markdown({ ...header, limits: limits.best }, results, rows));
}

/**
 * Runs all rounds of one workload.
 * @param {Map<number, object>} limits the machine's, by thread count
 */
async function runWorkload(name, limits) {
	say(`\n${name}  ${describe(name)}`);
	const running = new Set([...own, ...peers]);
	const rounds = []; // Maps of contender -> result
	const firstSteps = new Map(); // contender -> seconds of each
	for (let round = 0; round < flags.pairs; round++) {
		const results = new Map();
		rounds.push(results);
		const order = round % 2 === 0 ? [...running] : [...running].reverse();
		for (const contender of order) {
			if (flags.quietSeconds > 0 && !(await waitForQuiet(flags.quietSeconds))) say("  the machine did not get quiet");
			try {
				const result = await contender.run(name, flags.seconds, flags.limitSeconds);
				results.set(contender, result);
				say(`  ${round + 1}/${flags.pairs}  ${runLine(name, contender, result, limits)}`);
			} catch (error) {
				running.delete(contender);
				say(`  ${round + 1}/${flags.pairs}  ${nameOf(contender)}: left out, ${error.message}`);
			}
		}
		for (const contender of running) {
			if (contender.who !== "sluice" || contender.setting.includes(" in ") || round >= FIRST_STEPS) continue;
			try {
				const seconds = await firstStepSeconds(name, { engine: contender.setting, threads: contender.threads });
				firstSteps.set(contender, [...(firstSteps.get(contender) ?? []), seconds]);
			} catch (error) {
				say(`  first step of ${nameOf(contender)}: not measured, ${error.message}`);
			}
		}
	}
	const result = { name, rounds, contenders: [...own, ...peers], firstSteps };
	for (const line of pairLines(result)) say(line);
	return result;
}

/** The machine's limits by thread count: the better of the measurements before and after the workloads. */
function limitsOf(threadCounts) {
	const compiled = compileLimits();
	const best = new Map();
	if ("why" in compiled) {
		say(`limits: not measured, ${compiled.why}`);
		return { best, measure() {}, close() {} };
	}
	const measure = () => {
		for (const threads of threadCounts) {
			const now = compiled.measure(threads);
			const before = best.get(threads) ?? now;
			const of = (key) => Math.max(now[key], before[key]);
			best.set(threads, { gflops: of("gflops"), dramGBps: of("dramGBps"), weightsGBps: of("weightsGBps") });
			const read = `reads ${now.dramGBps} GB/s from memory, ${now.weightsGBps} GB/s of W5's 12.8 MB`;
			say(`limits, ${threads} thread${threads > 1 ? "s" : ""}: FMA peak ${now.gflops} GFLOP/s, ${read}`);
		}
	};
	return { best, measure, close: compiled.remove };
}
