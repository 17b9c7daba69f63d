/**
 * Settings by precedence: options, then SLUICE_ variables, then the configuration file. The library sets the defaults.
 */
import { fail, SluiceError } from "../src/errors/index.ts";
import { flagOf, type Place, variableOf } from "../src/errors/option.ts";
import { shown } from "../src/errors/quote.ts";
import type { Reason } from "../src/errors/reasons.ts";
import { notOneOf } from "../src/errors/request.ts";
import type { Rule } from "./flags/rules.ts";
import type { Origin, Settings } from "./settings.ts";
import type { Spec, ValuesOf } from "./verbs/spec.ts";

type Raw = Readonly<Record<string, unknown>>;

export interface Sources {
	/** Options from the parser, keyed by setting name: strings, and true for switches. */
	flags: Raw;
	env: Readonly<Record<string, string | undefined>>;
	config?: { path: string; values: Raw };
}

const FLAG: Place = { place: "flag" };

/**
 * The settings of a verb, each from the first source that gives it. The budget options count as one setting: a source
 * that gives any of them hides those of later sources.
 * @throws E_OPTION naming the option, variable or key as it was typed
 */
export function resolveSettings<S extends Pick<Spec, "flags">>({ flags }: S, sources: Sources): Settings<ValuesOf<S>> {
	const values: Record<string, unknown> = {};
	const origins: Record<string, Origin> = {};
	const given = Object.entries(flags).map(([name, flag]) => ({ name, flag, found: firstGiven(name, sources) }));
	const budgets = given.filter(({ flag }) => flag.group === "budget");
	const budgetRank = Math.min(...budgets.map(({ found }) => found?.rank ?? Number.POSITIVE_INFINITY));
	for (const { name, flag, found } of given) {
		if (!found || (flag.group === "budget" && found.rank > budgetRank)) continue;
		values[name] = checked(name, flag.rule, found.value, found.origin);
		origins[name] = found.origin;
	}
	return { values: values as ValuesOf<S>, origins: origins as Settings<ValuesOf<S>>["origins"], flags };
}

/** The setting from the source with the highest precedence; `rank` 0 wins. */
function firstGiven(name: string, { flags, env, config }: Sources) {
	if (flags[name] !== undefined) {
		return { rank: 0, value: flags[name], origin: { name: flagOf(name), where: FLAG } };
	}
	const variable = variableOf(name);
	if (env[variable])
		return { rank: 1, value: env[variable], origin: { name: variable, where: { place: "env" } as Place } };
	if (config && Object.hasOwn(config.values, name)) {
		return {
			rank: 2,
			value: config.values[name],
			origin: { name, where: { place: "config", path: config.path } as Place },
		};
	}
	return undefined;
}

/**
 * Checks a value by its rule. Strings from options and variables are parsed as numbers or switches if the rule needs
 * them.
 */
function checked(name: string, rule: Rule, raw: unknown, { where }: Origin): string | number | boolean | string[] {
	const refuse = (why: Reason) => fail("E_OPTION", { option: name, why, where });
	const got = shown(raw);
	switch (rule.kind) {
		case "text":
			if (typeof raw === "string") return raw;
			throw refuse({ reason: "type", types: ["text"], got });
		case "numberOrText": {
			const value = typeof raw === "string" ? numberOf(raw) : raw;
			if (typeof value === "number" && Number.isFinite(value)) return value;
			if (typeof raw === "string" && raw.trim() !== "") return raw;
			throw refuse({ reason: "type", types: ["number", "text"], got });
		}
		case "list": {
			const given = Array.isArray(raw) ? raw : [raw];
			if (!given.every((word) => ["string", "number"].includes(typeof word)))
				throw refuse({ reason: "list", of: "texts", got });
			const words = given.flatMap((word) => String(word).split(/[\s,]+/));
			if (words.some((word) => word !== "")) return words.filter((word) => word !== "");
			throw refuse({ reason: "list", of: "texts", got });
		}
		case "texts": {
			const given = Array.isArray(raw) ? raw : [raw];
			if (given.length > 0 && given.every((one) => typeof one === "string" && one.trim() !== ""))
				return given as string[];
			throw refuse({ reason: "list", of: "texts", got });
		}
		case "switch":
			if (raw === true || raw === "1" || raw === "true") return true;
			if (raw === false || raw === "0" || raw === "false") return false;
			throw refuse({ reason: "oneOf", choices: ["true", "false"], got });
		case "choice":
			if (["string", "number", "boolean"].includes(typeof raw) && rule.of.includes(String(raw))) return String(raw);
			if (rule.orFile !== undefined && typeof raw === "string" && raw.endsWith(rule.orFile)) return raw;
			throw refuse(notOneOf(rule.orFile === undefined ? rule.of : [...rule.of, `FILE${rule.orFile}`], raw));
		default: {
			const value = typeof raw === "string" ? numberOf(raw) : raw;
			const fits = typeof value === "number" && value >= rule.min && value <= rule.max;
			if (fits && (rule.kind === "number" || Number.isInteger(value))) return value;
			throw refuse({ reason: rule.kind, min: rule.min, max: rule.max, got });
		}
	}
}

/** Parses decimal notation only: no hexadecimal, no blanks, no "Infinity". NaN for anything else. */
function numberOf(typed: string): number {
	return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(typed) ? Number(typed) : Number.NaN;
}

/** Options of the library that the command line takes as arguments. */
const ARGUMENTS: Readonly<Record<string, Place>> = {
	texts: { place: "argument", name: "FILE" },
	file: { place: "argument", name: "FILE" },
	add: { place: "argument", name: "TAG" },
};

/** Renames the option in a library error to what the user typed. Other errors are returned unchanged. */
export function asTyped(error: unknown, settings: Settings): unknown {
	if (!(error instanceof SluiceError) || error.code !== "E_OPTION") return error;
	const { option, why, where } = error.params as Parameters<typeof fail<"E_OPTION">>[1];
	const argument = ARGUMENTS[option];
	if (typeof where !== "string" || !(argument || Object.hasOwn(settings.flags, option))) return error;
	const origins = new Map<string, Origin>(Object.entries(settings.origins));
	const placeOf = (name: string) => origins.get(name)?.where ?? FLAG;
	const flags = Object.fromEntries(Object.keys(settings.flags).map((name) => [name, placeOf(name)]));
	const others = { ...ARGUMENTS, ...flags };
	return fail("E_OPTION", { option, why, where: { ...(argument ?? placeOf(option)), others } }, { cause: error });
}
