/** Converts measurements to lines of text, rows of JSON, and the tables of docs/performance.md. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, isGeneration, median, usefulFlop, weightBytes } from "./workloads.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

/** @typedef {import("./contenders.mjs").Contender} Contender */
/** @typedef {{name: string, rounds: Map<Contender, any>[], contenders: Contender[], firstSteps: Map<Contender, number[]>}} Result */

/** "torch openmp, 2 threads". */
export function nameOf({ who, setting, threads }) {
	return `${who} ${settingOf({ setting, threads })}`;
}

function settingOf({ setting, threads }) {
	return `${setting}, ${threads} thread${threads > 1 ? "s" : ""}`;
}

function gflops(name, tokensPerSecond) {
	return (tokensPerSecond * usefulFlop(name)) / 1e9;
}

/** Formats one run as one line. */
export function runLine(name, contender, result, limits) {
	const { tokensPerSecond, p10Ms, p90Ms, rssMb, otherCpus, steal, build } = result;
	const done = gflops(name, tokensPerSecond);
	const peak = limits.get(contender.threads)?.gflops;
	const share = peak ? ` (${((100 * done) / peak).toFixed(0)} % of the FMA peak)` : "";
	const reads = isGeneration(name)
		? `, ${((tokensPerSecond * weightBytes(name)) / 1e9).toFixed(1)} GB/s of weights`
		: "";
	const memory = rssMb ? `, ${rssMb.toFixed(0)} MB` : "";
	const load =
		otherCpus === null
			? ""
			: `, others ${otherCpus.toFixed(2)} CPUs${steal > 0.05 ? `, stolen ${steal.toFixed(2)}` : ""}`;
	const spread = `step ${p10Ms.toPrecision(3)} to ${p90Ms.toPrecision(3)} ms`;
	const rate = `${rounded(tokensPerSecond)} ${isGeneration(name) ? "characters" : "tokens"}/s`;
	return `${nameOf(contender)}: ${rate}, ${done.toFixed(2)} GFLOP/s${share}${reads}, ${spread}${memory}${load} [${build}]`;
}

/**
 * Compares Sluice's contenders with every peer's that has no more threads, and its wasm engines with native.
 * @param {Result} result
 */
export function comparisons(result) {
	const { name, rounds, contenders } = result;
	const all = (contender) => rounds.map((round) => round.get(contender)).filter(Boolean);
	const ran = contenders.filter((contender) => all(contender).length > 0);
	const rate = (contender) => median(all(contender).map((run) => run.tokensPerSecond));
	const best = new Map(); // peer -> its fastest setting
	for (const contender of ran) {
		if (!best.has(contender.who) || rate(contender) > rate(best.get(contender.who))) best.set(contender.who, contender);
	}
	const rows = [];
	for (const one of ran.filter(({ who }) => who === "sluice")) {
		for (const other of ran.filter((candidate) => comparable(one, candidate))) {
			const pairs = rounds.map((round) => [round.get(one), round.get(other)]).filter(([a, b]) => a && b);
			if (pairs.length === 0) continue;
			const ratios = pairs.map(([a, b]) => round(a.tokensPerSecond / b.tokensPerSecond, 4));
			const tokensPerSecond = median(pairs.map(([a]) => a.tokensPerSecond));
			const loads = pairs.flat().map(({ otherCpus }) => otherCpus);
			const rss = (side) => (pairs[0][side].rssMb ? round(median(pairs.map((pair) => pair[side].rssMb)), 1) : null);
			const peerFirst = pairs.map(([, b]) => b.firstStepSeconds).filter(Boolean);
			const row = {
				...{ workload: name, engine: one.setting, threads: one.threads, tokensPerSecond: round(tokensPerSecond, 1) },
				...{ gflops: round(gflops(name, tokensPerSecond), 3), peer: other.who, peerSetting: settingOf(other) },
				peerTokensPerSecond: round(median(pairs.map(([, b]) => b.tokensPerSecond)), 1),
				...{ ratioMedian: round(median(ratios), 3), ratioMin: round(Math.min(...ratios), 3) },
				...{ ratioMax: round(Math.max(...ratios), 3), pairs: ratios.length },
				otherCpus: loads.includes(null) ? null : round(Math.max(...loads), 2),
				...{ rssMb: rss(0), firstStepSeconds: seconds(result.firstSteps.get(one)) },
				...{ peerBest: best.get(other.who) === other, peerRssMb: rss(1) },
				peerFirstStepSeconds: seconds(other.who === "sluice" ? result.firstSteps.get(other) : peerFirst),
			};
			rows.push({ row, ratios, loads });
		}
	}
	return rows;
}

function comparable(one, other) {
	if (other.who !== "sluice") return other.threads <= one.threads;
	return other.setting === "native" && one.setting !== "native" && other.threads === one.threads;
}

/** The ratios of a workload, round by round. */
export function pairLines(result) {
	return comparisons(result).map(({ row, ratios, loads }) => {
		const { engine, threads, peer, peerSetting, peerBest, ratioMedian, ratioMin, ratioMax } = row;
		const sides = `${nameOf({ who: "sluice", setting: engine, threads })} / ${peer} ${peerSetting}`;
		const spread = `${ratioMin.toFixed(2)} to ${ratioMax.toFixed(2)}`;
		const load = loads.includes(null) ? "" : `; others up to ${row.otherCpus.toFixed(2)} CPUs`;
		const each = ratios.map((ratio) => ratio.toFixed(2)).join(" ");
		const mark = peerBest && peer !== "sluice" ? " (its best setting)" : "";
		return `  ${sides}${mark}: ${each} -> median ${ratioMedian.toFixed(2)} (${spread})${load}`;
	});
}

/**
 * Returns the tables of a run.
 * @param {Result[]} results
 */
export function markdown(header, results, rows) {
	const lines = [...opening(header)];
	for (const [threads, { gflops: peak, dramGBps, weightsGBps }] of header.limits) {
		const reads = `reads ${dramGBps} GB/s from memory and ${weightsGBps} GB/s of W5's 12.8 MB of weights`;
		lines.push(`- Limits, ${threads} thread${threads > 1 ? "s" : ""}: FMA peak ${peak} GFLOP/s; ${reads}`);
	}
	const builds = new Set(
		results.flatMap(({ rounds }) => rounds.flatMap((round) => [...round.values()])).map((run) => run.build),
	);
	lines.push(`- Builds: ${[...builds].join("; ")}`, "");
	lines.push(
		"| workload | Sluice | tokens/s | GFLOP/s | of the FMA peak | peer | its tokens/s | ratio (min to max) | pairs | others, CPUs |",
	);
	lines.push("| --- | --- | ---: | ---: | ---: | --- | ---: | --- | ---: | ---: |");
	for (const { row } of rows) {
		const { workload, engine, threads, tokensPerSecond, peer, peerSetting, peerBest, peerTokensPerSecond } = row;
		const peak = header.limits.get(threads)?.gflops;
		const share = peak ? `${((100 * row.gflops) / peak).toFixed(0)} %` : "";
		const ratio = `${row.ratioMedian.toFixed(2)} (${row.ratioMin.toFixed(2)} to ${row.ratioMax.toFixed(2)})`;
		const against = `${peer} ${peerSetting}`;
		const cells = [
			...[workload, settingOf({ setting: engine, threads }), rounded(tokensPerSecond), row.gflops.toFixed(2), share],
			...[peerBest && peer !== "sluice" ? `**${against}**` : against, rounded(peerTokensPerSecond), ratio],
			...[row.pairs, row.otherCpus?.toFixed(2) ?? ""],
		];
		lines.push(`| ${cells.join(" | ")} |`);
	}
	lines.push("", "Bold: the fastest setting of that peer on that workload.", "");
	lines.push(
		"| workload | who | peak RSS, MB | process start to end of first step, s |",
		"| --- | --- | ---: | ---: |",
	);
	for (const { name, rounds, contenders, firstSteps } of results) {
		for (const contender of contenders) {
			const runs = rounds.map((round) => round.get(contender)).filter(Boolean);
			if (runs.length === 0) continue;
			const first = firstSteps.get(contender) ?? runs.map((run) => run.firstStepSeconds).filter(Boolean);
			const rss = runs[0].rssMb ? median(runs.map((run) => run.rssMb)).toFixed(0) : "";
			lines.push(`| ${name} | ${nameOf(contender)} | ${rss} | ${seconds(first)?.toFixed(2) ?? ""} |`);
		}
	}
	return [...lines, "", ...results.map(({ name }) => `${name}: ${describe(name)}.`)].join("\n");
}

export function busyMarkdown(header, rows) {
	const lines = [...opening(header), ""];
	lines.push(
		"| workload | who | quiet, tokens/s | beside one busy process | kept (min to max) | pairs | others, CPUs: quiet, busy |",
	);
	lines.push("| --- | --- | ---: | ---: | --- | ---: | --- |");
	for (const row of rows) {
		const kept = `${percent(row.keptMedian)} (${percent(row.keptMin)} to ${percent(row.keptMax)})`;
		const rates = [rounded(row.quietTokensPerSecond), rounded(row.busyTokensPerSecond)];
		const load = `${row.otherCpusQuiet.toFixed(2)}, ${row.otherCpusBusy.toFixed(2)}`;
		lines.push(`| ${[row.workload, row.contender, ...rates, kept, row.pairs, load].join(" | ")} |`);
	}
	return lines.join("\n");
}

function opening({ command, machine, date, missing }) {
	const lines = [`- Command: \`${command}\``, `- Date: ${date} UTC`, `- Machine: ${machine}`];
	return missing.length > 0 ? [...lines, `- Left out: ${missing.join("; ")}`] : lines;
}

/**
 * Replaces the text between `<!-- NAME -->` and `<!-- /NAME -->` in a file, or appends it, and then formats the file
 * with the project's formatter if that is installed.
 */
export function writeSection(path, name, body) {
	const [from, to] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
	const text = existsSync(path) ? readFileSync(path, "utf8") : "";
	const section = `${from}\n\n${body}\n\n${to}`;
	const [start, end] = [text.indexOf(from), text.indexOf(to)];
	const whole = start >= 0 && end > start;
	writeFileSync(path, whole ? text.slice(0, start) + section + text.slice(end + to.length) : `${text}${section}\n`);
	spawnSync(join(ROOT, "node_modules/.bin/biome"), ["format", "--write", path], { cwd: process.cwd() });
}

export function percent(share) {
	return `${(100 * share).toFixed(0)} %`;
}

function seconds(values) {
	return values && values.length > 0 ? round(median(values), 3) : null;
}

function round(value, digits) {
	return Number(value.toFixed(digits));
}

/** 60412.7 -> "60,413", 66.31 -> "66.3". */
function rounded(value) {
	return value.toLocaleString("en-US", { maximumFractionDigits: value < 100 ? 1 : 0 });
}
