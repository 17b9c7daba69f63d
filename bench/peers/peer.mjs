/** Shared by the JavaScript peers: one measurement per process, `node PEER.mjs WORKLOAD SECONDS`. */
import { loadMeter, peakRssMb } from "../machine.mjs";
import { timeSteps, tokensPerStep } from "../workloads.mjs";

/**
 * @param {string} build name and version of the peer
 * @param {(name: string) => Promise<{step: () => unknown, tokens?: number}>} prepare
 */
export async function measure(build, prepare) {
	const [name, seconds] = process.argv.slice(2);
	const { step, tokens = tokensPerStep(name) } = await prepare(name);
	let firstStepSeconds = 0;
	const onFirst = () => {
		firstStepSeconds = Date.now() / 1000 - Number(process.env.BENCH_STARTED);
	};
	const result = await timeSteps(step, { tokens, seconds: Number(seconds), meter: loadMeter(), onFirst });
	console.log(JSON.stringify({ ...result, threads: 1, rssMb: peakRssMb(), firstStepSeconds, build }));
	process.exit(0);
}

/** Returns `n` random symbols of `V`. */
export function randomIds(n, V) {
	return Int32Array.from({ length: n }, () => Math.floor(Math.random() * V));
}
