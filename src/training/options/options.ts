/**
 * All options of a training run, with types, ranges and defaults. One table serves the library, the command line,
 * configuration files and the stored configuration of a run.
 */
import { type CellName, type CellSpec, type ModelSpec, VARIANTS } from "../../cells/layout.ts";
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import type { Reason } from "../../errors/reasons.ts";
import { notOneOf, unknownOption } from "../../errors/request.ts";
import { OPTIMIZERS } from "../../kernels/callNames.ts";
import type { OptimizerName } from "../../kernels/kernels.ts";
import { hasForgetGate, parseForgetBias } from "../../remedies/forgetBias.ts";
import { checkOmega, OMEGA_FORMS, type OmegaForm } from "../../remedies/omega.ts";

import { ECHO_OPTION_RULES } from "../echo/echoOptions.ts";
import { reservoirOptions } from "./reservoirOptions.ts";
import { checked, choice, number, open, type Rule, text, whole } from "./rules.ts";

export { SERIES_DEFAULTS, SERIES_LENGTH } from "../../data/seriesDefaults.ts";
export type { Rule } from "./rules.ts";
export type ScheduleName = "constant" | "cosine" | "step";

/** Options of every run. */
export interface CommonOptions {
	/** "esn", on a text: a tanh RNN whose recurrent layer stays as it was drawn (text/reservoirText.ts). */
	cell: CellName | "esn";
	/** One of VARIANTS[cell]. Default: the first one. */
	variant: string;
	layers: number;
	/** Hidden units per layer, H. Default: 256, for a series 32. */
	hidden: number;
	/** Probability of dropping a layer's output to the next layer. Default: 0.2 for a text with `minutes`, else 0. */
	dropout: number;
	/** Batch size, B. A text is read in this many parallel lanes with carried state. Default: 32, for a series 16. */
	batch: number;
	/** Budget: at most one of steps, epochs and minutes. Default: 3 minutes, for a series 2000 steps. */
	steps?: number;
	epochs?: number;
	minutes?: number;
	optimizer: OptimizerName;
	/**
	 * Peak learning rate. Default: adam and adamw min(0.008, 2 / hidden), rmsprop a quarter of that, sgd 1, momentum 0.3.
	 */
	lr: number;
	beta1: number;
	beta2: number;
	eps: number;
	weightDecay: number;
	schedule: ScheduleName;
	/** Warm-up: fraction of the budget spent ramping up to `lr`, 0..1. Default: 0.02. */
	warmup: number;
	/** cosine: final learning rate as a fraction of lr. step: factor of each decay. Default: 0.05. */
	decay: number;
	/** step: number of decays, evenly spaced. Default: 3. */
	decays: number;
	/** Clips the global gradient norm at this value; 0: no clipping. Default: 1. */
	clipNorm: number;
	/** Clips each gradient element at this absolute value, after clipping by norm; 0: no clipping. Default: 0. */
	clipValue: number;
	/** Initialisation: NAME or NAME:VALUE, see remedies/starts.ts. */
	init: string;
	/** Factor alpha of the penalty Omega in the loss; 0: none. Plain recurrent cells only. See remedies/omega.ts. */
	omega: number;
	/** Form of Omega, present if omega is above 0. Default: paper. "authors" also applies the shrink rule. */
	omegaForm?: OmegaForm;
	/** Factor of sum |w| over the tensors of `penalize`. Default: 0. */
	l1: number;
	/** Factor of sum w^2 / 2 over the tensors of `penalize`. Default: 0. */
	l2: number;
	/**
	 * Tensors that l1 and l2 act on, separated by commas: groups, names, or names with *; see remedies/penalties.ts.
	 * Present if l1 or l2 is above 0.
	 */
	penalize?: string;
	/**
	 * Initial value of the LSTM's forget-gate bias b_f (coupled: of -b_i), or of the GRU's update-gate bias b_z. A number,
	 * or chrono:TMAX, see remedies/forgetBias.ts. Default: 1 for LSTM, 0 for GRU. The plain RNN and the LSTM of 1997 have
	 * no such gate and take only 0.
	 */
	forgetBias: number | string;
	seed: number;
	/** Steps between checkpoints; 0: every 30 seconds. The last state is always saved. Default: 0. */
	saveEvery: number;
	/** Steps between validations; 0: twenty in the whole budget. Default: 0, for a series 50. */
	validEvery: number;
	/** Steps between records of the model; 0: none. Default: scheduled by cost, at most about 4 % (run/recorder.ts). */
	recordEvery?: number;
	/** Early stopping: stops after this many validations without improvement; 0: never. Default: 0, for a series 10. */
	patience: number;
	/**
	 * Maximum number of rollbacks. A rollback returns a diverged run to its last good checkpoint and halves the learning
	 * rate. 0: the run ends at the first divergence. Default: 3.
	 */
	rollbacks: number;
	/** Number of newest checkpoints to keep. Default: 3. */
	keepLast: number;
	/** Number of best checkpoints, by validation loss, to keep. Default: 1. */
	keepBest: number;
}

/** Options of a run on a text. */
export interface TrainOptions extends CommonOptions {
	/** TBPTT: steps between two updates. Default: 64. */
	k1: number;
	/** TBPTT: maximum steps to backpropagate. Default: k1. Above k1, windows overlap; below, k1 is cut. */
	k2: number;
	/**
	 * Probability that a lane starts an update from a zero state instead of the carried state. It trains the model to
	 * start from a zero state, as in evaluation and sampling. Default: 0.02.
	 */
	reset: number;
	/** Options of an echo state network, present if cell is "esn"; see echo/echoOptions.ts. */
	spectralRadius?: number;
	inputScale?: number;
	biasScale?: number;
	density?: number;
}

/** Options of a run on a task. Its sequences start from a zero state and are trained whole, unless k2 is given. */
export interface TaskTrainOptions extends CommonOptions {
	/** Sequence length: L, or A..B to draw one from A to B inclusive per update. Default: set by the task. */
	length: string;
	/** Steps scored per backward pass of a truncated gradient; present with k2. Default: k2. */
	k1?: number;
	/** Maximum steps to backpropagate. Absent: through the whole sequence. Default if k1 is given: k1. */
	k2?: number;
	/** Ends the run at the first validation whose error rate is at most this, 0..1. Default: no such goal. */
	stopAtError?: number;
}

/** Kind of data that a run is trained on. */
export type RunKind = "text" | "task";

/**
 * Rules in the order of the help text. A default is undefined if it depends on other options (dropout, k2, the budget,
 * lr, forgetBias), if the option may be absent (omegaForm, penalize, stopAtError), if the task sets it (length), or if
 * the recorder does (recordEvery).
 */
export const OPTION_RULES = {
	cell: choice(["lstm", "gru", "rnn", "esn"]),
	variant: text(""),
	layers: whole(1, 1, 64),
	hidden: whole(256, 1, 16384),
	dropout: number(undefined, 0, 0.95),
	batch: whole(32, 1, 65536),
	k1: whole(64, 1, 1_000_000),
	k2: whole(undefined, 1, 1_000_000),
	reset: number(0.02, 0, 1),
	length: open,
	steps: whole(undefined, 0, 1e12),
	epochs: number(undefined, 0, 1e9),
	minutes: number(undefined, 0, 1e7),
	optimizer: choice(OPTIMIZERS),
	lr: number(undefined, 0, 1e6),
	beta1: number(0.9, 0, 0.999999),
	beta2: number(0.99, 0, 0.999999),
	eps: number(1e-8, 1e-30, 1),
	weightDecay: number(0, 0, 1e3),
	schedule: choice(["cosine", "constant", "step"]),
	warmup: number(0.02, 0, 1),
	decay: number(0.05, 0, 1),
	decays: whole(3, 1, 1000),
	clipNorm: number(1, 0, 1e9),
	clipValue: number(0, 0, 1e9),
	omega: number(0, 0, 1e6),
	omegaForm: { ...choice(OMEGA_FORMS), default: undefined },
	l1: number(0, 0, 1e6),
	l2: number(0, 0, 1e6),
	penalize: { kind: "text", default: undefined },
	...ECHO_OPTION_RULES,
	init: text("default"),
	forgetBias: open,
	seed: whole(1, 0, Number.MAX_SAFE_INTEGER),
	saveEvery: whole(0, 0, 1e12),
	validEvery: whole(0, 0, 1e12),
	recordEvery: whole(undefined, 0, 1e12),
	patience: whole(0, 0, 1e6),
	stopAtError: number(undefined, 0, 1),
	rollbacks: whole(3, 0, 100),
	keepLast: whole(3, 1, 1000),
	keepBest: whole(1, 0, 1000),
} as const satisfies Record<OptionName, Rule>;

export type OptionName = keyof TrainOptions | keyof TaskTrainOptions | keyof typeof ECHO_OPTION_RULES;
export const OPTION_NAMES = Object.keys(OPTION_RULES) as OptionName[];

/** Options that only one kind of run has. */
const ONLY: Partial<Record<OptionName, RunKind>> = {
	...{ reset: "text", length: "task", stopAtError: "task" },
};
/** Options whose default holds for a text only: a task's gradient is not truncated unless one of them is given. */
const TRUNCATION: readonly OptionName[] = ["k1", "k2"];

/**
 * Default dropout for a text with `minutes`, which covers many epochs. In 3 minutes it lowers held-out loss on texts
 * of 1.1, 3.3 and 9.5 MB (docs/performance.md).
 */
const MINUTES_DROPOUT = 0.2;

/**
 * Default learning rate of each optimiser. Adaptive optimisers change every weight by about the learning rate, so the
 * summed effect of H weights grows with H. Their default is therefore 2 / H, at most 0.008 (reached at 250 units).
 */
function defaultRate(optimizer: OptimizerName, hidden: number): number {
	if (optimizer === "sgd") return 1;
	if (optimizer === "momentum") return 0.3;
	return Math.min(0.008, 2 / hidden) * (optimizer === "rmsprop" ? 0.25 : 1);
}

/**
 * Validates the options of a run on a text and fills in defaults.
 * @param where source of the options, for error messages.
 * @throws E_OPTION for an unknown key, a wrong type or a value out of range; E_REMEDY for remedies that the model does
 * not support.
 */
export function parseOptions(raw: Readonly<Record<string, unknown>>, where: string): TrainOptions {
	const reservoir = raw.cell === "esn" ? reservoirOptions(raw, where) : undefined;
	const options = parseAll(reservoir?.rest ?? raw, "text", where) as unknown as TrainOptions;
	options.k2 ??= options.k1;
	return reservoir ? { ...options, cell: "esn", ...reservoir.own } : options;
}

/** Validates the options of either kind of run, except those that depend on the task itself. */
export function parseAll(raw: Readonly<Record<string, unknown>>, kind: RunKind, where: string) {
	const names = OPTION_NAMES.filter((name) => (ONLY[name] ?? kind) === kind && !Object.hasOwn(ECHO_OPTION_RULES, name));
	if (raw.cell === "esn") {
		const why: Reason = { reason: "oneOf", choices: ["lstm", "gru", "rnn"], got: shown("esn") };
		throw fail("E_OPTION", { option: "cell", why, where });
	}
	for (const key of Object.keys(raw)) if (raw[key] !== undefined) checkName(key, names, kind, where);
	const options: Partial<CommonOptions> = {};
	for (const name of names) {
		const rule: Rule = OPTION_RULES[name];
		const value = raw[name] ?? (kind === "task" && TRUNCATION.includes(name) ? undefined : rule.default);
		if (value !== undefined) Object.assign(options, { [name]: checked(name, rule, value, where) });
	}
	const parsed = options as CommonOptions;
	const refuse = (option: OptionName, why: Reason) => fail("E_OPTION", { option, why, where });
	const { cell, variant } = parsed;
	const variants: readonly string[] = VARIANTS[cell as CellName];
	if (variant === "") parsed.variant = variants[0]!;
	else if (!variants.includes(variant)) throw refuse("variant", { ...notOneOf(variants, variant), of: cell });
	const [budget, other] = (["steps", "epochs", "minutes"] as const).filter((name) => parsed[name] !== undefined);
	if (other) throw refuse(other, { reason: "together", with: budget! });
	if (!budget) parsed.minutes = 3;
	parsed.dropout ??= kind === "text" && parsed.minutes !== undefined ? MINUTES_DROPOUT : 0;
	const spec = parsed as unknown as CellSpec;
	parsed.forgetBias ??= cell === "lstm" && hasForgetGate(spec) ? 1 : 0;
	parseForgetBias(parsed.forgetBias, spec, where);
	parsed.lr ??= defaultRate(parsed.optimizer, parsed.hidden);
	if (parsed.omega > 0) {
		checkOmega(cell);
		parsed.omegaForm ??= "paper";
	} else if (parsed.omegaForm) throw refuse("omegaForm", { reason: "needs", options: ["omega"], above: 0 });
	if (parsed.l1 > 0 || parsed.l2 > 0) parsed.penalize ??= "weights";
	else if (parsed.penalize !== undefined)
		throw refuse("penalize", { reason: "needs", options: ["l1", "l2"], above: 0 });
	return parsed;
}

/** @throws E_OPTION if the name is not an option, or belongs to another kind of run. */
function checkName(option: string, names: readonly string[], kind: RunKind, where: string): void {
	if (names.includes(option)) return;
	if (Object.hasOwn(ECHO_OPTION_RULES, option)) {
		throw fail("E_OPTION", { option, why: { reason: "onlyFor", kinds: ["echo"], not: "gradient" }, where });
	}
	if (Object.hasOwn(OPTION_RULES, option)) {
		const other = kind === "task" ? "text" : "task";
		throw fail("E_OPTION", { option, why: { reason: "onlyFor", kinds: [other], not: kind }, where });
	}
	throw fail("E_OPTION", { option, why: unknownOption(option, names), where });
}

/** Returns the model described by `options` for a vocabulary of `symbols` symbols. */
export function modelOf(
	options: Pick<CommonOptions, "cell" | "variant" | "layers" | "hidden" | "dropout">,
	symbols: number,
): ModelSpec {
	const { variant, layers, hidden, dropout } = options;
	const cell = options.cell === "esn" ? "rnn" : options.cell;
	return { ...({ cell, variant } as CellSpec), layers, hidden, dropout, symbols };
}
