/**
 * Every option of a training run: its type, range, default, and what it means at the edge. One table serves the library,
 * the command line's flags, configuration files and the stored config of a run.
 */
import { type CellName, type CellSpec, type ModelSpec, VARIANTS } from "../cells/layout.ts";
import { fail } from "../errors/index.ts";
import type { OptimizerName } from "../kernels/kernels.ts";

export type ScheduleName = "constant" | "cosine" | "step";

export interface TrainOptions {
	cell: CellName;
	/** One of VARIANTS[cell]; the cell's first when absent. */
	variant: string;
	layers: number;
	/** Units of each layer, H. */
	hidden: number;
	/** Probability of dropping a layer's output on its way up. */
	dropout: number;
	/** Sequences side by side, B: the corpus is read in this many lanes with carried state. */
	batch: number;
	/** Steps between two updates. */
	k1: number;
	/** Steps that a gradient travels back: the horizon. Default k1. Longer than k1: windows overlap. Shorter: cut. */
	k2: number;
	/**
	 * Probability that a lane starts an update from a zero state instead of the one carried: so the model also learns to
	 * begin, as it must when it is evaluated or writes.
	 */
	reset: number;
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
	/**
	 * Start of the LSTM's forget-gate bias b_f; coupled: of -b_i; GRU: of the update gate's b_z. Default 1 for LSTM, 0 for
	 * GRU. The plain RNN and the LSTM of 1997 have no such gate and take only 0.
	 */
	forgetBias: number;
	seed: number;
	/** Steps between checkpoints; 0: every 30 seconds. One is always written at the end. */
	saveEvery: number;
	/** Steps between validations; 0: twenty in the whole budget. */
	validEvery: number;
	/** Stop after this many validations without a better one; 0: never. */
	patience: number;
	/** Newest checkpoints kept. */
	keepLast: number;
	/** Best checkpoints (by validation) kept. */
	keepBest: number;
}

export type Rule =
	| { kind: "choice"; of: readonly string[]; default: string }
	| { kind: "text"; default: string }
	| { kind: "whole" | "number"; min: number; max: number; default: number | undefined; below?: boolean };

const whole = (value: number | undefined, min: number, max: number): Rule => ({
	kind: "whole",
	min,
	max,
	default: value,
});
const number = (value: number | undefined, min: number, max: number): Rule => ({
	kind: "number",
	min,
	max,
	default: value,
});
const choice = (of: readonly string[]): Rule => ({ kind: "choice", of, default: of[0]! });
const text = (value: string): Rule => ({ kind: "text", default: value });

/** Rules in the order of the help text. Undefined defaults: k2, the budget, lr and forgetBias depend on other options. */
export const OPTION_RULES = {
	cell: choice(["lstm", "gru", "rnn"]),
	variant: text(""),
	layers: whole(1, 1, 64),
	hidden: whole(256, 1, 16384),
	dropout: number(0, 0, 0.95),
	batch: whole(32, 1, 65536),
	k1: whole(64, 1, 1_000_000),
	k2: whole(undefined, 1, 1_000_000),
	reset: number(0.02, 0, 1),
	steps: whole(undefined, 0, 1e12),
	epochs: number(undefined, 0, 1e9),
	minutes: number(undefined, 0, 1e7),
	optimizer: choice(["adam", "adamw", "rmsprop", "momentum", "sgd"]),
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
	init: text("default"),
	forgetBias: number(undefined, -100, 100),
	seed: whole(1, 0, Number.MAX_SAFE_INTEGER),
	saveEvery: whole(0, 0, 1e12),
	validEvery: whole(0, 0, 1e12),
	patience: whole(0, 0, 1e6),
	keepLast: whole(3, 1, 1000),
	keepBest: whole(1, 0, 1000),
} as const satisfies Record<keyof TrainOptions, Rule>;

export type OptionName = keyof TrainOptions;
export const OPTION_NAMES = Object.keys(OPTION_RULES) as OptionName[];

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
 * Checks `raw` against the table and fills the defaults in.
 * @throws E_OPTION for an unknown key, a wrong type or a value out of range, naming the option and `where` it stands.
 */
export function parseOptions(raw: Readonly<Record<string, unknown>>, where: string): TrainOptions {
	const options: Record<string, unknown> = {};
	for (const key of Object.keys(raw)) {
		if (!Object.hasOwn(OPTION_RULES, key)) {
			throw fail("E_OPTION", {
				option: key,
				got: "an unknown name",
				wanted: `one of ${OPTION_NAMES.join(", ")}`,
				where,
			});
		}
	}
	for (const name of OPTION_NAMES) {
		const rule: Rule = OPTION_RULES[name];
		const value = raw[name] ?? rule.default;
		if (value !== undefined) options[name] = checked(name, rule, value, where);
	}
	const { cell, variant } = options as { cell: CellName; variant: string };
	const variants: readonly string[] = VARIANTS[cell];
	if (variant === "") options.variant = variants[0];
	else if (!variants.includes(variant)) {
		throw fail("E_OPTION", {
			option: "variant",
			got: variant,
			wanted: `one of ${variants.join(", ")} (${cell})`,
			where,
		});
	}
	const budgets = (["steps", "epochs", "minutes"] as const).filter((name) => options[name] !== undefined);
	if (budgets.length > 1) {
		throw fail("E_OPTION", { option: budgets[1]!, got: `it beside ${budgets[0]}`, wanted: "one budget only", where });
	}
	if (budgets.length === 0) options.minutes = 3;
	const keeps = cell !== "rnn" && options.variant !== "1997";
	options.forgetBias ??= cell === "lstm" && keeps ? 1 : 0;
	if (!keeps && options.forgetBias !== 0) {
		const got = String(options.forgetBias);
		throw fail("E_OPTION", {
			option: "forgetBias",
			got,
			wanted: `0: ${cell} ${options.variant} has no forget gate`,
			where,
		});
	}
	options.k2 ??= options.k1;
	options.lr ??= defaultRate(options.optimizer as OptimizerName, options.hidden as number);
	return options as unknown as TrainOptions;
}

/** `value` where it fits the rule. @throws E_OPTION naming the option. */
export function checked(option: string, rule: Rule, value: unknown, where: string): unknown {
	const got = typeof value === "string" ? `"${value.slice(0, 80)}"` : String(value);
	if (rule.kind === "text") {
		if (typeof value === "string") return value;
		throw fail("E_OPTION", { option, got, wanted: "a text", where });
	}
	if (rule.kind === "choice") {
		if (rule.of.includes(value as string)) return value;
		throw fail("E_OPTION", { option, got, wanted: `one of ${rule.of.join(", ")}`, where });
	}
	const fits = typeof value === "number" && value >= rule.min && value <= rule.max;
	if (fits && (rule.kind === "number" || Number.isInteger(value))) return value;
	const kind = rule.kind === "whole" ? "a whole number" : "a number";
	throw fail("E_OPTION", { option, got, wanted: `${kind} from ${rule.min} to ${rule.max}`, where });
}

/** The model that `options` describe, over a vocabulary of `symbols`. */
export function modelOf(
	options: Pick<TrainOptions, "cell" | "variant" | "layers" | "hidden" | "dropout">,
	symbols: number,
): ModelSpec {
	const { cell, variant, layers, hidden, dropout } = options;
	return { ...({ cell, variant } as CellSpec), layers, hidden, dropout, symbols };
}
