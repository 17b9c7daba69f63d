/**
 * Measures one training on two ranks against one process with two threads: `node bench/mpi.mjs [--hidden H] [--steps N]
 * [--pairs N] [--netns]`. Each round runs all of them once. It prints symbols per second, the ratio within each round, and
 * what `stepCost` computes. Needs `npm run build` and `npm run build:mpi`, and a quiet machine.
 *
 * --netns measures over two network namespaces as well, joined at 1 Gbit/s and 0.2 ms (root, `ip netns`, and `tc` with a
 * kernel that has netem): the
 * second rank is started by `ip netns exec`, as a launcher starts one on another machine.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { stepCost } from "../dist/src/training/index.js";
import { machineLine, waitForQuiet } from "./machine.mjs";
import { randomText } from "./workloads.mjs";

const NUMBER = { type: "string" };
const { values } = parseArgs({
	options: {
		hidden: { ...NUMBER, default: "512" },
		layers: { ...NUMBER, default: "2" },
		batch: { ...NUMBER, default: "32" },
		steps: { ...NUMBER, default: "40" },
		pairs: { ...NUMBER, default: "3" },
		quiet: { ...NUMBER, default: "0" },
		netns: { type: "boolean", default: false },
	},
});
const bin = join(import.meta.dirname, "../dist/cli/bin.js");
const folder = mkdtempSync(join(tmpdir(), "sluice-bench-mpi-"));
const input = join(folder, "text.txt");
writeFileSync(input, randomText(2_000_000));

/** The two ends of a link: each in a namespace of its own. */
const NAMESPACES = ["sluice-a", "sluice-b"];
const sh = (line) => {
	const { status, stderr } = spawnSync("sh", ["-ec", line], { encoding: "utf8" });
	if (status !== 0) throw new Error(`${line}: ${stderr}`);
};

function joinNamespaces() {
	const [a, b] = NAMESPACES;
	sh(`ip netns add ${a}; ip netns add ${b}; ip link add sl0 netns ${a} type veth peer name sl1 netns ${b}`);
	for (const [n, name] of NAMESPACES.entries()) {
		const inside = `ip netns exec ${name}`;
		sh(
			`${inside} ip addr add 10.99.0.${n + 1}/24 dev sl${n}; ${inside} ip link set sl${n} up; ${inside} ip link set lo up`,
		);
		sh(`${inside} tc qdisc add dev sl${n} root netem rate 1gbit delay 0.1ms`); // both ways together 0.2 ms
	}
}

const removeNamespaces = () => spawnSync("sh", ["-c", NAMESPACES.map((name) => `ip netns del ${name}`).join("; ")]);

const args = (run, threads) => [
	...[
		"train",
		input,
		"--hidden",
		values.hidden,
		"--layers",
		values.layers,
		"--batch",
		values.batch,
		"--steps",
		values.steps,
	],
	...["--shards", "8", "--record-every", "0", "--valid-every", values.steps, "--threads", String(threads)],
	...["--runs", folder, "--run", run, "--quiet", "--json"],
];
const MPI = ["--oversubscribe", "--bind-to", "none"];
const here = `[ "$OMPI_COMM_WORLD_RANK" = 0 ] && N=${NAMESPACES[0]} || N=${NAMESPACES[1]}; exec ip netns exec $N "$@"`;
const KINDS = {
	"1 process, 1 thread": (run) => [process.execPath, bin, ...args(run, 1)],
	"1 process, 2 threads": (run) => [process.execPath, bin, ...args(run, 2)],
	"2 ranks, 1 thread each": (run) => {
		return ["mpirun", ...MPI, "--mca", "btl", "self,sm", "-n", "2", process.execPath, bin, ...args(run, 1)];
	},
	...(values.netns && {
		"2 ranks, 1 Gbit/s, 0.2 ms": (run) => {
			const tcp = ["--mca", "btl", "self,tcp", "--mca", "btl_tcp_if_include", "10.99.0.0/24"];
			return ["mpirun", ...MPI, ...tcp, "-n", "2", "sh", "-c", here, "sh", process.execPath, bin, ...args(run, 1)];
		},
	}),
};

const env = { ...process.env, OMPI_ALLOW_RUN_AS_ROOT: "1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: "1" };
console.log(machineLine());
try {
	if (values.netns) {
		removeNamespaces(); // of a run that was killed
		joinNamespaces();
	}
	let result;
	let laneSeconds = 0;
	for (let pair = 0; pair < Number(values.pairs); pair++) {
		const speeds = {};
		for (const [kind, command] of Object.entries(KINDS)) {
			await waitForQuiet(Number(values.quiet));
			const [program, ...words] = command(`${kind.replace(/\W+/g, "-")}-${pair}`);
			const { stdout, stderr, status } = spawnSync(program, words, { encoding: "utf8", env, maxBuffer: 1 << 26 });
			if (status !== 0) throw new Error(`${kind}: ${stderr}`);
			const last = JSON.parse(stdout);
			if (result && last.weightsSha256 !== result.weightsSha256) throw new Error(`${kind}: other weights`);
			result = last;
			speeds[kind] = last.tokensPerSecond;
		}
		const [single, alone, ...others] = Object.values(speeds);
		laneSeconds = 64 / single; // k1 symbols of one lane, on the one thread of a rank
		const ratios = others.map((speed) => (speed / alone).toFixed(2)).join(", ");
		console.log(
			Object.entries(speeds)
				.map(([kind, speed]) => `${kind}: ${Math.round(speed)} symbols/s`)
				.join("; "),
			`ratio ${ratios}`,
		);
	}
	const batch = Number(values.batch);
	const cost = stepCost({ parameters: result.parameters, batch, shards: 8, ranks: 2, laneSeconds });
	console.log(
		`${result.parameters} parameters; stepCost at 1 Gbit/s: exchange ${(1000 * cost.exchangeSeconds).toFixed(1)} ms, efficiency ${cost.efficiency.toFixed(3)}`,
	);
} finally {
	if (values.netns) removeNamespaces();
	rmSync(folder, { recursive: true, force: true });
}
