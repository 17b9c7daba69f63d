/** The public Node API: everything that the command line does, callable from a program. */
export { type CellName, VARIANTS } from "./cells/layout.ts";
export type { CellDefinition } from "./cells/own/definition.ts";
export { defineCell } from "./cells/own/ownCell.ts";
export type { ClassScore, ClassScores } from "./data/labels/classScores.ts";
export { TASK_NAMES, taskOptions } from "./data/tasks/registry.ts";
export type { Unit } from "./data/units.ts";
export { type GradcheckRow, worstRows } from "./diagnosis/gradcheck.ts";
export type { Point, PointRow, PointValue } from "./diagnosis/lab/labPoint.ts";
export { type ErrorCode, fail, type Lang, SluiceError } from "./errors/index.ts";
export type { CellEvidence, NamedCell } from "./interop/cellNotes.ts";
export type { Claim, ClaimTrouble } from "./interpretation/claims/claim.ts";
export type { Evidence, Failure } from "./interpretation/claims/evidence.ts";
export type { Learned } from "./interpretation/claims/learnedLittle.ts";
export type { AskedPattern, Predicate } from "./interpretation/patterns/askedPatterns.ts";
export { PATTERNS } from "./interpretation/patterns/registry.ts";
export type { FoundUnit, PatternResult } from "./interpretation/search/cellSearchResult.ts";
export type { Skipped } from "./interpretation/search/parts.ts";
export type { HistoryScore } from "./interpretation/unit/unitHistory.ts";
export type { Snippet } from "./interpretation/unit/unitPage.ts";
export type { Precision } from "./kernels/precision.ts";
export type { EchoOptions } from "./training/echo/echoOptions.ts";
export {
	type GivenOptions,
	OPTION_NAMES,
	OPTION_RULES,
	type OptionName,
	parseOptions,
	type TaskTrainOptions,
	type TrainOptions,
} from "./training/options/options.ts";
export { cell, esn, gru, lstm, rnn, type StackOptions } from "./training/options/stackOptions.ts";
export type { ReplyAttention } from "./training/pairs/replyAttention.ts";
export type { TaskResult, TextResult, TrainEvent, TrainResult } from "./training/run/events.ts";
export type { Space as SearchSpace } from "./training/studies/space.ts";
export type { LossUnit } from "./training/task/lossUnit.ts";
export type { CompareRow } from "./training/trials/summary.ts";
export { powerText, shortNumber } from "./views/diagrams/look.ts";
export {
	type CompareHooks,
	type CompareRequest,
	type CompareResult,
	compare,
	type TrialResult,
} from "./workbench/comparisons/compare.ts";
export { taskWord } from "./workbench/comparisons/comparedData.ts";
export { listRemedies, type RemedyEntry } from "./workbench/comparisons/remedies.ts";
export type { DataSpec } from "./workbench/datasets/dataSpec.ts";
export { type InspectedText, inspectText, recordFields } from "./workbench/datasets/inspectText.ts";
export { type LabelledOptions, type LabelledSpec, labelled } from "./workbench/datasets/labelledData.ts";
export type { OwnTaskSpec } from "./workbench/datasets/ownTask.ts";
export { type PairsOptions, type PairsSpec, type PairUnit, pairs } from "./workbench/datasets/pairData.ts";
export { type SeriesOptions, type SeriesSpec, series } from "./workbench/datasets/seriesData.ts";
export { type TaskSpec, task } from "./workbench/datasets/taskData.ts";
export { type TextSpec, text } from "./workbench/datasets/texts.ts";
export { checkOutput } from "./workbench/disk/publish.ts";
export { readCellFile } from "./workbench/exchange/cellFile.ts";
export { type CheckExportRequest, type CheckExportResult, checkExport } from "./workbench/exchange/checkExport.ts";
export {
	type ExchangeFormat,
	type ExportRequest,
	type ExportResult,
	exportRun,
	type ImportFormat,
	type ImportRequest,
	type ImportResult,
	importRun,
} from "./workbench/exchange/exchange.ts";
export { type EngineChoice, type EngineOptions, engineNotice, openEngine } from "./workbench/machine/engines.ts";
export { type GradcheckRequest, gradcheck } from "./workbench/machine/gradcheckOnEngine.ts";
export { VERSION } from "./workbench/machine/version.ts";
export type { TextReading } from "./workbench/models/readText.ts";
export { type AnalysePhase, type AnalyseRequest, analyse } from "./workbench/readings/analyse.ts";
export type { AnalyseResult } from "./workbench/readings/analyseResult.ts";
export {
	type CellNamed,
	type CellNames,
	forgetCell,
	type NameRequest,
	nameCell,
	namedCells,
} from "./workbench/readings/cells/cellNames.ts";
export {
	type CheckClaimRequest,
	type ClaimChecked,
	checkClaim,
	type MadeClaim,
	type MakeClaimRequest,
	makeClaim,
} from "./workbench/readings/cells/claims.ts";
export { type CellsFound, type FindCellsRequest, findCells } from "./workbench/readings/cells/find.ts";
export { type CellHistoryRequest, cellHistory } from "./workbench/readings/cells/history.ts";
export type { BesideRun, CellHistory } from "./workbench/readings/cells/historyResult.ts";
export { type Intervened, type InterveneRequest, intervene } from "./workbench/readings/cells/intervene.ts";
export { type Patched, type PatchPlace, type PatchRequest, patch } from "./workbench/readings/cells/patch.ts";
export { type CellShown, type ShowCellRequest, showCell } from "./workbench/readings/cells/show.ts";
export {
	type MatchInRun,
	type SimilarCells,
	type SimilarCellsRequest,
	similarCells,
} from "./workbench/readings/cells/similar.ts";
export { type ClampTried, type TryClampRequest, tryClamp } from "./workbench/readings/cells/tryClamp.ts";
export {
	type ChatHooks,
	type ChatQuestion,
	type ChatReply,
	type ChatRequest,
	type ChatResult,
	type ChatSymbol,
	chat,
	type ReplySettings,
} from "./workbench/readings/chat/chat.ts";
export {
	type ChatEvaluation,
	type ChatPhase,
	type ChatScores,
	type ChatVerdict,
	type EvaluateChatHooks,
	type EvaluateChatRequest,
	evaluateChat,
	type QuestionGain,
} from "./workbench/readings/chat/evaluateChat.ts";
export { type SaveChatRequest, type SavedReply, saveChat } from "./workbench/readings/chat/saveChat.ts";
export {
	type ComparedOnText,
	type CompareOnTextRequest,
	compareOnText,
	type SymbolDifference,
} from "./workbench/readings/compareOnText.ts";
export { type Conversation, type ConversationHooks, converse, type Turn } from "./workbench/readings/converse.ts";
export type { CopiedReport, Found } from "./workbench/readings/copied.ts";
export { type CorpusReport, type CorpusReportRequest, corpusReport } from "./workbench/readings/corpusReport.ts";
export { runCurves } from "./workbench/readings/curves/curves.ts";
export type { CurvesRequest, CurvesResult, RunCurves } from "./workbench/readings/curves/curvesResult.ts";
export {
	type FollowCurvesRequest,
	type FollowedCurves,
	followCurves,
} from "./workbench/readings/curves/followCurves.ts";
export { diagnose, type Finding, type FindingKind, parseFailOn } from "./workbench/readings/diagnosis/diagnose.ts";
export { diagnosisSvg } from "./workbench/readings/diagnosis/diagnoseFigure.ts";
export {
	type DiagnosePointRequest,
	type DiagnosePointResult,
	diagnosePoint,
} from "./workbench/readings/diagnosis/diagnosePoint.ts";
export type { DiagnoseRequest } from "./workbench/readings/diagnosis/diagnoseRequest.ts";
export type { DiagnoseResult, LayerReport } from "./workbench/readings/diagnosis/diagnosisReport.ts";
export type { EchoDiagnosis } from "./workbench/readings/diagnosis/echoDiagnosis.ts";
export type { EchoOutput, EchoStepResult, EchoWayBack, EchoWayRow } from "./workbench/readings/echo/echoStepResult.ts";
export type { EchoFile, ReservoirRequest, SequenceRequest } from "./workbench/readings/echo/readEcho.ts";
export { readReservoir, readSequence } from "./workbench/readings/echo/readEcho.ts";
export {
	type EvaluateRequest,
	type EvaluateResult,
	evaluate,
	type TaskRunEvaluation,
	type TextEvaluation,
} from "./workbench/readings/evaluateRun.ts";
export {
	type ForecastRequest,
	// Former names: "predict" was easily taken for "predictions".
	type ForecastRequest as PredictRequest,
	type ForecastResult,
	type ForecastResult as PredictResult,
	type ForecastRow,
	type ForecastRow as PredictedRow,
	forecast,
	forecast as predict,
	forecastsCsv,
	forecastsCsv as predictionsCsv,
} from "./workbench/readings/forecastRun.ts";
export { type NgramsRequest, type NgramsResult, ngrams, type OrderLoss } from "./workbench/readings/ngrams.ts";
export type { OtherLoss, OtherLosses, OtherProtocols } from "./workbench/readings/otherLosses.ts";
export type { PairStepResult, PairWords } from "./workbench/readings/pairs/pairReading.ts";
export {
	type NamedPrediction,
	type PredictionsRequest,
	type PredictionsResult,
	predictions,
} from "./workbench/readings/predictions.ts";
export {
	labelLines,
	type PredictedLabel,
	type PredictLabelsHooks,
	type PredictLabelsRequest,
	type PredictLabelsResult,
	predictLabels,
} from "./workbench/readings/predictLabels.ts";
export {
	type CellReport,
	type ReportPhase,
	type ReportRequest,
	reportCells,
} from "./workbench/readings/report/report.ts";
export {
	type RunReport,
	type RunReportHooks,
	type RunReportRequest,
	reportRun,
} from "./workbench/readings/runReport/reportRun.ts";
export { type SampleRequest, type SampleResult, sample, type WrittenSymbol } from "./workbench/readings/sample.ts";
export { type ExplainResult, explain, type NamedSymbol } from "./workbench/readings/stepReading.ts";
export type { ExplainRequest, StepNumbers } from "./workbench/readings/stepRequest.ts";
export type { StepReason, StepWay, StepWayRow } from "./workbench/readings/stepResult.ts";
export { readSymbols, type SymbolsRequest, type SymbolsResult } from "./workbench/readings/symbols.ts";
export { type TraceRequest, type TraceResult, traceFile } from "./workbench/readings/traces/trace.ts";
export type { RunCard } from "./workbench/readings/watched/runCard.ts";
export { type RunDetail, type RunDetailRequest, runDetail } from "./workbench/readings/watched/runDetail.ts";
export { type RunLines, type RunLinesRequest, runLines } from "./workbench/readings/watched/runLines.ts";
export { type RunSpectrum, type RunSpectrumRequest, runSpectrum } from "./workbench/readings/watched/runSpectrum.ts";
export { type LogName, type RunsReader, readRuns } from "./workbench/readings/watched/runsReader.ts";
export {
	failedRows,
	listReproductions,
	type ReproduceHooks,
	type ReproduceRequest,
	type ReproductionEntry,
	type ReproductionResult,
	type ReproductionRow,
	reproduce,
} from "./workbench/reproductions/reproduce.ts";
export { type PointRequest, type PointResult, reproducePoint } from "./workbench/reproductions/reproducePoint.ts";
export {
	type Binned,
	binned,
	type RunRequest,
	type RunsRequest,
	removeRun,
	removeRuns,
	renameRun,
	restoreRun,
	restoreRuns,
} from "./workbench/runs/bin.ts";
export type { Parent } from "./workbench/runs/config.ts";
export { describeRun, listRuns, type RunDescription, type RunOverview } from "./workbench/runs/overview.ts";
export { candidateBlock, type HistoryPoint } from "./workbench/runs/records.ts";
export { isName as isRunName, slug } from "./workbench/runs/runNames.ts";
export { type Tagged, type TagRequest, tagRun } from "./workbench/runs/tags.ts";
export { type Forked, type ForkRequest, forkRun } from "./workbench/sessions/fork/fork.ts";
export {
	compareFutures,
	type FirstDifference,
	type Futures,
	type FuturesRequest,
} from "./workbench/sessions/fork/futures.ts";
export {
	type CheckedReceipt,
	type CheckReceiptRequest,
	checkReceipt,
	type MadeReceipt,
	type MakeReceiptRequest,
	makeReceipt,
} from "./workbench/sessions/receipts/receipts.ts";
export type { OpenReplayRequest } from "./workbench/sessions/replay/openReplay.ts";
export type { PassageReading } from "./workbench/sessions/replay/passageReading.ts";
export {
	openReplay,
	type ReplayedFacts,
	type ReplayedUpdate,
	type ReplayHooks,
	type ReplayRequest,
	type RunReplay,
	replay,
	type UpdateValues,
} from "./workbench/sessions/replay/replay.ts";
export {
	type ReplayedWithout,
	type ReplayWithoutRequest,
	replayWithout,
	type WithoutReading,
} from "./workbench/sessions/replay/without.ts";
export { type ResumeRequest, resume } from "./workbench/sessions/resume.ts";
export { type SavedRun, type SaveRunRequest, saveRun } from "./workbench/sessions/saveRun.ts";
export { type StopRunRequest, stopRun } from "./workbench/sessions/stopRun.ts";
export { type TrainRequest, train } from "./workbench/sessions/train.ts";
export type { TrainHooks } from "./workbench/sessions/trainHooks.ts";
export { type GotData, getData, listData, type ShelfEntry } from "./workbench/sources/shelf.ts";
export { type ExportStudyRequest, exportStudy } from "./workbench/studies/exportStudy.ts";
export {
	type AskStudyRequest,
	askStudy,
	listStudies,
	type ResumeStudyRequest,
	type RetryStudyRequest,
	type RunStudyRequest,
	resumeStudy,
	retryStudy,
	runStudy,
	type StudyHooks,
	type StudyPlaceRequest,
	showStudy,
	stopStudy,
	type WorkStudyRequest,
	workStudy,
} from "./workbench/studies/studies.ts";
export { readStudies, type StudiesReader } from "./workbench/studies/studiesReader.ts";
export { readStudyFile, type StudyLimits, type StudySpec } from "./workbench/studies/studyFile.ts";
export type { QueueState, StudyShown, StudyTrialRow, StudyWorkerRow } from "./workbench/studies/studyOverview.ts";
