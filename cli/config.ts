/** Settings by precedence: flags, then SLUICE_ variables, then the configuration file; defaults are the library's. */
import { fail, SluiceError } from "../src/errors/index.ts";
import { nearest } from "../src/errors/nearest.ts";
import { flagOf, variableOf } from "./flags/names.ts";
import type { Rule } from "./flags/rules.ts";
import { sayFragment } from "./fragments.ts";
import type { Translate } from "./messages/catalogue.ts";
import type { Origin, Settings } from "./settings.ts";
import type { Spec, ValuesOf } from "./verbs/spec.ts";

type Raw = Readonly<Record<string, unknown>>;

export interface Sources {
	/** As the parser left them, keyed by setting name: texts, and true for switches. */
	flags: Raw;
	env: Readonly<Record<string, string | undefined>>;
	config?: { path: string; values: Raw };
}

/**
 * The settings of a verb, each from the first source that gives it. The flags of a budget count as one setting: a source
 * that gives any of them hides those of the sources after it.
 * @throws E_OPTION naming the flag, variable or key as it was typed
 */
export function resolveSettings<S extends Pick<Spec, "flags">>(
	{ flags }: S,
	sources: Sources,
	t: Translate,
): Settings<ValuesOf<S>> {
	const values: Record<string, unknown> = {};
	const origins: Record<string, Origin> = {};
	const given = Object.entries(flags).map(([name, flag]) => ({ name, flag, found: firstGiven(name, sources, t) }));
	const budgets = given.filter(({ flag }) => flag.group === "budget");
	const budgetRank = Math.min(...budgets.map(({ found }) => found?.rank ?? Number.POSITIVE_INFINITY));
	for (const { name, flag, found } of given) {
		if (!found || (flag.group === "budget" && found.rank > budgetRank)) continue;
		values[name] = checked(flag.rule, found.value, found.origin, t);
		origins[name] = found.origin;
	}
	return { values: values as ValuesOf<S>, origins: origins as Settings<ValuesOf<S>>["origins"], flags };
}

/** `rank` 0 is the source that wins. */
function firstGiven(name: string, { flags, env, config }: Sources, t: Translate) {
	if (flags[name] !== undefined) {
		return { rank: 0, value: flags[name], origin: { name: flagOf(name), where: t("where.flags") } };
	}
	const variable = variableOf(name);
	if (env[variable]) return { rank: 1, value: env[variable], origin: { name: variable, where: t("where.env") } };
	if (config && Object.hasOwn(config.values, name)) {
		return { rank: 2, value: config.values[name], origin: { name, where: config.path } };
	}
	return undefined;
}

/** A value as its rule wants it. Texts from flags and variables are read as numbers or switches where those are due. */
function checked(
	rule: Rule,
	raw: unknown,
	{ name, where }: Origin,
	t: Translate,
): string | number | boolean | string[] {
	const refuse = (wanted: string) => {
		const got = typeof raw === "string" ? `"${raw.slice(0, 80)}"` : (JSON.stringify(raw)?.slice(0, 80) ?? "nothing");
		return fail("E_OPTION", { option: name, got, wanted, where });
	};
	switch (rule.kind) {
		case "text":
			if (typeof raw === "string") return raw;
			throw refuse(t("wanted.text"));
		case "numberOrText": {
			const value = typeof raw === "string" ? numberOf(raw) : raw;
			if (typeof value === "number" && Number.isFinite(value)) return value;
			if (typeof raw === "string" && raw.trim() !== "") return raw;
			throw refuse(t("wanted.numberOrText"));
		}
		case "list": {
			const words = (Array.isArray(raw) ? raw : [raw]).flatMap((word) => String(word).split(/[\s,]+/));
			const plain = (Array.isArray(raw) ? raw : [raw]).every((word) => ["string", "number"].includes(typeof word));
			if (plain && words.some((word) => word !== "")) return words.filter((word) => word !== "");
			throw refuse(t("wanted.list"));
		}
		case "texts": {
			const given = Array.isArray(raw) ? raw : [raw];
			if (given.length > 0 && given.every((one) => typeof one === "string" && one.trim() !== ""))
				return given as string[];
			throw refuse(t("wanted.oneTextEach"));
		}
		case "switch":
			if (raw === true || raw === "1" || raw === "true") return true;
			if (raw === false || raw === "0" || raw === "false") return false;
			throw refuse("true, false");
		case "choice": {
			if (rule.of.includes(String(raw))) return String(raw);
			const near = typeof raw === "string" ? nearest(raw, rule.of) : undefined;
			const wanted = t("wanted.choice", { choices: rule.of.join(", ") });
			throw refuse(near ? `${wanted} (${t("wanted.near", { near })})` : wanted);
		}
		default: {
			const value = typeof raw === "string" ? numberOf(raw) : raw;
			const fits = typeof value === "number" && value >= rule.min && value <= rule.max;
			if (fits && (rule.kind === "number" || Number.isInteger(value))) return value;
			throw refuse(t(`wanted.${rule.kind}`, { min: plainNumber(rule.min), max: plainNumber(rule.max) }));
		}
	}
}

/** Decimal notation only: no hexadecimal, no blanks, no "Infinity". NaN for anything else. */
function numberOf(typed: string): number {
	return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(typed) ? Number(typed) : Number.NaN;
}

/** `1e12` for the large bounds, digits for the others. */
export function plainNumber(value: number): string {
	if (value === Number.MAX_SAFE_INTEGER) return "2^53-1";
	return value >= 1e6 && Number.isInteger(Math.log10(value)) ? `1e${Math.log10(value)}` : String(value);
}

/**
 * An error of the library's about an option, told in the words of whoever gave it: `clipNorm` becomes `--clip-norm` of
 * the command line. Other errors pass as they are.
 */
export function asTyped(error: unknown, settings: Settings, t: Translate): unknown {
	if (!(error instanceof SluiceError) || error.code !== "E_OPTION") return error;
	const params = error.params as { option: string; got: string; wanted: string };
	if (!Object.hasOwn(settings.flags, params.option)) return error;
	const origins = new Map<string, Origin>(Object.entries(settings.origins));
	const typed = (option: string) => origins.get(option)?.name ?? flagOf(option);
	const where = origins.get(params.option)?.where ?? t("where.flags");
	const beside = /^it beside (\w+)$/.exec(params.got)?.[1];
	const got = beside ? t("got.beside", { name: typed(beside) }) : sayFragment(params.got, t);
	const wanted = sayFragment(params.wanted, t);
	return fail("E_OPTION", { option: typed(params.option), got, wanted, where }, { cause: error });
}
