/**
 * The space that a study searches: for each option a list of values, or a range of numbers. Pure: a grid is counted out,
 * and a random point is drawn from a stream of its own, so that point 7 does not depend on how many others are drawn.
 */
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import type { Reason } from "../../errors/reasons.ts";
import { unknownOption } from "../../errors/request.ts";
import { RandomStream } from "../../kernels/random.ts";
import { OPTION_NAMES, OPTION_RULES, type OptionName } from "../options/options.ts";
import { checked, type Rule } from "../options/rules.ts";

export type SettingValue = string | number;
/** Values of the options that a study varies, by option. */
export type Settings = Readonly<Record<string, SettingValue>>;

/** A range of numbers, both ends included. */
export interface Range {
	from: number;
	to: number;
	/** "log": each factor is equally likely; "linear": each difference is. Default: "linear". */
	scale?: "linear" | "log";
}

export type Choices = readonly SettingValue[] | Range;
export type Space = Readonly<Record<string, Choices>>;

/** Options that a study cannot vary: it sets the seed itself. */
const FIXED: readonly string[] = ["seed"];
/** Largest number of points of a grid, and of values of one option. */
export const MOST_POINTS = 100_000;
const MOST_VALUES = 1000;

export const isRange = (choices: Choices): choices is Range => !Array.isArray(choices);

const ruleOf = (option: string): Rule => OPTION_RULES[option as OptionName];

/** @throws E_OPTION for an unknown option, an empty or repeated list, a value or a range that its option does not allow. */
export function checkSpace(space: Space, where: string, { ranges }: { ranges: boolean }): void {
	const known = OPTION_NAMES.filter((name) => !FIXED.includes(name));
	for (const [option, choices] of Object.entries(space)) {
		const refuse = (why: Reason) => fail("E_OPTION", { option, why, where });
		if (FIXED.includes(option)) throw refuse({ reason: "unknownOption", known, use: "seeds" });
		if (!(known as readonly string[]).includes(option)) throw refuse(unknownOption(option, known));
		const rule = ruleOf(option);
		if (!Array.isArray(choices)) {
			if (!ranges || !isNumeric(rule)) throw refuse({ reason: "list", of: "values", got: shown(choices) });
			checkRange(option, choices as Range, rule, where);
			continue;
		}
		if (choices.length === 0 || choices.length > MOST_VALUES)
			throw refuse({ reason: "count", of: "values", got: choices.length, min: 1, max: MOST_VALUES });
		for (const [n, value] of choices.entries()) {
			checked(option, rule, value, where);
			if (choices.indexOf(value) < n) throw refuse({ reason: "twice", entry: String(value) });
		}
	}
	const names = Object.keys(space);
	if (names.length === 0)
		throw fail("E_OPTION", { option: "space", why: { reason: "missing", forms: ["lr=0.001,0.003"] }, where });
}

const isNumeric = ({ kind }: Rule) => kind === "number" || kind === "whole";

function checkRange(option: string, { from, to, scale = "linear", ...more }: Range, rule: Rule, where: string): void {
	checked(option, rule, from, where);
	checked(option, rule, to, where);
	const fits =
		from < to &&
		["linear", "log"].includes(scale) &&
		(scale === "linear" || from > 0) &&
		Object.keys(more).length === 0;
	if (fits) return;
	const got = shown(`${from}..${to}${scale === "log" ? ":log" : ""}`);
	throw fail("E_OPTION", { option, why: { reason: "form", forms: ["A..B", "A..B:log"], got }, where });
}

/** All points of a space of lists. The last option varies fastest. @throws E_OPTION for too many. */
export function gridOf(space: Space, where: string): Settings[] {
	const lists = Object.entries(space).map(([option, values]) => [option, values as readonly SettingValue[]] as const);
	const count = lists.reduce((product, [, values]) => product * values.length, 1);
	if (count > MOST_POINTS) {
		const why: Reason = { reason: "count", of: "values", got: count, min: 1, max: MOST_POINTS };
		throw fail("E_OPTION", { option: "space", why, where });
	}
	return lists.reduce<Settings[]>(
		(points, [option, values]) => points.flatMap((point) => values.map((value) => ({ ...point, [option]: value }))),
		[{}],
	);
}

/** Point `n` of a random search. The same seed, space and n give the same point. */
export function pointOf(space: Space, seed: number, n: number): Settings {
	const random = new RandomStream(seed, `study point ${n}`);
	return Object.fromEntries(
		Object.entries(space).map(([option, choices]) => [option, drawn(option, choices, random.uniform())]),
	);
}

/** Up to `count` different points; fewer if a space of lists has no more. */
export function pointsOf(space: Space, seed: number, count: number): Settings[] {
	const points = new Map<string, Settings>();
	for (let n = 0; points.size < count && n < 100 * count; n++) {
		const point = pointOf(space, seed, n);
		points.set(JSON.stringify(point), point);
	}
	return [...points.values()];
}

/** Digits of a drawn number: its name in a table is the number itself. */
const DIGITS = 4;

/** @param u uniform in [0, 1) */
function drawn(option: string, choices: Choices, u: number): SettingValue {
	if (!isRange(choices)) return choices[Math.floor(u * choices.length)]!;
	const { from, to, scale } = choices;
	const value = scale === "log" ? from * (to / from) ** u : from + (to - from) * u;
	if (ruleOf(option).kind === "whole") {
		const spread = scale === "log" ? value : from - 0.5 + (to - from + 1) * u; // each whole number equally likely
		return Math.min(to, Math.max(from, Math.round(spread)));
	}
	return Math.min(to, Math.max(from, Number(value.toPrecision(DIGITS))));
}

/** Options in alphabetical order, so that equal settings are written alike. */
export function sortedSettings(settings: Settings): Settings {
	return Object.fromEntries(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A name of the settings for tables: "hidden=64 lr=0.003". */
export function settingsWords(settings: Settings): string {
	return Object.entries(sortedSettings(settings))
		.map(([option, value]) => `${option}=${value}`)
		.join(" ");
}
