/** The diagnosis of a run: its weights, its own text or another, and how it was trained. */
import { join } from "node:path";
import { Weights } from "../cells/weights.ts";
import type { PartName } from "../data/corpus.ts";
import type { LayerJacobian } from "../diagnosis/examine.ts";
import { type Examination, examine } from "../diagnosis/examine.ts";
import { carrier, FINDING_KINDS, type Finding, type FindingKind } from "../diagnosis/findings.ts";
import type { LagCurve } from "../diagnosis/gradientByLag.ts";
import { type ExactCost, exactCost } from "../diagnosis/jacobian.ts";
import { toLog10 } from "../diagnosis/logNumbers.ts";
import { lagOfShare } from "../diagnosis/memoryLength.ts";
import { stuck, type UnitShares } from "../diagnosis/saturation.ts";
import { fail } from "../errors/index.ts";
import { modelOf } from "../training/options.ts";
import { stopwatch } from "./clock.ts";
import { type EchoConfig, isEcho, onText, parseConfig } from "./config.ts";
import { diagnoseEchoRun, type EchoDiagnosis } from "./diagnoseEcho.ts";
import { realDisk } from "./disk.ts";
import { openEngine } from "./engines.ts";
import { diagnosisSvg } from "./figures/diagnosis.ts";
import { type HistoryPoint, historyOf } from "./history.ts";
import { metricNumber } from "./metricsLog.ts";
import { type CheckpointChoice, loadCheckpoint, type ModelHooks } from "./model.ts";
import { placeFor, replaceFile } from "./publish.ts";
import { checkRequest } from "./request.ts";
import { openRun, type Run } from "./runStore.ts";
import { lasting, openTexts, sameText, scan } from "./texts.ts";
import { DEFAULT_RUNS, ENGINE_KEYS, type EngineRequest, vocabularyOf } from "./train.ts";

export { FINDING_KINDS, type Finding, type FindingKind } from "../diagnosis/findings.ts";

export interface DiagnoseRequest extends EngineRequest {
	/** Name or folder. */
	run: string;
	/** Folder of runs. Default ./runs. */
	runs?: string;
	/** Default best. */
	checkpoint?: CheckpointChoice;
	/** Other texts, read whole; without them, `part` of the run's own text. */
	texts?: string[];
	/** Default valid. */
	part?: PartName;
	/** Largest lag K, 1 to 100000. Default 200; less where the text is shorter. */
	lags?: number;
	/** File to draw the figures into; one that is there is replaced, whole or not at all. */
	svg?: string;
}

/** Numbers k = 0..K; null where the gradient is exactly zero or not a number. */
type Logs = (number | null)[];

export interface LagReport {
	/** log10 of the geometric mean over the sequences. */
	typical: Logs;
	mean: Logs;
	rms: Logs;
	/** Sequences whose gradient is exactly 0. */
	zeros: number[];
}

export interface LayerReport {
	/** First lag from which the typical gradient stays below 1 %; null beyond the last. Of c for an LSTM. */
	reach: number | null;
	h: LagReport;
	c?: LagReport;
	throughC?: LagReport;
	throughH?: LagReport;
	/** [S][S]: share of the cost of row t that arrives at column k; log10 of its norm; part through c. */
	triangle: { share: number[][]; reach: Logs[]; throughC?: number[][] };
	jacobian: {
		size: number;
		/** Whether every singular value and eigenvalue was found; else the largest and the exponents, by iteration. */
		exact: boolean;
		/** What one whole decomposition takes. */
		cost: ExactCost;
		largestSingular: number;
		lyapunovNats: (number | null)[];
		steps?: { t: number; singular: number[]; eigenvalues: [re: number, im: number][]; radius: number }[];
		products?: { steps: number; log10: number | null }[];
		recurrent: LayerJacobian["recurrent"];
	};
	saturation: Record<string, { low: number; high: number; stuckLow: number; stuckHigh: number; units: UnitReport }>;
}

/** Shares of the steps, unit by unit. */
interface UnitReport {
	low: number[];
	high: number[];
}

export interface DiagnoseResult {
	run: string;
	step: number;
	text: string;
	/** The run's own texts, to train afresh on. */
	texts: string[];
	model: { cell: string; variant: string; layers: number; hidden: number };
	training: { horizon: number; clipNorm: number; lr: number; clippedShare: number | null };
	findings: Finding[];
	lags: number;
	sequences: number;
	layers: LayerReport[];
	/** Of the loss of one step: log10 of each tensor's gradient norm, and the share of each of the last steps. */
	tensors: { tensor: string; log10Norm: number | null; steps: Logs; share: number[] }[];
	/** Steps counted for saturation. */
	saturationSteps: number;
	memory: { gradientLag: number | null; inputLag: number | null; inputBound: number; inputChange: number[] };
	overflowStep: number | null;
	/** While it was trained, where a recorder was on; up to the checkpoint looked at. */
	history: HistoryPoint[];
	/** The file of figures that was asked for. */
	svg: string | null;
	seconds: number;
}

const KEYS = ["run", "runs", "checkpoint", "texts", "part", "lags", "svg", ...ENGINE_KEYS] as const;

/** Examines a trained (or untrained) run. Does not change it. */
export async function diagnose(
	request: DiagnoseRequest,
	hooks: ModelHooks & { onProgress?(done: number, total: number): void } = {},
): Promise<DiagnoseResult | EchoDiagnosis> {
	checkRequest(request, "diagnose()", KEYS);
	const { texts, part = "valid", lags = 200, checkpoint = "best", runs = DEFAULT_RUNS } = request;
	if (!Number.isInteger(lags) || lags < 1 || lags > 100_000) {
		const wanted = "a whole number from 1 to 100000";
		throw fail("E_OPTION", { option: "lags", got: String(lags), wanted, where: "diagnose" });
	}
	const clock = stopwatch();
	const opened = openRun(request.run, runs, { validate: parseConfig });
	if (isEcho(opened.config)) return diagnoseEchoRun(opened as Run<EchoConfig>, request, hooks);
	const run = onText(opened);
	const svg = request.svg === undefined ? undefined : placeFor(realDisk, request.svg, "diagnosis.svg");
	const { config } = run;
	if (!texts && config.texts.length === 0)
		throw fail("E_RUN_NO_TEXT", { run: run.name, next: `sluice diagnose ${run.name} FILE` });
	const vocabulary = vocabularyOf(run.readVocabulary(), run.folder);
	const { snapshot, step } = loadCheckpoint(run, checkpoint, hooks.onNotice ?? (() => {}));
	const engine = openEngine({ engine: request.engine, threads: request.threads });
	try {
		const weights = new Weights(engine, modelOf(config.options, vocabulary.size));
		weights.assign(snapshot.tensors);
		const source = await openTexts(texts ? lasting(texts) : config.texts, () => {});
		try {
			if (!texts) sameText(source, config);
			const split = texts ? ([100, 0, 0] as const) : config.split;
			const { unit } = vocabulary;
			const corpus = await scan(source, { unit, split, lossy: config.lossy, vocabulary }, () => {});
			const read = corpus.parts[texts ? "train" : part];
			const text = texts ? texts.join(" ") : part;
			if (read.symbols < 8) {
				const got = `${text} of ${read.symbols} symbols`;
				throw fail("E_OPTION", { option: "part", got, wanted: "at least 8", where: "diagnose" });
			}
			const { k2: horizon, clipNorm, lr } = config.options;
			const clippedShare = clippedOf(run.readMetrics());
			const examination = await examine(engine, weights, read, {
				...{ lags, training: { horizon, clipNorm, lr, clippedShare }, signal: hooks.signal },
				onProgress: async (done, total) => {
					hooks.onProgress?.(done, total);
					await new Promise((resolve) => setImmediate(resolve));
				},
			});
			const { cell, variant, layers, hidden } = config.options;
			const result = {
				...{ run: run.name, step, text, texts: config.texts, model: { cell, variant, layers, hidden } },
				training: { horizon, clipNorm, lr, clippedShare: clippedShare ?? null },
				...report(examination),
				history: historyOf(run.readRecords(), `${run.folder}/records.jsonl`).filter((point) => point.step <= step),
				...{ svg: svg ? join(svg.parent, svg.name) : null, seconds: clock() },
			};
			if (svg) replaceFile(realDisk, svg.parent, svg.name, Buffer.from(await diagnosisSvg(result)));
			return result;
		} finally {
			await source.close();
		}
	} finally {
		engine.close();
	}
}

/** Share of all updates that were clipped; undefined before the first. */
function clippedOf(lines: readonly Readonly<Record<string, unknown>>[]): number | undefined {
	let clipped = 0;
	let last = 0;
	for (const line of lines) {
		const number = metricNumber(line.clipped as number | undefined);
		if (number === undefined) continue;
		clipped += number;
		last = Math.max(last, Number(line.step));
	}
	return last === 0 ? undefined : clipped / last;
}

const finite = (x: number) => (Number.isFinite(x) ? x : null);
const logs = (x: ArrayLike<number>): Logs => Array.from(x, (v) => finite(toLog10(v)));
const mean = (x: Float64Array) => x.reduce((a, b) => a + b, 0) / x.length;
const square = (x: Float64Array, S: number) => Array.from({ length: S }, (_, t) => [...x.subarray(t * S, (t + 1) * S)]);

function curve({ typical, mean: means, rms, zeros }: LagCurve): LagReport {
	return { typical: logs(typical), mean: logs(means), rms: logs(rms), zeros: [...zeros] };
}

type Report = Pick<
	DiagnoseResult,
	"findings" | "lags" | "sequences" | "layers" | "tensors" | "saturationSteps" | "memory" | "overflowStep"
>;

function report(found: Examination): Report {
	const { lags, triangles, tensors, jacobians, saturation, input, findings, overflowStep } = found;
	const layers = lags.layers.map((layer, l): LayerReport => {
		const { h, c, throughC, throughH } = layer;
		const { steps: S, share, reach, throughC: paths } = triangles[l]!;
		const jacobian = jacobians[l]!;
		const shares = { ...saturation.layers[l]!.gates, h: saturation.layers[l]!.h };
		return {
			reach: lagOfShare(carrier(layer)),
			h: curve(h),
			...(c && { c: curve(c) }),
			...(throughC && throughH && { throughC: curve(throughC), throughH: curve(throughH) }),
			triangle: {
				share: square(share, S),
				reach: square(reach, S).map(logs),
				...(paths && { throughC: square(paths, S) }),
			},
			jacobian: jacobianReport(jacobian),
			saturation: Object.fromEntries(Object.entries(shares).map(([name, units]) => [name, saturationReport(units)])),
		};
	});
	const top = layers.map(({ reach }) => reach);
	return {
		findings,
		...{ lags: lags.lags, sequences: lags.sequences, layers, saturationSteps: saturation.steps },
		tensors: tensors.map(({ tensor, total, steps, share }) => ({
			...{ tensor, log10Norm: finite(toLog10(total)), steps: logs(steps), share: [...share] },
		})),
		memory: {
			gradientLag: top.includes(null) ? null : Math.max(...top.map(Number)),
			...{ inputLag: input.lag, inputBound: input.bound, inputChange: [...input.change] },
		},
		overflowStep: overflowStep < 0 ? null : overflowStep,
	};
}

function jacobianReport(jacobian: LayerJacobian): LayerReport["jacobian"] {
	const { size, exact, largestSingular, lyapunov, spectra, products, recurrent } = jacobian;
	const steps = spectra?.map(({ t, singular, eigenvalues: { re, im }, radius }) => ({
		...{ t, singular: [...singular], radius },
		eigenvalues: Array.from(re, (v, k): [number, number] => [v, im[k]!]),
	}));
	return {
		...{ size, exact, cost: exactCost(size), largestSingular, lyapunovNats: Array.from(lyapunov, finite), recurrent },
		...(steps && { steps }),
		...(products && { products: products.map(({ steps: w, log2 }) => ({ steps: w, log10: finite(toLog10(log2)) })) }),
	};
}

function saturationReport({ low, high }: UnitShares): LayerReport["saturation"][string] {
	const units = { low: [...low], high: [...high] };
	return { low: mean(low), high: mean(high), stuckLow: stuck(low), stuckHigh: stuck(high), units };
}

/** "vanishing,exploding" as kinds. @throws E_OPTION naming the one that is none. */
export function parseFailOn(text: string): FindingKind[] {
	return text.split(",").map((word) => {
		const kind = FINDING_KINDS.find((known) => known === word.trim());
		if (kind) return kind;
		const wanted = `one of ${FINDING_KINDS.join(", ")}`;
		throw fail("E_OPTION", { option: "failOn", got: `"${word}"`, wanted, where: "diagnose" });
	});
}
