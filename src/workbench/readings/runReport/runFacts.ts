/** The parts of a run's report that are read from its folder alone. */

import { fail } from "../../../errors/index.ts";
import { withGot } from "../../../errors/request.ts";
import { checkCells, type NamedCell } from "../../../interop/cellNotes.ts";
import type { RunReportPage } from "../../../views/runReport.ts";
import { inside, realDisk } from "../../disk/disk.ts";
import { sha256 } from "../../disk/sha256.ts";
import type { RunConfig, TextConfig } from "../../runs/config.ts";
import { readDocument } from "../../runs/documents.ts";
import type { Run } from "../../runs/runStore.ts";
import type { RunCurves } from "../curves/curvesResult.ts";

/** Samples on the page, the newest last. */
const SAMPLES = 3;

type Facts = Pick<RunReportPage, "step" | "samples" | "cells" | "settings" | "digests" | "commands"> & {
	weightsSha256: string;
};

/** @param step checkpoint that the report is about. Default: the best. */
export function runFacts(run: Run<RunConfig>, { state }: Pick<RunCurves, "state">, step?: number): Facts {
	const { config, name } = run;
	const loaded = step === undefined ? run.loadBest() : run.loadStep(step);
	const weights = loaded.snapshot.tensors.filter(({ name: tensor }) => !/^(optimizer|state)\./.test(tensor));
	const weightsSha256 = sha256(...weights.map(({ data }) => data));
	const digest = digestOf(config);
	const samples = run.readSamples().flatMap((line) => {
		const [at, text] = [line.step, line.text];
		return typeof at === "number" && typeof text === "string" ? [{ step: at, text }] : [];
	});
	return {
		step: loaded.step,
		samples: samples.slice(-SAMPLES),
		cells: cellsOf(run).map(({ unit, name: cell, pattern, evidence }) => {
			return { unit, name: cell, pattern, auc: evidence?.auc ?? null };
		}),
		settings: [
			...textSettings(config),
			...Object.entries(config.options).map(([option, value]) => [option, String(value)] as const),
		],
		digests: [
			["weights", weightsSha256],
			...(digest === undefined ? [] : [["text", digest] as const]),
			["engine", `${config.build}, ${config.threads} threads, seed ${config.options.seed}`],
			["version", config.version],
		],
		commands: [
			`sluice runs show ${name}`,
			...(config.data?.kind === "own"
				? []
				: [`sluice diagnose ${name}${state === "finished" ? "" : " --checkpoint best"}`, `sluice eval ${name}`]),
		],
		weightsSha256,
	};
}

/** How a text was read; empty for other data. */
function textSettings(config: RunConfig): [name: string, value: string][] {
	if (config.data) return [];
	const { unit, split, lossy, encoding } = config;
	return [
		["unit", unit],
		["split", split.join("/")],
		...(encoding === undefined ? [] : [["encoding", encoding] as [string, string]]),
		...(lossy ? [["lossy", "true"] as [string, string]] : []),
	];
}

/** SHA-256 of the data, or of sampled parts of a large file, or of the batches of a program's own task. */
function digestOf({ data, ...config }: RunConfig): string | undefined {
	const fingerprint = data
		? "fingerprint" in data
			? data.fingerprint
			: undefined
		: (config as TextConfig).fingerprint;
	if (fingerprint === undefined || typeof fingerprint === "string") return fingerprint;
	return fingerprint.whole ? fingerprint.sha256 : `${fingerprint.sha256} (of parts)`;
}

function cellsOf({ folder }: Run<RunConfig>): NamedCell[] {
	const raw = readDocument(inside(realDisk, folder), folder, "cells");
	return raw === undefined
		? []
		: checkCells(raw, (key, got, why) =>
				fail("E_RUN_FIELD", { path: `${folder}/cells.json`, key, why: withGot(why, got) }),
			);
}
