/** Rules for the value of an option as data (kind, range, choices, default), and its type once checked. */
import type { EchoOptions, TaskTrainOptions, TrainOptions } from "../../src/index.ts";
import { OPTION_RULES, type OptionName } from "../../src/training/options/options.ts";

export interface Choice<T extends string = string> {
	kind: "choice";
	of: readonly T[];
	default: T | undefined;
	/** Ending of files that may be given instead; the value is then a path. */
	orFile?: string;
}

export interface Text {
	kind: "text";
	default: string | undefined;
}

export interface Bounded {
	kind: "whole" | "number";
	min: number;
	max: number;
	default: number | undefined;
}

/** A number, or words that are parsed elsewhere. */
export interface NumberOrText {
	kind: "numberOrText";
	default: number | undefined;
}

export interface Switch {
	kind: "switch";
}

/** Words separated by blanks or commas. */
export interface List {
	kind: "list";
}

/** Strings, each taken literally. The option is repeated for each. */
export interface Texts {
	kind: "texts";
}

export type Rule = Choice | Text | Bounded | NumberOrText | Switch | List | Texts;

export type ValueOf<R extends Rule> =
	R extends Choice<infer T>
		? T
		: R extends Text
			? string
			: R extends Bounded
				? number
				: R extends NumberOrText
					? number | string
					: R extends Switch
						? boolean
						: string[];

export const choice = <const T extends string>(of: readonly T[], value?: NoInfer<T>): Choice<T> => ({
	kind: "choice",
	of,
	default: value,
});
export const text = (value?: string): Text => ({ kind: "text", default: value });
export const whole = (min: number, max: number, value?: number): Bounded => ({
	kind: "whole",
	min,
	max,
	default: value,
});
export const number = (min: number, max: number, value?: number): Bounded => ({
	kind: "number",
	min,
	max,
	default: value,
});
export const open = (value?: number): NumberOrText => ({ kind: "numberOrText", default: value });
export const onOff: Switch = { kind: "switch" };
export const list: List = { kind: "list" };
export const texts: Texts = { kind: "texts" };

/** Largest safe integer, 2^53 - 1. */
export const ANY = Number.MAX_SAFE_INTEGER;

type Options = Omit<EchoOptions, "length" | "cell" | keyof TrainOptions> &
	Omit<TrainOptions & TaskTrainOptions, "length" | "cell"> & { length: number | string };

type RuleFor<T> = [T] extends [number]
	? Bounded
	: [T] extends [string]
		? string extends T
			? Text
			: Choice<T>
		: NumberOrText;

/** The library keeps option types and rules apart. Here each rule gets the type of its option. */
const LIBRARY: Readonly<Record<OptionName, unknown>> = OPTION_RULES;

/** The rule of an option in the library's table. */
export function ruleOf<K extends keyof Options>(name: K): RuleFor<NonNullable<Options[K]>> {
	return LIBRARY[name] as RuleFor<NonNullable<Options[K]>>;
}
