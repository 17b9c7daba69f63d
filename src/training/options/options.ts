/**
 * All options of a training run, with ranges and defaults. One table serves the library, the command line,
 * configuration files and the stored configuration of a run. Their types and meanings are in optionTypes.ts.
 */
import {
	ATTENTIONS,
	type CellName,
	type CellSpec,
	type ModelSpec,
	VARIANTS,
	weightBlocks,
} from "../../cells/layout.ts";
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import type { Reason } from "../../errors/reasons.ts";
import { notOneOf, unknownOption } from "../../errors/request.ts";
import { OPTIMIZERS } from "../../kernels/callNames.ts";
import { hasForgetGate, parseForgetBias } from "../../remedies/forgetBias.ts";
import { checkOmega, OMEGA_FORMS } from "../../remedies/omega.ts";
import { ECHO_OPTION_RULES } from "../echo/echoOptions.ts";
import { checkRamps } from "../text/ramps.ts";
import { parseAverage } from "../updates/weightAverage.ts";
import { BUDGETS } from "./budgetOptions.ts";
import { setBlocks, setModel } from "./modelOptions.ts";
import type {
	CommonOptions,
	GivenOptions,
	OptimizerOption,
	OptionName,
	TaskTrainOptions,
	TrainOptions,
	Variant,
} from "./optionTypes.ts";
import { reservoirOptions } from "./reservoirOptions.ts";
import { cellRule, checked, choice, number, open, type Rule, type Ruled, text, whole } from "./rules.ts";

export { SERIES_DEFAULTS, SERIES_LENGTH } from "../../data/seriesDefaults.ts";
export type {
	CommonOptions,
	GivenOptions,
	OptionName,
	ScheduleName,
	TaskTrainOptions,
	TrainOptions,
} from "./optionTypes.ts";
export type { Rule } from "./rules.ts";

/** Kind of data that a run is trained on. */
export type RunKind = "text" | "task";

/**
 * Rules in the order of the help text. A default is undefined if it depends on other options (dropout, k2, the budget,
 * lr, schedule, forgetBias), if the option may be absent (soapEvery, shards, syncEvery with outerLr and outerMomentum, weightDrop, blocks,
 * average, rampLength, rampBatch, omegaForm, penalize, stopAtError, model with attention and attentionUnits), if the task sets it (length), or if
 * the recorder does (recordEvery).
 */
export const OPTION_RULES = {
	cell: cellRule(["lstm", "gru", "rnn", "esn"]),
	variant: text(""),
	layers: whole(1, 1, 64),
	hidden: whole(256, 1, 16384),
	dropout: number(undefined, 0, 0.95),
	weightDrop: number(undefined, 0, 0.95),
	blocks: whole(undefined, 1, 16384),
	batch: whole(32, 1, 65536),
	k1: whole(64, 1, 1_000_000),
	k2: whole(undefined, 1, 1_000_000),
	reset: number(0.02, 0, 1),
	rampLength: text(undefined),
	rampBatch: text(undefined),
	shards: whole(undefined, 1, 65536),
	syncEvery: whole(undefined, 1, 1e9),
	outerLr: number(undefined, 0, 1e6),
	outerMomentum: number(undefined, 0, 0.999999),
	length: open,
	model: { ...choice(["stack", "encoder-decoder"]), default: undefined },
	attention: { ...choice(ATTENTIONS), default: undefined },
	attentionUnits: whole(undefined, 1, 16384),
	steps: whole(undefined, 0, 1e12),
	epochs: number(undefined, 0, 1e9),
	minutes: number(undefined, 0, 1e7),
	optimizer: choice([...OPTIMIZERS, "soap"]),
	soapEvery: whole(undefined, 1, 1e9),
	lr: number(undefined, 0, 1e6),
	beta1: number(0.9, 0, 0.999999),
	beta2: number(0.99, 0, 0.999999),
	eps: number(1e-8, 1e-30, 1),
	weightDecay: number(0, 0, 1e3),
	schedule: { ...choice(["cosine", "constant", "step"]), default: undefined },
	warmup: number(0.02, 0, 1),
	decay: number(0.05, 0, 1),
	decays: whole(3, 1, 1000),
	average: text(undefined),
	clipNorm: number(1, 0, 1e9),
	clipValue: number(0, 0, 1e9),
	omega: number(0, 0, 1e6),
	omegaForm: { ...choice(OMEGA_FORMS), default: undefined },
	l1: number(0, 0, 1e6),
	l2: number(0, 0, 1e6),
	penalize: text(undefined),
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

/** Compiles only if each rule lets through what its option's type says: no more choices, no fewer, and no other kind. */
type Held = {
	[Name in OptionName]: NonNullable<GivenOptions[Name]> extends Ruled<(typeof OPTION_RULES)[Name]>
		? string extends Ruled<(typeof OPTION_RULES)[Name]>
			? true
			: Ruled<(typeof OPTION_RULES)[Name]> extends NonNullable<GivenOptions[Name]>
				? true
				: false
		: false;
};
true satisfies Held[OptionName];

export const OPTION_NAMES = Object.keys(OPTION_RULES) as OptionName[];

/** Options that only one kind of run has. */
const ONLY: Partial<Record<OptionName, RunKind>> = {
	...{ reset: "text", rampLength: "text", rampBatch: "text", length: "task", stopAtError: "task" },
	...{ model: "task", attention: "task", attentionUnits: "task" },
};
/** Options whose default holds for a text only: a task's gradient is not truncated unless one of them is given. */
const TRUNCATION: readonly OptionName[] = ["k1", "k2"];

/**
 * Default dropout for a text with `minutes`, which covers many epochs. In 3 minutes it lowers held-out loss on texts
 * of 1.1, 3.3 and 9.5 MB (docs/performance.md).
 */
const MINUTES_DROPOUT = 0.2;
/**
 * Default mean of the weights for a text with `minutes`. It takes the place of a falling learning rate: the rate is
 * constant, and the mean follows the last ninth of the updates so far, however many there will be (docs/recipe.md).
 */
export const MINUTES_AVERAGE = "poly:8";

/** Default of soapEvery: the preconditioning frequency of Vyas et al. 2024. */
const SOAP_EVERY = 10;

/**
 * Default learning rate of each optimiser. Adaptive optimisers change every weight by about the learning rate, so the
 * summed effect of H weights grows with H. Their default is therefore 2 / H, at most 0.008 (reached at 250 units).
 */
function defaultRate(optimizer: OptimizerOption, hidden: number): number {
	if (optimizer === "sgd") return 1;
	if (optimizer === "momentum") return 0.3;
	return Math.min(0.008, 2 / hidden) * (optimizer === "rmsprop" ? 0.25 : 1);
}

/**
 * Validates the options of a run on a text and fills in defaults.
 * @param where source of the options, for error messages. Default: "options".
 * @throws E_OPTION for an unknown key, a wrong type or a value out of range; E_REMEDY for remedies that the model does
 * not support.
 */
export function parseOptions(raw: Readonly<GivenOptions>, where = "options"): TrainOptions {
	const reservoir = raw.cell === "esn" ? reservoirOptions(raw, where) : undefined;
	const options = parseAll(reservoir?.rest ?? raw, "text", where) as unknown as TrainOptions;
	options.k2 ??= options.k1;
	checkRamps(options, where);
	return reservoir ? { ...options, cell: "esn", ...reservoir.own } : options;
}

/** Validates the options of either kind of run, except those that depend on the task itself. */
export function parseAll(raw: Readonly<GivenOptions>, kind: RunKind, where: string) {
	const names = OPTION_NAMES.filter((name) => (ONLY[name] ?? kind) === kind && !Object.hasOwn(ECHO_OPTION_RULES, name));
	if (raw.cell === "esn") {
		const why: Reason = { reason: "oneOf", choices: ["lstm", "gru", "rnn"], got: shown("esn") };
		throw fail("E_OPTION", { option: "cell", why, where });
	}
	for (const [key, value] of Object.entries(raw)) if (value !== undefined) checkName(key, names, kind, where);
	const options: Partial<CommonOptions> = {};
	for (const name of names) {
		const rule: Rule = OPTION_RULES[name];
		const value = raw[name] ?? (kind === "task" && TRUNCATION.includes(name) ? undefined : rule.default);
		if (value !== undefined) Object.assign(options, { [name]: checked(name, rule, value, where) });
	}
	const parsed = options as CommonOptions;
	const refuse = (option: OptionName, why: Reason) => fail("E_OPTION", { option, why, where });
	const { cell } = parsed;
	const variant: string = parsed.variant;
	const own = typeof cell === "object";
	const variants = (own ? [cell.name] : VARIANTS[cell as CellName]) as readonly Variant[];
	if (variant === "") parsed.variant = variants[0]!;
	else if (!variants.includes(parsed.variant))
		throw refuse("variant", { ...notOneOf(variants, variant), of: nameOfCell(cell) });
	if (parsed.blocks !== undefined) setBlocks(parsed, where);
	if (kind === "task") setModel(parsed, where);
	const [budget, other] = BUDGETS.filter((name) => parsed[name] !== undefined);
	if (other) throw refuse(other, { reason: "together", with: budget! });
	if (!budget) parsed.minutes = 3;
	const timedText = kind === "text" && parsed.minutes !== undefined;
	parsed.dropout ??= timedText ? MINUTES_DROPOUT : 0;
	if (parsed.schedule === undefined) {
		const averaged = timedText && parsed.syncEvery === undefined && raw.decay === undefined;
		parsed.schedule = averaged ? "constant" : "cosine";
		if (averaged) parsed.average ??= MINUTES_AVERAGE;
	}
	if (parsed.average === "none") delete parsed.average;
	const spec = specOf(parsed);
	parsed.forgetBias ??= cell === "lstm" && hasForgetGate(spec) ? 1 : 0;
	parseForgetBias(parsed.forgetBias, spec, where);
	parsed.lr ??= defaultRate(parsed.optimizer, parsed.hidden);
	if (parsed.optimizer === "soap") {
		const value = parsed.optimizer;
		if (parsed.syncEvery !== undefined) throw refuse("optimizer", { reason: "together", with: "syncEvery", value });
		if (weightBlocks(spec).recurrent === 0)
			throw refuse("optimizer", { reason: "noRecurrent", cell: nameOfCell(cell), value, use: "adamw" });
		parsed.soapEvery ??= SOAP_EVERY;
	} else if (parsed.soapEvery !== undefined)
		throw refuse("soapEvery", { reason: "needs", options: ["optimizer"], to: "soap" });
	if (parsed.omega > 0) {
		checkOmega(nameOfCell(cell));
		parsed.omegaForm ??= "paper";
	} else if (parsed.omegaForm) throw refuse("omegaForm", { reason: "needs", options: ["omega"], above: 0 });
	if ((parsed.weightDrop ?? 0) > 0) {
		if (parsed.omega > 0) throw refuse("weightDrop", { reason: "together", with: "omega" });
		if (weightBlocks(spec).recurrent === 0)
			throw refuse("weightDrop", { reason: "noRecurrent", cell: nameOfCell(cell) });
	}
	if (parsed.average !== undefined) {
		parseAverage(parsed.average, where);
		if (parsed.syncEvery !== undefined) throw refuse("average", { reason: "together", with: "syncEvery" });
	}
	const { shards, batch } = parsed;
	if (shards !== undefined) {
		if (batch % shards !== 0) throw refuse("shards", { reason: "divisor", of: "batch", whole: batch, got: shards });
		if (parsed.omega > 0) throw refuse("shards", { reason: "together", with: "omega" });
	}
	if (parsed.syncEvery !== undefined) {
		if (shards !== undefined) throw refuse("syncEvery", { reason: "together", with: "shards" });
		parsed.outerLr ??= 0.7;
		parsed.outerMomentum ??= 0.9;
	} else {
		const alone = (["outerLr", "outerMomentum"] as const).find((name) => parsed[name] !== undefined);
		if (alone) throw refuse(alone, { reason: "needs", options: ["syncEvery"] });
	}
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
	options: Pick<CommonOptions, "cell" | "variant" | "blocks" | "layers" | "hidden" | "dropout"> &
		Pick<TaskTrainOptions, "attention" | "attentionUnits">,
	symbols: number,
): ModelSpec {
	const { layers, hidden, dropout, attention, attentionUnits } = options;
	const pair = attention && { attention, ...(attentionUnits && { attentionUnits }) };
	return { ...specOf(options), layers, hidden, dropout, symbols, ...pair };
}

/** The cell of options; a cell of equations is named by its definition. */
function specOf({ cell, variant, blocks }: Pick<CommonOptions, "cell" | "variant" | "blocks">): CellSpec {
	if (typeof cell === "object") return { cell: "own", variant: cell.name, equations: cell };
	return { cell: cell === "esn" ? "rnn" : cell, variant, ...(blocks !== undefined && { blocks }) } as CellSpec;
}

/** The options that give a cell. */
export function cellOptions(spec: CellSpec): Pick<GivenOptions, "cell" | "variant" | "blocks"> {
	if (spec.cell === "own") return { cell: spec.equations };
	const { cell, variant, blocks } = spec;
	return { cell, variant, ...(blocks !== undefined && { blocks }) };
}

/** What a model is called by its cell: "lstm", or the name of a definition. */
export function nameOfCell(cell: CommonOptions["cell"]): string {
	return typeof cell === "object" ? cell.name : cell;
}
