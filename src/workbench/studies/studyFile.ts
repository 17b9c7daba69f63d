/**
 * `study.json`, the description of a study: data, options, search, seeds and limits. It is written once, when the study
 * begins, and never changed; everything else in the folder follows from it and from what the workers did.
 */
import { dirname, resolve } from "node:path";
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import { checkOption, checkWhole, notOneOf, unknownOption } from "../../errors/request.ts";
import { parseStrictJsonBytes } from "../../interop/strictJson.ts";
import { parseEchoOptions } from "../../training/echo/parseEchoOptions.ts";
import { isRecord, type Json } from "../../training/json.ts";
import { type GivenOptions, OPTION_RULES, parseAll, parseOptions } from "../../training/options/options.ts";
import { type PlannedTrial, pointsOfSearch, rungSteps, type Search } from "../../training/studies/search.ts";
import { checkSpace, type Settings } from "../../training/studies/space.ts";
import { type DataSpec, parseDataSpec } from "../datasets/dataSpec.ts";
import { splitOf, type TextSpec } from "../datasets/texts.ts";
import { onDisk, realDisk } from "../disk/disk.ts";
import { readSmall } from "../disk/readSmall.ts";
import type { EngineChoice } from "../machine/engines.ts";

export const STUDY_FORMAT = 1;

/** What a trial may cost. */
export interface StudyLimits {
	/** Failed attempts after which a trial is parked. Range: 1 to 100. Default: 2. */
	tries?: number;
	/** Seconds without a heartbeat after which a worker counts as gone. Range: 0.1 to 86400. Default: 30. */
	leaseSeconds?: number;
	/** Seconds without any progress after which a trial counts as hanging. Range: 0.1 to 1000000. Default: 1800. */
	silenceSeconds?: number;
	/** Memory that a trial may use, in MB. Range: 16 to 10000000. Default: 80 % of the machine's, divided by the trials in parallel. */
	memoryMegabytes?: number;
	/** Output that a trial may print, in MB. Range: 1 to 100000. Default: 64. */
	outputMegabytes?: number;
}

export interface StudySpec {
	/** See text(), task(), series() and labelled(). */
	data: TextSpec | DataSpec;
	/** Options of every trial, each documented where it is typed. Default: each option's own. */
	options?: GivenOptions;
	/** What is varied. */
	search: Search;
	/** Seeds of every setting. Default: 1. */
	seeds?: readonly number[];
	/** Engine of every trial. Default: auto. */
	engine?: EngineChoice;
	/** What a trial may cost, and when it counts as failed. Default: each limit's own. */
	limits?: StudyLimits;
}

/** A checked study with its defaults. */
export interface StudyDocument {
	data: TextSpec | DataSpec;
	options: GivenOptions;
	search: Search;
	seeds: readonly number[];
	engine: EngineChoice;
	limits: Required<Omit<StudyLimits, "memoryMegabytes">> & Pick<StudyLimits, "memoryMegabytes">;
}

export const DEFAULT_LIMITS = { tries: 2, leaseSeconds: 30, silenceSeconds: 1800, outputMegabytes: 64 } as const;
const ENGINES = ["auto", "native", "wasm", "wasm-plain", "wasm-relaxed", "reference"] as const satisfies EngineChoice[];
const KEYS = ["format", "data", "options", "search", "seeds", "engine", "limits"] as const;
const TEXT_KEYS = ["texts", "unit", "split", "lossy", "encoding"] as const;
const SEARCH_KEYS: Readonly<Record<Search["kind"], readonly string[]>> = {
	grid: ["kind", "space"],
	random: ["kind", "space", "points", "seed"],
	halving: ["kind", "space", "points", "seed", "firstSteps", "factor", "rungs"],
	asked: ["kind"],
};
const MOST_SEEDS = 1000;

/**
 * Checks a description of a study, from a file or a program. Paths are taken relative to `folder`.
 * @throws E_OPTION for anything that no trial could be trained with.
 */
export function parseStudy(raw: unknown, where: string, folder: string): StudyDocument {
	const record = recordOf(raw, "study", KEYS, where);
	const { format = STUDY_FORMAT } = record;
	checkWhole("format", format, { min: 1, max: STUDY_FORMAT }, where);
	const engine = (record.engine ?? "auto") as EngineChoice;
	if (!ENGINES.includes(engine)) throw fail("E_OPTION", { option: "engine", why: notOneOf(ENGINES, engine), where });
	const options = recordOf(record.options ?? {}, "options", Object.keys(OPTION_RULES), where) as GivenOptions;
	if (options.seed !== undefined)
		throw fail("E_OPTION", { option: "seed", why: { reason: "unknownOption", known: [], use: "seeds" }, where });
	const study: StudyDocument = {
		data: dataOf(record.data, where, folder),
		options,
		search: searchOf(record.search, where),
		seeds: seedsOf(record.seeds, where),
		engine,
		limits: limitsOf(record.limits, where),
	};
	if (study.search.kind === "halving" && ["steps", "epochs", "minutes"].some((name) => name in options)) {
		const budget = ["steps", "epochs", "minutes"].find((name) => name in options)!;
		throw fail("E_OPTION", { option: budget, why: { reason: "together", with: "firstSteps" }, where });
	}
	if (study.search.kind !== "asked")
		for (const settings of pointsOfSearch(study.search)) checkSettings(study, settings, where);
	return study;
}

/** The document as study.json has it. */
export function studyJson({ limits, ...study }: StudyDocument): Json {
	return { format: STUDY_FORMAT, ...study, limits } as unknown as Json;
}

/** Options of a trial: those of the study, its settings, its seed, and the budget of its rung. */
export function optionsOf(study: StudyDocument, { settings, seed, steps }: PlannedTrial): GivenOptions {
	return { ...study.options, ...settings, seed, ...(steps !== undefined && { steps }) } as GivenOptions;
}

/** @throws E_OPTION, E_REMEDY unless a trial with these settings can be trained. */
export function checkSettings(study: StudyDocument, settings: Settings, where: string): void {
	const [steps] = study.search.kind === "halving" ? rungSteps(study.search) : [];
	const raw = optionsOf(study, { settings, seed: 1, ...(steps !== undefined && { steps }) });
	if (!("kind" in study.data)) parseOptions(raw, where);
	else if (raw.cell !== "esn") parseAll(raw, "task", where);
	else if (raw.length !== undefined) parseEchoOptions(raw, undefined, where);
}

function recordOf(value: unknown, option: string, keys: readonly string[], where: string): Record<string, unknown> {
	const fits = isRecord(value as Json);
	checkOption(option, value, fits, { reason: "type", types: ["object"], keys: keys.slice(0, 6) }, where);
	for (const key of Object.keys(value as object)) {
		if (!keys.includes(key)) throw fail("E_OPTION", { option: key, why: unknownOption(key, keys), where });
	}
	return value as Record<string, unknown>;
}

function dataOf(value: unknown, where: string, folder: string): TextSpec | DataSpec {
	if (isRecord(value as Json) && "kind" in (value as object)) {
		const given = { ...(value as Record<string, Json>) };
		if (given.kind === "own")
			throw fail("E_OPTION", {
				option: "data",
				why: { reason: "onlyFor", kinds: ["text", "task"], not: "own" },
				where,
			});
		if (typeof given.file === "string") given.file = resolve(folder, given.file);
		return parseDataSpec(JSON.parse(JSON.stringify(given)), where);
	}
	const data = recordOf(value, "data", TEXT_KEYS, where) as TextSpec;
	const texts = data.texts as unknown;
	const fits = Array.isArray(texts) && texts.length > 0 && texts.every((path) => typeof path === "string");
	checkOption("texts", texts, fits, { reason: "list", of: "paths", such: "book.txt" }, where);
	splitOf(data.split);
	const at = (path: string) => (path.startsWith("@") ? path : resolve(folder, path));
	return { ...JSON.parse(JSON.stringify(data)), texts: (texts as string[]).map(at) };
}

function searchOf(value: unknown, where: string): Search {
	const kinds = Object.keys(SEARCH_KEYS);
	const kind = (value as { kind?: unknown } | undefined)?.kind;
	if (!kinds.includes(kind as string)) throw fail("E_OPTION", { option: "search", why: notOneOf(kinds, kind), where });
	const search = recordOf(value, "search", SEARCH_KEYS[kind as Search["kind"]], where) as unknown as Search;
	if (search.kind === "asked") return search;
	const space = recordOf(search.space, "space", Object.keys(OPTION_RULES), where);
	checkSpace(space as never, where, { ranges: search.kind !== "grid" });
	if (search.kind === "grid") return search;
	checkWhole("points", search.points, { min: 1, max: 100_000 }, where);
	checkWhole("seed", search.seed ?? 1, { min: 0 }, where);
	if (search.kind === "random") return search;
	checkWhole("firstSteps", search.firstSteps, { min: 1, max: 1e9 }, where);
	checkWhole("factor", search.factor ?? 3, { min: 2, max: 16 }, where);
	checkWhole("rungs", search.rungs ?? 3, { min: 1, max: 12 }, where);
	return search;
}

function seedsOf(value: unknown, where: string): readonly number[] {
	const seeds = value ?? [1];
	const whole = (seed: unknown) => Number.isSafeInteger(seed) && (seed as number) >= 0;
	const fits = Array.isArray(seeds) && seeds.length > 0 && seeds.length <= MOST_SEEDS && seeds.every(whole);
	checkOption("seeds", seeds, fits, { reason: "list", of: "numbers", such: "[1, 2, 3]", got: shown(seeds) }, where);
	for (const [n, seed] of (seeds as number[]).entries()) {
		const again = (seeds as number[]).indexOf(seed) < n;
		if (again) throw fail("E_OPTION", { option: "seeds", why: { reason: "twice", entry: String(seed) }, where });
	}
	return seeds as number[];
}

const LIMITS: Readonly<Record<keyof StudyLimits, readonly [number, number]>> = {
	tries: [1, 100],
	leaseSeconds: [0.1, 86_400],
	silenceSeconds: [0.1, 1_000_000],
	memoryMegabytes: [16, 10_000_000],
	outputMegabytes: [1, 100_000],
};

function limitsOf(value: unknown, where: string): StudyDocument["limits"] {
	const limits = recordOf(value ?? {}, "limits", Object.keys(LIMITS), where) as StudyLimits;
	for (const [name, [min, max]] of Object.entries(LIMITS)) {
		const given = limits[name as keyof StudyLimits];
		if (given === undefined) continue;
		if (name === "tries") checkWhole(name, given, { min, max }, where);
		else
			checkOption(
				name,
				given,
				typeof given === "number" && given >= min && given <= max,
				{ reason: "number", min, max },
				where,
			);
	}
	return { ...DEFAULT_LIMITS, ...limits };
}

/** Reads the description of a study, whose paths are relative to its own folder. @throws E_DISK_MISSING, E_JSON, E_OPTION. */
export function readStudyFile(file: string): StudySpec {
	const bytes = readSmall(realDisk, file) ?? onDisk("read", file, () => realDisk.read(file));
	return parseStudy(parseStrictJsonBytes(bytes, file), file, dirname(resolve(file)));
}
