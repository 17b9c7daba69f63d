/** sluice/interpretation: every value of every step by name: streamed, hooked, taken apart. Pure. */

export type { Equation } from "./equations/equation.ts";
export { backwardEquations, forwardEquations } from "./equations.ts";
export { type ExplainOptions, explainStep, type StepExplanation, type StepValue } from "./explain.ts";
export { Hooked, type HookPlace, type Hooks, runWithHooks, type Visit } from "./hooks.ts";
export * from "./names.ts";
export { type Model, type StreamOptions, type SymbolText, type TraceWindow, textOf, windows } from "./stream.ts";
