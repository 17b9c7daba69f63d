/**
 * Errors of the default networks on ten series, next to forecasts that need no network. The defaults of a series
 * (src/data/seriesDefaults.ts) were chosen on the validation columns; the test columns are reported once.
 *
 *     node bench/seriesDefaults.mjs FOLDER [--seeds 3] [--only sunspots,laser] [--with "lstm --hidden 64"]...
 *
 * FOLDER holds the files below; those that are missing are listed and skipped. Mackey-Glass is computed. Every number is
 * a root mean squared error divided by that of the last value, so 1 is as good as doing nothing.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { mackeyGlass } from "../dist/src/data/index.js";
import { evaluate, series, train } from "../dist/src/index.js";
import { RandomStream } from "../dist/src/kernels/index.js";

/** File and column of each series. The first two are on many sites; the others come from npm's vega-datasets@2.11.0. */
const SERIES = {
	sunspots: ["monthly-sunspots_zuerich_1749-1983.csv", "Sunspots"],
	laser: ["santafe_laser.txt", "1"],
	"mackey-glass": ["mackey-glass.csv", "x"],
	CO2: ["co2-concentration.csv", "CO2"],
	"Seattle, maximum": ["seattle-weather.csv", "temp_max"],
	"Seattle, hourly normal": ["seattle-weather-hourly-normals.csv", "temperature"],
	"S&P 500": ["sp500-2000.csv", "adjclose"],
	"US employment": ["us-employment.csv", "nonfarm"],
	"GitHub commits": ["github.csv", "count"],
	"global temperature": ["global-temp.csv", "temp"],
};

const { values: options, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		seeds: { type: "string", default: "3" },
		only: { type: "string", default: "" },
		with: { type: "string", multiple: true, default: [] },
	},
});
const [folder] = positionals;
if (folder === undefined) throw new Error("usage: node bench/seriesDefaults.mjs FOLDER [--seeds N] [--only NAMES]");
const seeds = Array.from({ length: Number(options.seeds) }, (_, n) => n + 1);
const chosen = Object.entries(SERIES).filter(([name]) => !options.only || options.only.split(",").includes(name));

/** Networks compared: the options that differ from the defaults. */
const NETWORKS = {
	lstm: [{}, {}],
	gru: [{}, { cell: "gru" }],
	"lstm, values": [{ forecast: "value" }, {}],
	"echo state": [{}, { cell: "esn" }],
	...Object.fromEntries(options.with.map((text) => [text, parsed(text)])),
};

/** "gru --hidden 64 --forecast value" -> options of the series, options of the network. */
function parsed(text) {
	const [cell, ...words] = text.split(" ");
	const pairs = words
		.join(" ")
		.split("--")
		.slice(1)
		.map((pair) => pair.trim().split(" "));
	const numbers = pairs.map(([name, value]) => [
		name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase()),
		Number.isNaN(Number(value)) ? value : Number(value),
	]);
	const { forecast, ...others } = Object.fromEntries(numbers);
	return [forecast === undefined ? {} : { forecast }, { cell, ...others }];
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const root = mkdtempSync(join(tmpdir(), "sluice-series-"));
const rows = [];
try {
	const glass = join(root, "mackey-glass.csv");
	writeFileSync(
		glass,
		`x\n${[...mackeyGlass(new RandomStream(1, "bench"), { tau: 17, length: 10_000 })].join("\n")}\n`,
	);
	for (const [name, [file, target]] of chosen) {
		const path = name === "mackey-glass" ? glass : join(folder, file);
		if (existsSync(path)) rows.push(await measured(name, path, target));
		else console.error(`${name}: no ${file} in ${folder}, skipped`);
	}
} finally {
	rmSync(root, { recursive: true, force: true });
}

/** Errors relative to the last value by forecast and part, and the seconds of each training. */
async function measured(name, path, target) {
	const found = { name };
	for (const [network, [ofSeries, own]] of Object.entries(NETWORKS)) {
		const each = [];
		for (const seed of seeds) {
			const run = `${name}-${network}-${seed}`.replace(/\W+/g, "-");
			const where = { run, runs: root, threads: 1 };
			const { seconds } = await train({
				...{ data: series(path, { target, inputs: target, ...ofSeries }), options: { seed, ...own } },
				...where,
			});
			const parts = {};
			for (const part of ["valid", "test"]) {
				const [{ forecast, lastValue, seasonal, linear }] = (await evaluate({ ...where, part })).series.targets;
				parts[part] = forecast.rmse / lastValue.rmse;
				found[part] = { seasonal: seasonal && seasonal.rmse / lastValue.rmse, linear: linear.rmse / lastValue.rmse };
			}
			each.push({ ...parts, seconds });
		}
		found[network] = {
			...{ valid: median(each.map(({ valid }) => valid)), test: median(each.map(({ test }) => test)) },
			seconds: Math.max(...each.map(({ seconds }) => seconds)),
		};
		const told = each.map(({ valid, test }) => `${valid.toFixed(3)}/${test.toFixed(3)}`).join(" ");
		console.error(`${name}, ${network}: ${told}, ${found[network].seconds.toFixed(1)} s`);
	}
	return found;
}

const told = (value) => (value === undefined ? "–" : value.toFixed(value < 0.1 ? 4 : 3));
const networks = Object.keys(NETWORKS);
const titles = ["series", "one period back", "linear", ...networks];
for (const part of ["valid", "test"]) {
	console.log(`\n| ${[part === "valid" ? "validation" : "test", ...titles.slice(1)].join(" | ")} |`);
	console.log(`|${titles.map(() => "---").join("|")}|`);
	for (const row of rows) {
		const { seasonal, linear } = row[part];
		const cells = [told(seasonal), told(linear), ...networks.map((network) => told(row[network][part]))];
		console.log(`| ${[row.name, ...cells].join(" | ")} |`);
	}
	const means = networks.map((network) => rows.reduce((sum, row) => sum + Math.log(row[network][part]), 0));
	console.log(`| geometric mean | | | ${means.map((sum) => told(Math.exp(sum / rows.length))).join(" | ")} |`);
}
const longest = networks.map(
	(network) => `${network} ${Math.max(...rows.map((row) => row[network].seconds)).toFixed(1)}`,
);
console.log(`\nlongest training, in seconds: ${longest.join(", ")}`);
