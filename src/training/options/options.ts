/**
 * Every option of a training run: its type, range, default, and what it means at the edge. One table serves the library,
 * the command line's flags, configuration files and the stored config of a run.
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
import { checked, choice, number, open, type Rule, text, whole } from "./rules.ts";

export type { Rule } from "./rules.ts";
export type ScheduleName = "constant" | "cosine" | "step";

/** Options of every run. */
export interface CommonOptions {
	cell: CellName;
	/** One of VARIANTS[cell]; the cell's first when absent. */
	variant: string;
	layers: number;
	/** Units of each layer, H. */
	hidden: number;
	/** Probability of dropping a layer's output on its way up. Default 0; of a text trained for minutes 0.2. */
	dropout: number;
	/** Sequences side by side, B. A text is read in this many lanes with carried state. */
	batch: number;
	/** Budget: exactly one of the three; `minutes` when none is given. */
	steps?: number;
	epochs?: number;
	minutes?: number;
	optimizer: OptimizerName;
	/** Learning rate at the schedule's height. Default: adam and adamw 2 / hidden, at most 0.008; sgd 1; momentum 0.3. */
	lr: number;
	beta1: number;
	beta2: number;
	eps: number;
	weightDecay: number;
	schedule: ScheduleName;
	/** Share of the budget spent rising to `lr`. */
	warmup: number;
	/** cosine: rate at the end as a share of lr. step: factor of each decay. */
	decay: number;
	/** step: number of decays, evenly spread. */
	decays: number;
	/** Largest global norm of the gradient; 0 leaves it unclipped. */
	clipNorm: number;
	/** Largest absolute value of a gradient element after clipping by norm; 0 leaves it unclipped. */
	clipValue: number;
	/** NAME or NAME:VALUE, see remedies/starts.ts. */
	init: string;
	/** Factor of the penalty Omega in the loss, alpha; 0 leaves it out. Plain recurrent cells only. remedies/omega.ts */
	omega: number;
	/** Present while omega is above 0. Default paper. "authors" brings the shrink rule with it. */
	omegaForm?: OmegaForm;
	/** Factor of sum |w| over the tensors of `penalize`. */
	l1: number;
	/** Factor of sum w^2 / 2 over the tensors of `penalize`. */
	l2: number;
	/** Tensors that l1 and l2 act on: groups, names, names with *, with commas between; see remedies/penalties.ts. Present while l1 or l2 is above 0. */
	penalize?: string;
	/**
	 * Start of the LSTM's forget-gate bias b_f; coupled: of -b_i; GRU: of the update gate's b_z. A number, or chrono:TMAX,
	 * see remedies/forgetBias.ts. Default 1 for LSTM, 0 for GRU. The plain RNN and the LSTM of 1997 have no such gate and
	 * take only 0.
	 */
	forgetBias: number | string;
	seed: number;
	/** Steps between checkpoints; 0: every 30 seconds. One is always written at the end. */
	saveEvery: number;
	/** Steps between validations; 0: twenty in the whole budget. */
	validEvery: number;
	/** Steps between records of the model, see workbench/sessions/recorder.ts; 0: none. Default: what costs 4 % of the training time at most. */
	recordEvery?: number;
	/** Stop after this many validations without a better one; 0: never. */
	patience: number;
	/** Times that a run whose numbers went wrong goes back to its last good checkpoint and on at half the rate; 0: it ends at once. */
	rollbacks: number;
	/** Newest checkpoints kept. */
	keepLast: number;
	/** Best checkpoints (by validation) kept. */
	keepBest: number;
}

/** Options of a run on a text. */
export interface TrainOptions extends CommonOptions {
	/** Steps between two updates. */
	k1: number;
	/** Steps that a gradient travels back: the horizon. Default k1. Longer than k1: windows overlap. Shorter: cut. */
	k2: number;
	/**
	 * Probability that a lane starts an update from a zero state instead of the one carried: so the model also learns to
	 * begin, as it must when it is evaluated or writes.
	 */
	reset: number;
}

/** Options of a run on a task, whose sequences start from a zero state and are trained whole. */
export interface TaskTrainOptions extends CommonOptions {
	/** Length asked of each batch: L, or A..B for a whole number from A to B, both included, drawn anew each update. */
	length: string;
	/** The run ends at the first validation whose share of wrong sequences is this or less. Without it: with the budget. */
	stopAtError?: number;
}

/** What a run is trained on. */
export type RunKind = "text" | "task";

/**
 * Rules in the order of the help text. Undefined defaults depend on other options: dropout, k2, the budget, lr, forgetBias; or
 * stand for leaving it be: omegaForm and penalize without their factor, the length that is the task's own, stopAtError; or for the recorder's own rule.
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
	...{ k1: "text", k2: "text", reset: "text" },
	...{ length: "task", stopAtError: "task" },
};

/**
 * Dropout of a text trained for minutes, which reads it many times over: in 3 minutes it lowers the held-out loss of texts of
 * 1.1, 3.3 and 9.5 MB (docs/performance.md).
 */
const MINUTES_DROPOUT = 0.2;

/**
 * Learning rate that serves most sizes, by optimiser. The adaptive ones move every weight by about the rate, so what H of
 * them add up to grows with H: theirs is 2 / H, at most 0.008 (reached at 250 units).
 */
function defaultRate(optimizer: OptimizerName, hidden: number): number {
	if (optimizer === "sgd") return 1;
	if (optimizer === "momentum") return 0.3;
	return Math.min(0.008, 2 / hidden) * (optimizer === "rmsprop" ? 0.25 : 1);
}

/**
 * Checks `raw` against the table and fills the defaults in: the options of a run on a text.
 * @throws E_OPTION for an unknown key, a wrong type or a value out of range, naming the option and `where` it stands;
 * E_REMEDY for remedies that the model does not take.
 */
export function parseOptions(raw: Readonly<Record<string, unknown>>, where: string): TrainOptions {
	const options = parseAll(raw, "text", where) as unknown as TrainOptions;
	options.k2 ??= options.k1;
	return options;
}

/** The same for either kind of run, without what hangs on the task itself. */
export function parseAll(raw: Readonly<Record<string, unknown>>, kind: RunKind, where: string) {
	const names = OPTION_NAMES.filter((name) => (ONLY[name] ?? kind) === kind && !Object.hasOwn(ECHO_OPTION_RULES, name));
	if (raw.cell === "esn") {
		const why: Reason =
			kind === "text"
				? { reason: "onlyFor", kinds: ["task", "series"], not: "text", value: "esn" }
				: { reason: "oneOf", choices: ["lstm", "gru", "rnn"], got: shown("esn") };
		throw fail("E_OPTION", { option: "cell", why, where });
	}
	for (const key of Object.keys(raw)) if (raw[key] !== undefined) checkName(key, names, kind, where);
	const options: Partial<CommonOptions> = {};
	for (const name of names) {
		const rule: Rule = OPTION_RULES[name];
		const value = raw[name] ?? rule.default;
		if (value !== undefined) Object.assign(options, { [name]: checked(name, rule, value, where) });
	}
	const parsed = options as CommonOptions;
	const refuse = (option: OptionName, why: Reason) => fail("E_OPTION", { option, why, where });
	const { cell, variant } = parsed;
	const variants: readonly string[] = VARIANTS[cell];
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

/** @throws E_OPTION for a name that is no option, or one of the other kind of run. */
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

/** The model that `options` describe, over a vocabulary of `symbols`. */
export function modelOf(
	options: Pick<CommonOptions, "cell" | "variant" | "layers" | "hidden" | "dropout">,
	symbols: number,
): ModelSpec {
	const { cell, variant, layers, hidden, dropout } = options;
	return { ...({ cell, variant } as CellSpec), layers, hidden, dropout, symbols };
}
