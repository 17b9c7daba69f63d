/**
 * Loss of a text after a fixed time, for one or several recipes: how well a network is trained in three minutes on two
 * cores, everything included.
 *
 *     node bench/quality.mjs TEXT [--seconds 180] [--seeds 5] [--threads 2] [--recipe="--weight-drop 0.3 ..."]...
 *     node bench/quality.mjs TEXT --steps 1000 --recipe= --recipe="--average ema:0.99"      # an ablation
 *
 * TEXT is a file; `sluice data get` fetches some, and this bench is meant for tiny shakespeare (1.1 MB). The first 90 % is
 * trained on. The recipe is chosen on the first half of the rest, by the median over the seeds; the second half is read
 * once, for the chosen recipe. Every training is `sluice train` in a process of its own, timed from its start to its end:
 * reading the text, validations, checkpoints and the closing evaluation count. All recipes of a seed run one after
 * another, in every second round in reverse order. With --steps the number of updates is fixed instead of the time, so
 * results repeat bit for bit and the machine need not be quiet.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { evaluate } from "../dist/src/index.js";
import { median } from "./workloads.mjs";

const { values: options, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		seconds: { type: "string", default: "180" },
		steps: { type: "string" },
		seeds: { type: "string", default: "5" },
		"first-seed": { type: "string", default: "1" },
		threads: { type: "string", default: "2" },
		/** Seconds of a process that its budget does not count: its start, and its end after the closing evaluation. */
		overhead: { type: "string", default: "2" },
		windows: { type: "string", default: "256" },
		recipe: { type: "string", multiple: true, default: [] },
		json: { type: "boolean", default: false },
	},
});
const [file] = positionals;
if (file === undefined)
	throw new Error('usage: node bench/quality.mjs TEXT [--seeds N] [--recipe="--option value"]...');
const recipes = options.recipe.length > 0 ? options.recipe.map((words) => words.trim()) : [""];
const limit = Number(options.seconds);
const budget = options.steps
	? ["--steps", options.steps]
	: ["--minutes", String((limit - Number(options.overhead)) / 60)];
const folder = mkdtempSync(join(tmpdir(), "sluice-quality-"));
const program = fileURLToPath(new URL("../dist/cli/bin.js", import.meta.url));
const say = (words) => process.stderr.write(`${words}\n`);

/** Trains a recipe with a seed. Returns its run, the seconds of the whole process, and its updates. */
function train(recipe, seed) {
	const run = `${recipes.indexOf(recipe)}-${seed}`;
	const own = recipe === "" ? [] : recipe.split(/\s+/);
	const fixed = [
		"--split",
		"90/5/5",
		"--seed",
		String(seed),
		"--threads",
		options.threads,
		"--run",
		run,
		"--runs",
		folder,
	];
	const began = performance.now();
	const argv = [program, "train", file, ...budget, ...fixed, ...own, "--json", "--quiet"];
	const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: "utf8", maxBuffer: 1 << 28 });
	if (status !== 0) throw new Error(`sluice train ${own.join(" ")} ended with ${status}: ${stderr}`);
	const { steps, tokens, engine } = JSON.parse(stdout);
	return { run, seconds: (performance.now() - began) / 1000, steps, tokens, engine };
}

/** Losses of the best checkpoint on a part: state carried, and in separate windows. */
async function lossesOf(run, part) {
	const windows = Number(options.windows);
	const { lossNats, symbols, other } = await evaluate({ run, runs: folder, part, windows });
	return { part, nats: lossNats, symbols, windowNats: other.windows.lossNats, windowSymbols: other.windows.symbols };
}

/** Mean of two parts, each counted by its symbols. */
const over = (parts, value, count) =>
	parts.reduce((sum, one) => sum + one[value] * one[count], 0) / parts.reduce((sum, one) => sum + one[count], 0);
const spread = (values) => `${median(values).toFixed(4)}  (${values.map((value) => value.toFixed(4)).join(" ")})`;
const named = (recipe) => (recipe === "" ? "(defaults)" : recipe);

const rows = []; // one per recipe and seed
const seeds = Array.from({ length: Number(options.seeds) }, (_, n) => Number(options["first-seed"]) + n);
try {
	for (const [round, seed] of seeds.entries()) {
		for (const recipe of round % 2 === 0 ? recipes : recipes.toReversed()) {
			const trained = train(recipe, seed);
			const row = { recipe, seed, ...trained, ...(await lossesOf(trained.run, "valid")) };
			rows.push(row);
			const late = !options.steps && trained.seconds > limit ? `, OVER ${limit} s` : "";
			say(`seed ${seed}: ${row.nats.toFixed(4)} nats in ${trained.seconds.toFixed(1)} s${late}  ${named(recipe)}`);
		}
	}
	const of = (recipe) => rows.filter((row) => row.recipe === recipe).sort((a, b) => a.seed - b.seed);
	const table = recipes.map((recipe) => {
		const own = of(recipe);
		const gains = own.map((row, n) => row.nats - of(recipes[0])[n].nats);
		const nats = own.map((row) => row.nats);
		return {
			recipe,
			nats,
			windowNats: own.map((row) => row.windowNats),
			gains,
			seconds: own.map((row) => row.seconds),
		};
	});
	const chosen = table.reduce((best, row) => (median(row.nats) < median(best.nats) ? row : best));
	const rest = [];
	for (const { run, ...valid } of of(chosen.recipe)) {
		const test = await lossesOf(run, "test");
		const whole = {
			nats: over([valid, test], "nats", "symbols"),
			windowNats: over([valid, test], "windowNats", "windowSymbols"),
		};
		rest.push({ test, whole });
	}
	const result = {
		file,
		budget,
		seeds,
		windows: Number(options.windows),
		engine: rows[0].engine,
		rows,
		table,
		chosen: { recipe: chosen.recipe, rest },
	};
	if (options.json) console.log(JSON.stringify(result));
	else {
		console.log(`first half of the held-out part, nats per symbol: median (all ${seeds.length} seeds)`);
		for (const { recipe, nats, windowNats, gains, seconds } of table) {
			console.log(`\n${named(recipe)}`);
			console.log(`  state carried            ${spread(nats)}`);
			console.log(`  windows of ${options.windows.padEnd(14)}${spread(windowNats)}`);
			if (recipe !== recipes[0]) console.log(`  minus ${named(recipes[0]).padEnd(19)}${spread(gains)}`);
			console.log(`  seconds                  ${seconds.map((s) => s.toFixed(1)).join(" ")}`);
		}
		console.log(`\nchosen: ${named(chosen.recipe)}`);
		console.log(`  second half, carried     ${spread(rest.map(({ test }) => test.nats))}`);
		console.log(`  second half, windows     ${spread(rest.map(({ test }) => test.windowNats))}`);
		console.log(`  whole last 10 %, carried ${spread(rest.map(({ whole }) => whole.nats))}`);
		console.log(`  whole last 10 %, windows ${spread(rest.map(({ whole }) => whole.windowNats))}`);
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}
