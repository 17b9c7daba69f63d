/** sluice/training: options, the trainer and its parts, evaluation and sampling. Pure: no clock, no file. */
export type { EchoOptions } from "./echoOptions.ts";
export { type EchoFit, EchoTrainer } from "./echoTrainer.ts";
export { type Evaluation, evaluate } from "./evaluate.ts";
export { evaluateTask, freshSet, heldOutSet, type TaskEvaluation, type TaskScoreOptions } from "./evaluateTask.ts";
export { type ForecastError, forecastErrors, type TargetErrors } from "./forecastErrors.ts";
export { type Forecaster, forecastOn, forecastPart } from "./forecasts.ts";
export { echoStepper, foretellable, freeRun, type Stepper, stackStepper } from "./freeRun.ts";
export { type Divergence, findDivergence } from "./guard.ts";
export { Optimizer } from "./optimizer.ts";
export { modelOf, parseOptions, type TrainOptions } from "./options.ts";
export { parseEchoOptions } from "./parseEchoOptions.ts";
export { type SampledSymbol, type SampleOptions, type SymbolReading, sample, sampleWith } from "./sampling.ts";
export { learningRate } from "./schedules.ts";
export type { NamedTensor, Snapshot } from "./snapshot.ts";
export { parseTaskOptions, type TaskTrainOptions } from "./taskOptions.ts";
export { type TaskEvaluateOptions, type TaskStepReport, TaskTrainer } from "./taskTrainer.ts";
export { Tbptt } from "./tbptt.ts";
export { type StepReport, Trainer } from "./trainer.ts";
