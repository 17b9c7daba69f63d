/** Settings by precedence: flags, then SLUICE_ variables, then the configuration file; defaults are the library's. */
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { fail, SluiceError } from "../src/errors/index.ts";
import { nearest } from "../src/errors/nearest.ts";
import type { Place } from "../src/errors/option.ts";
import { shown } from "../src/errors/quote.ts";
import type { Reason } from "../src/errors/reasons.ts";
import { notOneOf } from "../src/errors/request.ts";
import {
	flagOf,
	type Rule,
	ruleOf,
	SETTING_NAMES,
	SETTINGS,
	type SettingName,
	type Values,
	type Verb,
	variableOf,
} from "./settings.ts";

type Raw = Readonly<Record<string, unknown>>;

/** Where a value came from, as its giver wrote it: `--batch`, `SLUICE_BATCH`, or `batch` in `lab.yaml`. */
interface Origin {
	name: string;
	where: Place;
}

export interface Settings {
	/** Only what was given: an absent name leaves the library's default. */
	values: Values;
	origins: Partial<Record<SettingName, Origin>>;
	/** Those that the verb takes. */
	names: readonly SettingName[];
	/** The file that --config named. */
	configFile?: string;
}

export interface Sources {
	/** As the parser left them, keyed by setting name: texts, and true for switches. */
	flags: Raw;
	env: Readonly<Record<string, string | undefined>>;
	config?: { path: string; values: Raw };
}

export { plainNumber } from "../src/errors/quote.ts";

const FLAG: Place = { place: "flag" };
const BUDGETS: readonly SettingName[] = ["steps", "epochs", "minutes"];

/**
 * The settings called `names`, each from the first source that gives it. The three budgets count as one setting: a
 * source that gives any of them hides those of the sources after it.
 * @param verb whose own rules hold. @throws E_OPTION naming the flag, variable or key as it was typed
 */
export function resolveSettings(names: readonly SettingName[], sources: Sources, verb?: Verb): Settings {
	const values: Record<string, unknown> = {};
	const origins: Settings["origins"] = {};
	const given = new Map(names.map((name) => [name, firstGiven(name, sources)]));
	const budgetRank = Math.min(...BUDGETS.map((name) => given.get(name)?.rank ?? Number.POSITIVE_INFINITY));
	for (const [name, found] of given) {
		if (!found || (BUDGETS.includes(name) && found.rank > budgetRank)) continue;
		values[name] = checked(name, ruleOf(name, verb), found.value, found.origin);
		origins[name] = found.origin;
	}
	return { values, origins, names };
}

/** `rank` 0 is the source that wins. */
function firstGiven(name: SettingName, { flags, env, config }: Sources) {
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

/** A value as its rule wants it. Texts from flags and variables are read as numbers or switches where those are due. */
function checked(name: SettingName, rule: Rule, raw: unknown, { where }: Origin): string | number | boolean | string[] {
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
			const words = (Array.isArray(raw) ? raw : [raw]).flatMap((word) => String(word).split(/[\s,]+/));
			const plain = (Array.isArray(raw) ? raw : [raw]).every((word) => ["string", "number"].includes(typeof word));
			if (plain && words.some((word) => word !== "")) return words.filter((word) => word !== "");
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
			if (rule.of.includes(String(raw))) return String(raw);
			throw refuse(notOneOf(rule.of, raw));
		default: {
			const value = typeof raw === "string" ? numberOf(raw) : raw;
			const fits = typeof value === "number" && value >= rule.min && value <= rule.max;
			if (fits && (rule.kind === "number" || Number.isInteger(value))) return value;
			throw refuse({ reason: rule.kind, min: rule.min, max: rule.max, got });
		}
	}
}

/** Decimal notation only: no hexadecimal, no blanks, no "Infinity". NaN for anything else. */
function numberOf(typed: string): number {
	return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(typed) ? Number(typed) : Number.NaN;
}

/** A library's error about an option of this command, naming it as it was typed. Other errors pass as they are. */
export function asTyped(error: unknown, { origins, names }: Settings): unknown {
	if (!(error instanceof SluiceError) || error.code !== "E_OPTION") return error;
	const { option, why, where } = error.params as Parameters<typeof fail<"E_OPTION">>[1];
	const name = names.find((known) => known === option);
	if (!name || typeof where !== "string") return error;
	const others = Object.fromEntries(names.map((other) => [other, origins[other]?.where ?? FLAG]));
	const typed = { ...(origins[name]?.where ?? FLAG), others };
	return fail("E_OPTION", { option, why, where: typed }, { cause: error });
}

const MAX_CONFIG_BYTES = 1 << 20;

/**
 * Reads a map of settings from a .json, .yaml or .yml file. Nothing in it is executed.
 * @throws E_CONFIG_READ, E_CONFIG_SYNTAX, E_CONFIG_KEY
 */
export async function readConfig(path: string): Promise<Raw> {
	const kind = extname(path).toLowerCase();
	if (![".json", ".yaml", ".yml"].includes(kind)) {
		throw fail("E_CONFIG_READ", { path, why: { reason: "ending" } });
	}
	let content: string;
	try {
		content = (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
	} catch (error) {
		throw fail(
			"E_CONFIG_READ",
			{ path, why: { reason: "system", code: (error as NodeJS.ErrnoException).code ?? String(error) } },
			{ cause: error },
		);
	}
	if (content.length > MAX_CONFIG_BYTES) throw fail("E_CONFIG_READ", { path, why: { reason: "size" } });
	let values: unknown;
	try {
		values = kind === ".json" ? JSON.parse(content) : await parseYaml(content);
	} catch (error) {
		throw fail(
			"E_CONFIG_SYNTAX",
			{ path, why: { reason: "parser", message: firstLine(String((error as Error).message)) } },
			{ cause: error },
		);
	}
	if (typeof values !== "object" || values === null || Array.isArray(values)) {
		throw fail("E_CONFIG_SYNTAX", { path, why: { reason: "map" } });
	}
	for (const key of Object.keys(values)) {
		if (!Object.hasOwn(SETTINGS, key))
			throw fail("E_CONFIG_KEY", { path, key, suggestion: nearest(key, SETTING_NAMES) });
	}
	return values as Raw;
}

/** Strict: what YAML only warns about (an unknown tag) is an error too. */
async function parseYaml(content: string): Promise<unknown> {
	const { parseDocument } = await import("yaml");
	const document = parseDocument(content);
	const complaint = document.errors[0] ?? document.warnings[0];
	if (complaint) throw complaint;
	return document.toJS();
}

function firstLine(message: string): string {
	return message.split("\n", 1)[0]!.replace(/[:.]$/, "");
}
