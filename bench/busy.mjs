/** Measures how much of its speed each contender keeps while another process is busy: quiet and busy runs alternate. */
import { spawn } from "node:child_process";
import { waitForQuiet } from "./machine.mjs";
import { nameOf, percent } from "./report.mjs";
import { median } from "./workloads.mjs";

/** @returns a row for each workload and contender */
export async function runBusy(contenders, { only, pairs, seconds, limitSeconds, quietSeconds }, say) {
	const rows = [];
	for (const name of only) {
		const running = new Map(contenders.map((contender) => [contender, []]));
		for (let pair = 0; pair < pairs; pair++) {
			for (const [contender, kept] of running) {
				try {
					if (quietSeconds > 0 && !(await waitForQuiet(quietSeconds))) say("  the machine did not get quiet");
					const measure = () => contender.run(name, seconds, limitSeconds);
					const quiet = await measure();
					const busy = await besideOne(measure);
					kept.push({ quiet, busy });
					const share = percent(busy.tokensPerSecond / quiet.tokensPerSecond);
					const [others, before] = [busy.otherCpus, quiet.otherCpus].map((cpus) => cpus?.toFixed(2) ?? "?");
					say(
						`  ${name} ${pair + 1}/${pairs}  ${nameOf(contender)}: keeps ${share} (others ${before}, then ${others} CPUs)`,
					);
				} catch (error) {
					running.delete(contender);
					say(`  ${name} ${nameOf(contender)}: left out, ${error.message}`);
				}
			}
		}
		for (const [contender, kept] of running) if (kept.length > 0) rows.push(rowOf(name, contender, kept));
	}
	for (const row of rows) {
		const spread = `${percent(row.keptMin)} to ${percent(row.keptMax)}`;
		say(`${row.workload}  ${row.contender}: keeps ${percent(row.keptMedian)} next to one busy process (${spread})`);
	}
	return rows;
}

function rowOf(workload, contender, kept) {
	const shares = kept.map(({ quiet, busy }) => busy.tokensPerSecond / quiet.tokensPerSecond);
	return {
		...{ workload, contender: nameOf(contender), threads: contender.threads, pairs: kept.length },
		quietTokensPerSecond: median(kept.map(({ quiet }) => quiet.tokensPerSecond)),
		busyTokensPerSecond: median(kept.map(({ busy }) => busy.tokensPerSecond)),
		...{ keptMedian: median(shares), keptMin: Math.min(...shares), keptMax: Math.max(...shares) },
		otherCpusQuiet: Math.max(...kept.map(({ quiet }) => quiet.otherCpus ?? 0)),
		otherCpusBusy: Math.max(...kept.map(({ busy }) => busy.otherCpus ?? 0)),
	};
}

async function besideOne(measure) {
	const spinner = spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" });
	const stop = () => spinner.kill("SIGKILL");
	process.on("exit", stop);
	try {
		return await measure();
	} finally {
		stop();
		process.off("exit", stop);
	}
}
