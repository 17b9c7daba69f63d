/**
 * Measures one training on two ranks against one process with two threads: `node bench/mpi.mjs [--workload W2] [--hidden H]
 * [--steps N] [--pairs N] [--netns] [--link MBITS,MS,LOSS]... [--sync-every K] [--quick]`. Each round runs all of them once. It
 * prints symbols per second, the ratios within each round, and what `stepCost` computes; weights that should be equal and
 * are not end it. Needs `npm run build` and `npm run build:mpi`, and a quiet machine.
 *
 * --link measures over two network namespaces as well (root), joined at so many Mbit/s in each direction, with so many
 * milliseconds there and back and so many per cent of the packets lost: `--link 100,5,1`. It can be given several times;
 * --netns is `--link 1000,0.2,0`. Where the kernel has no netem, link.c carries the packets; the names of the measurements say
 * which. Where namespaces cannot be made, the reason is printed and the rest is measured.
 * --workload takes the model, the batch and the length of W1 to W4 (workloads.mjs).
 * --sync-every K measures two ranks that exchange weights every K updates as well.
 * --quick runs everything once in seconds, at a small size: it shows that the measurement runs, and measures nothing.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { stepCost } from "../dist/src/training/index.js";
import { machineLine, waitForQuiet } from "./machine.mjs";
import { TwoMachines } from "./namespaces.mjs";
import { randomText, WORKLOADS } from "./workloads.mjs";

const NUMBER = { type: "string" };
const { values } = parseArgs({
	options: {
		hidden: { ...NUMBER, default: "512" },
		layers: { ...NUMBER, default: "2" },
		batch: { ...NUMBER, default: "32" },
		steps: { ...NUMBER, default: "40" },
		pairs: { ...NUMBER, default: "3" },
		quiet: { ...NUMBER, default: "0" },
		k1: { ...NUMBER, default: "64" },
		shards: { ...NUMBER, default: "8" },
		cell: { ...NUMBER, default: "lstm" },
		workload: { type: "string" },
		netns: { type: "boolean", default: false },
		link: { type: "string", multiple: true, default: [] },
		quick: { type: "boolean", default: false },
		"sync-every": NUMBER,
	},
});
if (values.quick) Object.assign(values, { hidden: "32", layers: "1", batch: "8", steps: "4", pairs: "1" });
if (values.workload) {
	const { cell, layers, hidden, batch, steps } = WORKLOADS[values.workload];
	Object.assign(values, {
		cell,
		layers,
		hidden,
		batch,
		k1: steps,
		shards: [8, 4, 2].find((shards) => batch % shards === 0),
	});
}
const links = [...(values.netns ? ["1000,0.2,0"] : []), ...values.link].map((link) => {
	const [megabits, milliseconds, percent] = link.split(",").map(Number);
	return { megabits, milliseconds, percent };
});
const syncEvery = values["sync-every"];
const bin = join(import.meta.dirname, "../dist/cli/bin.js");
const folder = mkdtempSync(join(tmpdir(), "sluice-bench-mpi-"));
const input = join(folder, "text.txt");
writeFileSync(input, randomText(2_000_000));

const OPTIONS = ["cell", "hidden", "layers", "batch", "k1", "steps"];
const args = (run, threads, together = ["--shards", String(values.shards)]) => [
	...["train", input, ...OPTIONS.flatMap((name) => [`--${name}`, String(values[name])]), "--k2", String(values.k1)],
	...together,
	...["--record-every", "0", "--valid-every", values.steps, "--threads", String(threads)],
	...["--runs", folder, "--run", run, "--quiet", "--json"],
];
const MPI = ["--oversubscribe", "--bind-to", "none"];
const SHARED = ["--mca", "btl", "self,sm", "-n", "2"];
const launched = (how, together) => (run) => [...how, process.execPath, bin, ...args(run, 1, together)];
const shared = (together) => launched(["mpirun", ...MPI, ...SHARED], together);
const sync = ["--sync-every", String(syncEvery)];
const KINDS = {
	"1 process, 1 thread": (run) => [process.execPath, bin, ...args(run, 1)],
	"1 process, 2 threads": (run) => [process.execPath, bin, ...args(run, 2)],
	"2 ranks, 1 thread each": shared(),
	...(syncEvery && { [`2 ranks, exchange every ${syncEvery} updates`]: shared(sync) }),
};

const env = { ...process.env, OMPI_ALLOW_RUN_AS_ROOT: "1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: "1" };
console.log(machineLine());
let machines;
try {
	try {
		if (links.length > 0) machines = new TwoMachines(folder);
		for (const [n, figures] of links.entries()) {
			const name = await machines.join(n, figures);
			KINDS[`2 ranks, ${name}`] = launched(machines.mpirun(n));
			if (syncEvery)
				KINDS[`2 ranks, ${name}, exchange every ${syncEvery} updates`] = launched(machines.mpirun(n), sync);
		}
	} catch (error) {
		console.log(`without network namespaces: ${error.message.trim()}`);
	}
	let result;
	let laneSeconds = 0;
	for (let pair = 0; pair < Number(values.pairs); pair++) {
		const speeds = {};
		for (const [n, [kind, command]] of Object.entries(KINDS).entries()) {
			await waitForQuiet(Number(values.quiet));
			const [program, ...words] = command(`run-${pair}-${n}`);
			const { stdout, stderr, status } = spawnSync(program, words, { encoding: "utf8", env, maxBuffer: 1 << 26 });
			if (status !== 0) throw new Error(`${kind}: ${stderr}`);
			const last = JSON.parse(stdout);
			const equal = !kind.includes("exchange every"); // whose weights are others
			if (equal && result && last.weightsSha256 !== result.weightsSha256) throw new Error(`${kind}: other weights`);
			if (equal) result = last;
			speeds[kind] = last.tokensPerSecond;
		}
		const [single, alone, ...others] = Object.values(speeds);
		laneSeconds = Number(values.k1) / single; // k1 symbols of one lane, on the one thread of a rank
		const ratios = others.map((speed) => (speed / alone).toFixed(2)).join(", ");
		const efficiencies = others.map((speed) => (speed / single / 2).toFixed(2)).join(", ");
		console.log(
			Object.entries(speeds)
				.map(([kind, speed]) => `${kind}: ${Math.round(speed)} symbols/s`)
				.join("; "),
			`ratio ${ratios}; efficiency against 1 thread ${efficiencies}`,
		);
	}
	const batch = Number(values.batch);
	console.log(
		`${result.parameters} parameters, weights ${result.weightsSha256} in all but those that exchange weights`,
	);
	const shards = Number(values.shards);
	for (const { megabits, milliseconds } of links.length > 0 ? links : [{ megabits: 1000, milliseconds: 0.4 }]) {
		const network = { bitsPerSecond: megabits * 1e6, latencySeconds: milliseconds / 2e3 };
		const cost = stepCost({ parameters: result.parameters, batch, shards, ranks: 2, laneSeconds, ...network });
		const figures = `exchange ${(1000 * cost.exchangeSeconds).toFixed(1)} ms, efficiency ${cost.efficiency.toFixed(3)}`;
		console.log(`stepCost at ${megabits} Mbit/s, ${milliseconds} ms there and back, nothing lost: ${figures}`);
	}
} finally {
	for (const figures of (await machines?.end()) ?? []) console.log(`link.c: ${figures}`);
	rmSync(folder, { recursive: true, force: true });
}
