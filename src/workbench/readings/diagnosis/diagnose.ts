/** Diagnoses a run: its weights, on its own data or other texts, and its training history. */

import { join } from "node:path";
import type { ModelSpec } from "../../../cells/layout.ts";
import { Weights } from "../../../cells/weights.ts";
import { frequencyLoss } from "../../../data/frequencyLoss.ts";
import { baselineOf } from "../../../data/tasks/task.ts";
import { examine } from "../../../diagnosis/examine.ts";
import { FINDING_KINDS, type FindingKind } from "../../../diagnosis/findings.ts";
import { type Outcome, outcomeKind } from "../../../diagnosis/outcome.ts";
import { type Sequences, textSequences } from "../../../diagnosis/sequences.ts";
import { taskSequences } from "../../../diagnosis/taskSequences.ts";
import { fail } from "../../../errors/index.ts";
import { checkLang, checkRequest, checkWhole, notOneOf } from "../../../errors/request.ts";
import type { Engine } from "../../../kernels/kernels.ts";
import { RandomStream } from "../../../kernels/random.ts";
import { budgetAmong } from "../../../training/options/budgetOptions.ts";
import { changedOptions, withoutEquations } from "../../../training/options/changedOptions.ts";
import { modelOf, nameOfCell, parseOptions } from "../../../training/options/options.ts";
import { lengthsOf, parseLength, parseTaskOptions } from "../../../training/options/taskOptions.ts";
import { evaluateTask, heldOutSet, sideBySide } from "../../../training/task/evaluateTask.ts";
import { taskModel } from "../../../training/task/taskTrainer.ts";
import { evaluate } from "../../../training/text/evaluate.ts";
import { otherFile, partOf, within } from "../../datasets/dataParts.ts";
import { openData, sourceOf, titleOf, withTask } from "../../datasets/dataSpec.ts";
import { sourceOfText } from "../../datasets/texts.ts";
import { realDisk } from "../../disk/disk.ts";
import { placeFor, replaceFile } from "../../disk/publish.ts";
import { stopwatch } from "../../machine/clock.ts";
import { ENGINE_KEYS, openEngine } from "../../machine/engines.ts";
import { turn } from "../../machine/turns.ts";
import { withText } from "../../models/readText.ts";
import { loadCheckpoint, type ModelHooks } from "../../models/textModel.ts";
import { type EchoConfig, isEcho, parseConfig, type TaskConfig, type TextConfig } from "../../runs/config.ts";
import { vocabularyOf } from "../../runs/documents.ts";
import { metricNumber } from "../../runs/logs.ts";
import { historyOf } from "../../runs/records.ts";
import { DEFAULT_RUNS } from "../../runs/runNames.ts";
import { openRun, type Run } from "../../runs/runStore.ts";
import { diagnoseEchoRun } from "./diagnoseEcho.ts";
import { diagnosisSvg } from "./diagnoseFigure.ts";
import type { DiagnoseRequest } from "./diagnoseRequest.ts";
import { type DiagnoseResult, reportOf } from "./diagnosisReport.ts";
import type { EchoDiagnosis } from "./echoDiagnosis.ts";
import { equationFacts } from "./equationFacts.ts";

export { FINDING_KINDS, type Finding, type FindingKind } from "../../../diagnosis/findings.ts";

const OWN_KEYS = [
	"run",
	"runs",
	"checkpoint",
	"texts",
	"task",
	"part",
	"lags",
	"sequences",
	"length",
	"svg",
	"lang",
] as const;
const KEYS = [...OWN_KEYS, ...ENGINE_KEYS] as const satisfies (keyof DiagnoseRequest)[];
const DEFAULT_LAGS = { text: 200, task: 1000 };
/** Symbols or sequences that the outcome is measured on. */
const OUTCOME = { symbols: 1 << 16, sequences: 500 };

type Hooks = ModelHooks & { onProgress?(done: number, total: number): void };

/** Examines a trained or untrained run without changing it. */
export async function diagnose(request: DiagnoseRequest, hooks: Hooks = {}): Promise<DiagnoseResult | EchoDiagnosis> {
	checkRequest(request, "diagnose()", KEYS);
	checkCount("lags", request.lags, 100_000);
	checkCount("sequences", request.sequences, 1000);
	const { lang = "en" } = request;
	checkLang(lang, "diagnose");
	const clock = stopwatch();
	const run = openRun(request.run, request.runs ?? DEFAULT_RUNS, { validate: parseConfig });
	if (isEcho(run.config)) return diagnoseEchoRun(run as Run<EchoConfig>, request, hooks);
	const svg = request.svg === undefined ? undefined : placeFor(realDisk, request.svg, "diagnosis.svg");
	const examined = (looked: Looked) => examineOn(looked, run as Run<TaskConfig | TextConfig>, request, hooks);
	const result = {
		...(await (run.config.data
			? ofTask(run.config as TaskConfig, request).then(examined)
			: ofText(run as Run<TextConfig>, request, examined))),
		svg: svg ? join(svg.parent, svg.name) : null,
		seconds: clock(),
	};
	if (svg) replaceFile(realDisk, svg.parent, svg.name, Buffer.from(await diagnosisSvg(result, lang)));
	return result;
}

async function examineOn(
	{ spec, look, outcomeOf, horizon, lags, options, ...looked }: Looked,
	run: Run<TaskConfig | TextConfig>,
	request: DiagnoseRequest,
	{ onNotice = () => {}, onProgress, signal }: Hooks,
): Promise<Omit<DiagnoseResult, "svg" | "seconds">> {
	const { snapshot, step } = loadCheckpoint(run, request.checkpoint ?? "best", onNotice);
	const engine = openEngine({ engine: request.engine, threads: request.threads });
	try {
		const weights = Weights.of(engine, spec, snapshot.tensors);
		const { cell, variant, layers, hidden, clipNorm, clipValue, lr, optimizer, init } = run.config.options;
		const own = equationFacts(spec);
		const { spectralRadius = 0, inputScale = 0 } = run.config.options as Partial<TextConfig["options"]>;
		const outcome = await outcomeOf(engine, weights);
		const { clippedShare, cutShare } = clippedOf(run.readMetrics(), { clipNorm, clipValue });
		const examination = await examine(look(engine, weights), {
			...{ lags: request.lags ?? lags, sequences: request.sequences, signal },
			training: {
				...{
					horizon,
					clipNorm,
					clipValue,
					lr,
					clippedShare,
					cutShare,
					optimizer,
					options: { ...run.config.options },
					outcome,
					endLoss: endLossOf(run.readMetrics()),
				},
				...(cell === "esn" && { reservoir: { spectralRadius, inputScale } }),
			},
			onProgress: async (done, total) => {
				onProgress?.(done, total);
				await turn();
			},
		});
		const shares = { clippedShare: clippedShare ?? null, cutShare: cutShare ?? null };
		return {
			run: run.name,
			step,
			...looked,
			model: { cell: nameOfCell(cell), variant, layers, hidden, ...(own && { equations: own }) },
			outcome: { ...outcome, loss: Number.isFinite(outcome.loss) ? outcome.loss : null, kind: outcomeKind(outcome) },
			training: { horizon: examination.horizon, clipNorm, clipValue, lr, optimizer, init, ...shares, options },
			...reportOf(examination),
			history: historyOf(run.readRecords(), `${run.folder}/records.jsonl`).filter((point) => point.step <= step),
		};
	} finally {
		engine.close();
	}
}

function checkCount(option: string, got: number | undefined, most: number): void {
	if (got !== undefined) checkWhole(option, got, { min: 1, max: most }, "diagnose");
}

/** The data that a run is examined on. */
interface Looked extends Pick<DiagnoseResult, "text" | "unknownShare" | "data" | "length" | "source"> {
	spec: ModelSpec;
	look(engine: Engine, weights: Weights): Sequences;
	/** Measures how well the model does. */
	outcomeOf(engine: Engine, weights: Weights): Promise<Outcome>;
	/** Default for the largest lag. */
	lags: number;
	/** The budget and the changed options of the run. */
	options: DiagnoseResult["training"]["options"];
	/** Steps of TBPTT in training; undefined if gradients travel through whole sequences. */
	horizon?: number;
}

/** Passes on a text that stays open until `use` returns. */
async function ofText<T>(
	{ name, config, ...run }: Run<TextConfig>,
	{ texts, task, part, length }: DiagnoseRequest,
	use: (looked: Looked) => Promise<T>,
): Promise<T> {
	for (const [option, value] of Object.entries({ length, task })) {
		if (value === undefined) continue;
		const why = { reason: "onlyFor", kinds: ["task"], not: "text" } as const;
		throw fail("E_OPTION", { option, why, where: "diagnose" });
	}
	const vocabulary = vocabularyOf(run.readVocabulary(), run.folder);
	return withText({ name, config, vocabulary }, { texts, part }, { verb: "diagnose", least: 8 }, (read, text) =>
		use({
			text,
			unknownShare: read.unknownSymbols / read.symbols,
			data: null,
			length: null,
			source: sourceOfText(config),
			spec: modelOf(config.options, vocabulary.size),
			look: (engine, weights) => textSequences(engine, weights, read),
			async outcomeOf(engine, weights) {
				const { lossNats } = await evaluate(engine, weights, read, { limit: OUTCOME.symbols });
				const baseline = await frequencyLoss(read, read, vocabulary.size, OUTCOME.symbols);
				return { loss: lossNats ?? Number.NaN, baseline, errorShare: null };
			},
			lags: DEFAULT_LAGS.text,
			options: { ...withoutEquations(changedOptions(config.options, parseOptions)), ...budgetAmong(config.options) },
			horizon: config.options.k2,
		}),
	);
}

/** Sequences of a task, or windows of a series. */
async function ofTask(
	{ data: own, options }: TaskConfig,
	{ texts, task: given, part, length }: DiagnoseRequest,
): Promise<Looked> {
	const data = await openData(withTask(own, given, "diagnose"));
	const other = texts && (await otherFile(data, texts, part, "diagnose"));
	const task = other?.all ?? partOf(data, part);
	const [, longest] = parseLength(options.length, "diagnose");
	const asked = String(length ?? longest);
	const lengths =
		(data.series || data.labelled || data.pairs) && length === undefined
			? within(asked, task)
			: lengthsOf(asked, task, "diagnose");
	const title = titleOf(data.spec);
	const source = sourceOf(data.spec);
	return {
		...{ text: texts?.[0] ?? (task.inOrder ? (part ?? "valid") : title), unknownShare: 0, data: title },
		length: [...new Set(lengths)].join(".."),
		source:
			data.labelled || data.pairs ? source : { ...source, options: { ...source.options, length: options.length } },
		spec: taskModel(options, data.parts.train),
		look(engine, weights) {
			const random = new RandomStream(options.seed, "diagnosis");
			return taskSequences(engine, weights, heldOutSet(task, 1e9, lengths, random));
		},
		async outcomeOf(engine, weights) {
			const set = heldOutSet(task, OUTCOME.sequences, lengths, new RandomStream(options.seed, "outcome"));
			const { loss, errorShare } = await evaluateTask(engine, weights, task, set, { batch: sideBySide(lengths[1]) });
			const byLoss = data.series !== undefined || data.pairs !== undefined || task.head === "binary"; // hardly any sequence is without a fault
			const baseline = baselineOf(task, Math.round((lengths[0] + lengths[1]) / 2)) ?? null;
			return { loss, baseline, errorShare: byLoss ? null : errorShare };
		},
		lags: DEFAULT_LAGS.task,
		options: {
			...withoutEquations(changedOptions(options, (raw) => parseTaskOptions(raw, data.parts.train))),
			...budgetAmong(options),
		},
		horizon: options.k2,
	};
}

/**
 * Fractions of all updates that were clipped; undefined before the first. Old lines lack the fraction clipped by value
 * if a norm was set too.
 */
function clippedOf(
	lines: readonly Readonly<Record<string, unknown>>[],
	{ clipNorm, clipValue }: { clipNorm: number; clipValue: number },
): { clippedShare?: number; cutShare?: number } {
	let [clipped, cut, last] = [0, 0, 0];
	for (const line of lines) {
		const number = metricNumber(line.clipped as number | undefined);
		if (number === undefined) continue;
		clipped += number;
		cut += metricNumber(line.cut as number | undefined) ?? (clipValue === 0 ? 0 : clipNorm === 0 ? number : Number.NaN);
		last = Math.max(last, Number(line.step));
	}
	if (last === 0) return {};
	return { clippedShare: clipped / last, ...(!Number.isNaN(cut) && { cutShare: cut / last }) };
}

/** Returns the last training loss of the metrics; undefined before the first update. */
function endLossOf(lines: readonly Readonly<Record<string, unknown>>[]): number | undefined {
	const losses = lines.map(({ loss, lossNats }) => metricNumber((loss ?? lossNats) as number | undefined));
	return losses.findLast((loss) => loss !== undefined);
}

/** Parses "vanishing,exploding" into kinds of findings. @throws E_OPTION naming an unknown kind. */
export function parseFailOn(text: string): FindingKind[] {
	return text.split(",").map((word) => {
		const kind = FINDING_KINDS.find((known) => known === word.trim());
		if (kind) return kind;
		throw fail("E_OPTION", { option: "failOn", why: notOneOf(FINDING_KINDS, word.trim()), where: "diagnose" });
	});
}
