/** The public surface for Node: what the command line does, for a program. */
import type { VARIANTS } from "./cells/layout.ts";
import type { GivenOptions } from "./experiments/train.ts";
import type { EchoOptions } from "./training/echoOptions.ts";

export { VARIANTS } from "./cells/layout.ts";
export type { Unit } from "./data/units.ts";
export { type GradcheckRow, worstRows } from "./diagnosis/gradcheck.ts";
export { type ErrorCode, fail, type Lang, SluiceError } from "./errors/index.ts";
export {
	type AnalysePhase,
	type AnalyseRequest,
	type AnalyseResult,
	analyse,
} from "./experiments/analyse.ts";
export { type CellsFound, type FindCellsRequest, findCells } from "./experiments/cells/find.ts";
export {
	type BesideRun,
	type CellHistory,
	type CellHistoryRequest,
	cellHistory,
	type HistoryScore,
} from "./experiments/cells/history.ts";
export { type Intervened, type InterveneRequest, intervene } from "./experiments/cells/intervene.ts";
export type { AskedPattern, Predicate } from "./experiments/cells/labels.ts";
export {
	type CellNamed,
	type CellNames,
	forgetCell,
	type NameRequest,
	nameCell,
	namedCells,
} from "./experiments/cells/names.ts";
export { type Patched, type PatchPlace, type PatchRequest, patch } from "./experiments/cells/patch.ts";
export { type CellShown, type ShowCellRequest, type Snippet, showCell } from "./experiments/cells/show.ts";
export {
	type CompareHooks,
	type CompareRequest,
	type CompareResult,
	compare,
	type TrialResult,
} from "./experiments/compare/compare.ts";
export { listRemedies, type RemedyEntry } from "./experiments/compare/remedies.ts";
export { taskWord } from "./experiments/compare/subject.ts";
export type { CompareRow } from "./experiments/compare/summary.ts";
export type { CopiedReport, Found } from "./experiments/copied.ts";
export { type CorpusReport, type CorpusReportRequest, corpusReport } from "./experiments/corpusReport.ts";
export type { DataSpec } from "./experiments/dataSpec.ts";
export {
	type DiagnoseRequest,
	diagnose,
	type Finding,
	type FindingKind,
	parseFailOn,
} from "./experiments/diagnose.ts";
export type { EchoDiagnosis } from "./experiments/diagnoseEcho.ts";
export type { DiagnoseResult, LayerReport } from "./experiments/diagnosisReport.ts";
export { type EngineChoice, type EngineOptions, engineNotice, openEngine } from "./experiments/engines.ts";
export {
	type EvaluateRequest,
	type EvaluateResult,
	evaluate,
	type TaskRunEvaluation,
	type TextEvaluation,
} from "./experiments/evaluateRun.ts";
export type { LossUnit, TaskResult, TextResult, TrainEvent, TrainResult } from "./experiments/events.ts";
export {
	type ExchangeFormat,
	type ExportRequest,
	type ExportResult,
	exportRun,
	type ImportRequest,
	type ImportResult,
	importRun,
} from "./experiments/exchange.ts";
export { diagnosisSvg } from "./experiments/figures/diagnosis.ts";
export { type GradcheckRequest, gradcheck } from "./experiments/gradcheck.ts";
export { candidateBlock, type HistoryPoint } from "./experiments/history.ts";
export {
	type SampleRequest,
	type SampleResult,
	sample,
	type WrittenSymbol,
} from "./experiments/model.ts";
export { type NgramsRequest, type NgramsResult, ngrams, type OrderLoss } from "./experiments/ngrams.ts";
export { listRuns, type RunOverview } from "./experiments/overview.ts";
export {
	type PredictedRow,
	type PredictRequest,
	type PredictResult,
	predict,
	predictionsCsv,
} from "./experiments/predict.ts";
export { checkOutput } from "./experiments/publish.ts";
export {
	type ExplainRequest,
	type ExplainResult,
	explain,
	type NamedPrediction,
	type PredictionsRequest,
	type PredictionsResult,
	predictions,
} from "./experiments/readings.ts";
export type { TextReading } from "./experiments/readText.ts";
export { type CellReport, type ReportPhase, type ReportRequest, reportCells } from "./experiments/report/report.ts";
export {
	failedRows,
	listReproductions,
	type ReproduceHooks,
	type ReproduceRequest,
	type ReproductionEntry,
	type ReproductionResult,
	type ReproductionRow,
	reproduce,
} from "./experiments/reproduce.ts";
export { type SeriesOptions, type SeriesSpec, series } from "./experiments/seriesData.ts";
export { type GotData, getData, listData, type ShelfEntry } from "./experiments/shelf.ts";
export { type TaskSpec, task } from "./experiments/taskData.ts";
export { type TextSpec, text } from "./experiments/texts.ts";
export { type TraceRequest, type TraceResult, traceFile } from "./experiments/traces/trace.ts";
export { type ResumeRequest, resume, type TrainHooks, type TrainRequest, train } from "./experiments/train.ts";
export { VERSION } from "./experiments/version.ts";
export type { CellEvidence, NamedCell } from "./interop/cellNotes.ts";
export { PATTERNS } from "./interpretation/patterns/registry.ts";
export type { FoundUnit, PatternResult } from "./interpretation/search/cellSearch.ts";
export type { EchoOptions } from "./training/echoOptions.ts";
export {
	OPTION_NAMES,
	OPTION_RULES,
	type OptionName,
	parseOptions,
	type TaskTrainOptions,
	type TrainOptions,
} from "./training/options.ts";

/** A stack of LSTM layers. @example lstm({ layers: 2, hidden: 128, variant: "peephole", dropout: 0.2 }) */
export function lstm(
	options: { layers?: number; hidden?: number; dropout?: number; variant?: (typeof VARIANTS.lstm)[number] } = {},
): GivenOptions {
	return { cell: "lstm", ...options };
}

/** A stack of GRU layers. @example gru({ hidden: 128, variant: "reset-before" }) */
export function gru(
	options: { layers?: number; hidden?: number; dropout?: number; variant?: (typeof VARIANTS.gru)[number] } = {},
): GivenOptions {
	return { cell: "gru", ...options };
}

/** A stack of plain recurrent layers. @example rnn({ hidden: 50, variant: "relu" }) */
export function rnn(
	options: { layers?: number; hidden?: number; dropout?: number; variant?: (typeof VARIANTS.rnn)[number] } = {},
): GivenOptions {
	return { cell: "rnn", ...options };
}

/** An echo state network: a task or a series, its readout learned in one pass. @example esn({ hidden: 400, leak: 0.5 }) */
export function esn(options: Partial<Omit<EchoOptions, "cell">> = {}): GivenOptions {
	return { cell: "esn", ...options };
}
