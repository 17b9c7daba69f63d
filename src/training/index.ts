/** sluice/training: options, the trainer and its parts, evaluation and sampling. Pure: no clock, no file. */
export type { EchoOptions } from "./echo/echoOptions.ts";
export { type EchoFit, EchoTrainer } from "./echo/echoTrainer.ts";
export { parseEchoOptions } from "./echo/parseEchoOptions.ts";
export { type ForecastError, forecastErrors, type TargetErrors } from "./forecast/forecastErrors.ts";
export { type Forecaster, forecastOn, forecastPart } from "./forecast/forecasts.ts";
export { echoStepper, foretellable, freeRun, type Stepper, stackStepper } from "./forecast/freeRun.ts";
export { modelOf, parseOptions, type TrainOptions } from "./options/options.ts";
export { parseTaskOptions, type TaskTrainOptions } from "./options/taskOptions.ts";
export type { NamedTensor, Snapshot } from "./snapshot.ts";
export { evaluateTask, freshSet, heldOutSet, type TaskEvaluation, type TaskScoreOptions } from "./task/evaluateTask.ts";
export { type TaskEvaluateOptions, type TaskStepReport, TaskTrainer } from "./task/taskTrainer.ts";
export { Tbptt } from "./tbptt.ts";
export { type Evaluation, evaluate } from "./text/evaluate.ts";
export { type SampledSymbol, type SampleOptions, type SymbolReading, sample, sampleWith } from "./text/sampling.ts";
export { type StepReport, Trainer } from "./trainer.ts";
export { type Divergence, findDivergence } from "./updates/guard.ts";
export { Optimizer } from "./updates/optimizer.ts";
export { learningRate } from "./updates/schedules.ts";
