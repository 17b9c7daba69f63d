/**
 * Measures one training on two ranks against one process with two threads: `node bench/mpi.mjs [--hidden H] [--steps N]
 * [--pairs N] [--netns] [--sync-every K] [--quick]`. Each round runs all of them once. It prints symbols per second, the
 * ratio within each round, and what `stepCost` computes. Needs `npm run build` and `npm run build:mpi`, and a quiet machine.
 *
 * --netns measures over two network namespaces as well, joined at 1 Gbit/s and 0.2 ms (root, `ip netns`, `tc`): the daemon
 * of the second rank is started in its namespace, as a launcher starts one on another machine. Where the kernel has no netem, `tc tbf`
 * sets the rate and there is no delay; the names of the measurements say which. Where namespaces cannot be made, the reason
 * is printed and the rest is measured.
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
		quick: { type: "boolean", default: false },
		"sync-every": NUMBER,
	},
});
if (values.quick) Object.assign(values, { hidden: "32", layers: "1", batch: "8", steps: "4", pairs: "1" });
const syncEvery = values["sync-every"];
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

/** Returns the link's figures, as a name. */
function joinNamespaces() {
	const [a, b] = NAMESPACES;
	const NETEM = "netem rate 1gbit delay 0.1ms"; // both ways together 0.2 ms
	const TBF = "tbf rate 1gbit burst 128kb latency 50ms"; // latency: of the queue at most
	let shaped = NETEM;
	sh(`ip netns add ${a}; ip netns add ${b}; ip link add sl0 netns ${a} type veth peer name sl1 netns ${b}`);
	for (const [n, name] of NAMESPACES.entries()) {
		const inside = `ip netns exec ${name}`;
		sh(
			`${inside} ip addr add 10.99.0.${n + 1}/24 dev sl${n}; ${inside} ip link set sl${n} up; ${inside} ip link set lo up`,
		);
		if (n === 0 && spawnSync("sh", ["-c", `${inside} tc qdisc add dev sl0 root ${NETEM}`]).status !== 0) shaped = TBF;
		sh(`${inside} tc qdisc replace dev sl${n} root ${shaped}`);
	}
	return shaped === NETEM ? "1 Gbit/s, 0.2 ms" : "1 Gbit/s, no delay (this kernel has no netem)";
}

const removeNamespaces = () => spawnSync("sh", ["-c", NAMESPACES.map((name) => `ip netns del ${name}`).join("; ")]);

const args = (run, threads, together = ["--shards", "8"]) => [
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
	...together,
	...["--record-every", "0", "--valid-every", values.steps, "--threads", String(threads)],
	...["--runs", folder, "--run", run, "--quiet", "--json"],
];
const MPI = ["--oversubscribe", "--bind-to", "none"];
const SHARED = ["--mca", "btl", "self,sm", "-n", "2"];
const launched = (how, together) => (run) => [...how, process.execPath, bin, ...args(run, 1, together)];
const shared = (together) => launched(["mpirun", ...MPI, ...SHARED], together);
/** As on two machines: mpirun in one namespace starts its daemon in the other by an agent, where it would use ssh. */
const linked = (together) => {
	const agent = join(folder, "agent.sh");
	const [a, b] = NAMESPACES;
	writeFileSync(agent, `#!/bin/sh\nshift\nexec ip netns exec ${b} unshare --uts sh -c "hostname ${b}; $*"\n`, {
		mode: 0o755,
	});
	const link = "10.99.0.0/24";
	const reach = ["--prtemca", "plm_ssh_agent", agent, "--prtemca", "prte_if_include", link];
	const tcp = ["--mca", "btl", "self,tcp", "--mca", "btl_tcp_if_include", link];
	const job = ["mpirun", ...MPI, ...reach, "--host", "10.99.0.1:1,10.99.0.2:1", ...tcp, "-n", "2"];
	const inside = ["ip", "netns", "exec", a, "unshare", "--uts", "sh", "-c", `hostname ${a}; exec "$@"`, "sh"];
	return launched([...inside, ...job], together);
};
const sync = ["--sync-every", String(syncEvery)];
const KINDS = {
	"1 process, 1 thread": (run) => [process.execPath, bin, ...args(run, 1)],
	"1 process, 2 threads": (run) => [process.execPath, bin, ...args(run, 2)],
	"2 ranks, 1 thread each": shared(),
	...(syncEvery && { [`2 ranks, exchange every ${syncEvery} updates`]: shared(sync) }),
};

const env = { ...process.env, OMPI_ALLOW_RUN_AS_ROOT: "1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: "1" };
console.log(machineLine());
try {
	if (values.netns) {
		removeNamespaces(); // of a run that was killed
		try {
			const link = joinNamespaces();
			KINDS[`2 ranks, ${link}`] = linked();
			if (syncEvery) KINDS[`2 ranks, ${link}, exchange every ${syncEvery} updates`] = linked(sync);
		} catch (error) {
			console.log(`without network namespaces: ${error.message.trim()}`);
		}
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
