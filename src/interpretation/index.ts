/** sluice/interpretation: every value of every step by name: streamed, hooked, explained. Pure. */

export type { Equation } from "../cells/equation.ts";
export { type ErrorAnalysis, type ErrorInput, type ErrorStep, errorSteps } from "./analysis/errors.ts";
export { type ClosingGain, gainsByDistance, gainsBySymbol, type SymbolGain } from "./analysis/gains.ts";
export { type StartLoss, startLosses, symbolLosses } from "./analysis/losses.ts";
export { countWords, type Kind, kindsOf } from "./analysis/symbolKinds.ts";
export { type ChangedStep, type ChangeOptions, changedStep } from "./changedStep.ts";
export { type Clamp, clampHooks, parseClamp } from "./clamp.ts";
export { backwardEquations, forwardEquations } from "./equations.ts";
export {
	type ExplainOptions,
	explainStep,
	type LikelySymbol,
	type StepExplanation,
	type StepValue,
} from "./explain.ts";
export { type FindCellsOptions, type FindCellsResult, findCells } from "./findCells.ts";
export * from "./hookNames.ts";
export { Hooked, runWithHooks } from "./hooks.ts";
export { matchesOf, matchSpans, parseExpression } from "./patterns/expression.ts";
export { Labels, type Pattern, predicate } from "./patterns/pattern.ts";
export { PATTERN_NAMES, PATTERNS, parsePatterns } from "./patterns/registry.ts";
export { parseSpans, type Span, spanPattern } from "./patterns/spans.ts";
export type { Estimate } from "./proof/blocks.ts";
export { type Inside, insideOf } from "./proof/inside.ts";
export {
	type Act,
	type Beside,
	type InterveneOptions,
	type InterveneResult,
	intervene,
	type Treated,
	type Verdict,
} from "./proof/intervention.ts";
export type { Change, Hit, Losses } from "./proof/measured.ts";
export {
	type Effect,
	type PatchOptions,
	type PatchResult,
	patch,
	type Shift,
	type TextPlace,
} from "./proof/patching.ts";
export type { FoundUnit, PatternResult } from "./search/cellSearchResult.ts";
export type { Skipped } from "./search/parts.ts";
export { StepStates } from "./stepStates.ts";
export { type Model, type StreamOptions, type SymbolText, type TraceWindow, textOf, windows } from "./stream.ts";
export * from "./textPredictions.ts";
export { RESERVOIR_HOOK, traceReservoir } from "./traceReservoir.ts";
export { type Distribution, distributionOf, type Saturation } from "./unit/distribution.ts";
export { effectOf, type SymbolEffect } from "./unit/effect.ts";
export { type PeakOptions, peaks } from "./unit/peaks.ts";
export { type ReadOptions, type UnitValues, unitValues } from "./unit/values.ts";
export type { HookPlace, Hooks, Visit } from "./visit.ts";
export { trace } from "./wholeTrace.ts";
export { type Operand, type Origin, type Place, type WhyNumber, type WhyTerm, whyNumber } from "./why.ts";
