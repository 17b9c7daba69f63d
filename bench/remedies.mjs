/**
 * Do the remedies that `sluice diagnose` suggests help? For each planted fault: train, diagnose, follow every suggestion,
 * and compare with the same budget spent without it. Median validation loss over seeds, and in how many of them it is lower.
 *
 *   node bench/remedies.mjs [--seeds 3]      a few minutes on two cores
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diagnose, series, task, text, train } from "../dist/src/index.js";

const seeds = Number(process.argv[process.argv.indexOf("--seeds") + 1]) || 3;
const runs = mkdtempSync(join(tmpdir(), "sluice-remedies-"));
const book = join(runs, "recall.txt");
writeFileSync(book, recall(20_000));
const wave = join(runs, "wave.csv");
writeFileSync(wave, `x\n${Array.from({ length: 2000 }, (_, n) => Math.sin(n / 5) + Math.sin(n / 7)).join("\n")}\n`);

const order = task("temporal-order");
const short = { length: "30", hidden: 30, batch: 32 };
/** A fault: its name, data, options of the run that has it, updates of the run and of each attempt to mend it. */
const FAULTS = [
	["vanishing, rnn", order, { ...short, cell: "rnn", init: "spectral:0.5" }, 0, 1000],
	["vanishing, gru", order, { ...short, cell: "gru", init: "spectral:0.5" }, 0, 1000],
	[
		"exploding, not clipped",
		order,
		{ ...short, cell: "rnn", init: "spectral:3", clipNorm: 0, optimizer: "sgd", lr: 0.3 },
		0,
		1000,
	],
	[
		"exploded, then clipped",
		order,
		{ ...short, cell: "rnn", init: "spectral:3", clipNorm: 1, optimizer: "sgd", lr: 0.3 },
		1000,
		1000,
	],
	["exploding, clipped", order, { ...short, cell: "rnn", init: "spectral:3", clipNorm: 1 }, 0, 1000],
	[
		"ruined without clipping",
		order,
		{ ...short, cell: "rnn", init: "orthogonal", clipNorm: 0, optimizer: "sgd", lr: 0.6, schedule: "constant" },
		1000,
		1000,
	],
	["dead forget gates", order, { ...short, cell: "lstm", forgetBias: -6 }, 0, 1000],
	["saturated h", order, { ...short, cell: "rnn", lr: 0.3 }, 300, 1000],
	["saturated candidates", order, { ...short, cell: "lstm", lr: 0.5 }, 300, 1000],
	["dead relu", order, { ...short, cell: "rnn", variant: "relu", lr: 0.1 }, 300, 1000],
	["truncated, text", text(book), { hidden: 32, k1: 8, batch: 32 }, 1500, 1000],
	[
		"truncated, task",
		task("delayed-recall", { delay: 8 }),
		{ length: "40", hidden: 30, k2: 6, lr: 0.01, init: "orthogonal", cell: "rnn" },
		600,
		600,
	],
	[
		"clipped by norm, sgd",
		order,
		{ ...short, cell: "rnn", init: "orthogonal", optimizer: "sgd", lr: 0.1, clipNorm: 0.01 },
		300,
		1000,
	],
	[
		"clipped by value, sgd",
		order,
		{ ...short, cell: "rnn", init: "orthogonal", optimizer: "sgd", lr: 0.1, clipNorm: 0, clipValue: 1e-4 },
		300,
		1000,
	],
	[
		"reservoir grows",
		series(wave, { target: "x" }),
		{ cell: "esn", hidden: 60, spectralRadius: 4, inputScale: 0.1, ridge: 1e-6 },
	],
	["reservoir saturated", series(wave, { target: "x" }), { cell: "esn", hidden: 60, inputScale: 60, ridge: 1e-6 }],
	["reservoir grows, text", text(book), { cell: "esn", hidden: 60, density: 0.2, spectralRadius: 4, k1: 16 }, 0, 600],
	["reservoir saturated, text", text(book), { cell: "esn", hidden: 60, density: 0.2, inputScale: 20, k1: 16 }, 0, 600],
];

const asked = process.argv.find((word) => word.startsWith("only="))?.slice(5);
console.log(
	`fault                      remedy                                        nothing  remedy  lower   (median loss of the seeds that get the suggestion, of ${seeds})`,
);
for (const [name, data, options, steps, more] of FAULTS) {
	if (asked && !name.includes(asked)) continue;
	const found = new Map(); // remedy -> losses of each seed, with and without it
	for (let seed = 1; seed <= seeds; seed++) {
		const planted = await attempt(data, { ...options, seed, ...budget(steps) });
		const { findings } = await diagnose({ run: planted.run, runs, threads: 1 });
		const remedies = findings.flatMap(({ remedy, others = [] }) => (remedy ? [remedy, ...others] : []));
		const nothing = {};
		const tried = new Set(); // two findings of a run may have one remedy
		for (const { id, options: taken, fresh } of remedies) {
			const key = `${id} ${JSON.stringify(taken)}${fresh ? "" : " --from"}`;
			if (tried.has(key)) continue;
			tried.add(key);
			nothing[fresh] ??= await follow(planted.run, data, options, seed, {}, fresh, more);
			const mended = await follow(planted.run, data, options, seed, taken, fresh, more);
			if (!found.has(key)) found.set(key, []);
			found.get(key).push([nothing[fresh], mended]);
		}
		if (remedies.length === 0)
			console.log(`${name.padEnd(26)} ${findings.map(({ kind, noAction }) => `${kind} ${noAction ?? ""}`)}`);
	}
	for (const [key, pairs] of found) {
		const [before, after] = [0, 1].map((k) => median(pairs.map((pair) => pair[k])).toFixed(4));
		const lower = pairs.filter(([nothing, mended]) => mended < nothing).length;
		console.log(`${name.padEnd(26)} ${key.padEnd(46)} ${before}   ${after}   ${lower}/${pairs.length}`);
	}
}
rmSync(runs, { recursive: true });

/** Trains from new weights, or from the planted run's, with or without a remedy; returns the validation loss. */
async function follow(from, data, options, seed, taken, fresh, more) {
	const { variant, init, forgetBias, ...kept } = options;
	const own = taken.cell
		? kept
		: { ...kept, ...(variant && { variant }), ...(init && { init }), ...(forgetBias !== undefined && { forgetBias }) };
	const request = fresh
		? { data, options: { ...own, ...taken, seed, ...budget(more) } }
		: { from, options: { ...taken, ...budget(more) } };
	const { loss, lossNats } = await train({ ...request, runs, threads: 1 }).catch(() => ({
		loss: { valid: Number.POSITIVE_INFINITY },
	}));
	return (loss ?? lossNats).valid ?? Number.POSITIVE_INFINITY;
}

async function attempt(data, options) {
	return train({ data, options, runs, threads: 1 });
}

function budget(steps) {
	return steps === undefined ? {} : { steps };
}

function median(values) {
	return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Lines of a letter, 20 symbols of a and b, and the same letter. */
function recall(lines) {
	let state = 1;
	const below = (n) => (state = (state * 48271) % 2147483647) % n;
	return Array.from({ length: lines }, () => {
		const letter = "ABCDEFGH"[below(8)];
		return `${letter}${Array.from({ length: 20 }, () => "ab"[below(2)]).join("")}${letter}\n`;
	}).join("");
}
