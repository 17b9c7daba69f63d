/** What a run's folder says of it beyond its line in a table: options, machine, checkpoints and digests. */
import { basename, join } from "node:path";
import { DEFAULT_SPLIT } from "../../../data/split.ts";
import { flagOf } from "../../../errors/option.ts";
import { checkRequest, checksOf } from "../../../errors/request.ts";
import type { Json } from "../../../training/json.ts";
import { type BudgetOptions, budgetAmong } from "../../../training/options/budgetOptions.ts";
import { changedOptions } from "../../../training/options/changedOptions.ts";
import { type GivenOptions, parseOptions } from "../../../training/options/options.ts";
import { parseTaskOptions } from "../../../training/options/taskOptions.ts";
import { sourceOf } from "../../datasets/dataSpec.ts";
import type { Source } from "../../datasets/trainSource.ts";
import { sha256 } from "../../disk/sha256.ts";
import { parseConfig, type RunConfig, type TextConfig } from "../../runs/config.ts";
import { DEFAULT_RUNS } from "../../runs/runNames.ts";
import { openRun, type Run } from "../../runs/runStore.ts";
import { catalogue } from "../../sources/catalogue.ts";

export interface RunDetailRequest {
	/** Name or folder of the run. */
	run: string;
	/** Folder of runs. Default: "runs". */
	runs?: string | undefined;
	/** Whether `command` names files and folders without the folders that they are in. Default: false. */
	baseNames?: boolean | undefined;
}

export interface RunDetail {
	/** Options of the run, the defaults filled in. */
	options: Record<string, Json>;
	/** Budget of the run, counted from its start: that of its last resume once a checkpoint follows it. Empty if none was given. */
	budget: { steps?: number; epochs?: number; minutes?: number };
	/** Seed of all that is random in the run. */
	seed: number;
	/** Engine that trained it. */
	engine: string;
	/** Engine with its instruction set. */
	build: string;
	/** Number of threads. */
	threads: number;
	/** Steps whose checkpoints are kept and intact, as far as their state files show. */
	checkpoints: number[];
	/** SHA-256 of the newest checkpoint's weights in the order of their layout; null without one. */
	weightsSha256: string | null;
	/** SHA-256 of the text or the file; null for a task, and for a long file that is not in the catalogue. */
	textSha256: string | null;
	/** The command that trains the same run again. */
	command: string;
}

const need = checksOf("runDetail");

/** Reads a run. @throws E_RUN_NAME, E_RUN_MISSING, E_RUN_FIELD. */
export function runDetail(request: RunDetailRequest): RunDetail {
	checkRequest(request, "runDetail()", ["run", "runs", "baseNames"]);
	const { baseNames = false } = request;
	need("baseNames", baseNames, typeof baseNames === "boolean", { reason: "oneOf", choices: ["true", "false"] });
	const run = openRun(request.run, request.runs ?? DEFAULT_RUNS, { validate: parseConfig });
	const { config } = run;
	const { engine, build, threads } = config;
	const checkpoints = run.listCheckpoints().flatMap(({ step, damage }) => (damage ? [] : [step]));
	return {
		...{ options: { ...config.options } as Record<string, Json>, seed: config.options.seed },
		...{ engine, build, threads, checkpoints },
		...(checkpoints.length === 0 ? { weightsSha256: null, budget: budgetAmong(config.options) } : newestOf(run)),
		...{ textSha256: digestOf(config), command: commandOf(run, baseNames) },
	};
}

type Newest = Pick<RunDetail, "weightsSha256" | "budget">;
/** Facts by the path of the checkpoint: a checkpoint never changes, and its tensors take a while to read. */
const digests = new Map<string, Newest>();
const MOST_DIGESTS = 1000;

function newestOf(run: Run<RunConfig>): Newest {
	const newest = run.listCheckpoints().findLast(({ damage }) => damage === undefined)!;
	const key = join(newest.path, String(newest.sizeBytes));
	const known = digests.get(key);
	if (known !== undefined) return known;
	const { tensors, state } = run.loadStep(newest.step).snapshot;
	const weights = tensors.filter(({ name }) => !/^(optimizer|state)\./.test(name));
	const facts = {
		weightsSha256: sha256(...weights.map(({ data }) => data)),
		budget: budgetAmong((state.progress as { budget?: BudgetOptions } | undefined)?.budget ?? run.config.options),
	};
	if (digests.size >= MOST_DIGESTS) digests.clear();
	digests.set(key, facts);
	return facts;
}

function digestOf(config: RunConfig): string | null {
	const data = config.data;
	const fingerprint = data ? ("fingerprint" in data ? data.fingerprint : undefined) : config.fingerprint;
	if (fingerprint === undefined || typeof fingerprint === "string") return null;
	if (fingerprint.whole) return fingerprint.sha256;
	const [only, ...more] = data ? [] : config.texts;
	return (more.length === 0 && catalogue.find(({ name }) => `@${name}` === only)?.sha256) || null;
}

function commandOf({ name, config }: Run<RunConfig>, baseNames: boolean): string {
	const removal = config.data ? undefined : config.without?.at(-1);
	if (removal && config.parent) {
		const { passage, with: given, seed } = removal;
		const text = (words: string) => (baseNames ? "FILE" : quoted(words)); // a page for others does not quote the text
		const more = [...(given === undefined ? [] : [`--with ${text(given)}`]), ...(seed === 1 ? [] : [`--seed ${seed}`])];
		const words = ["sluice replay", quoted(config.parent.run), `--without ${text(passage)}`, ...more];
		return [...words, `--as ${quoted(name)}-again`, `--engine ${config.engine}`, `--threads ${config.threads}`].join(
			" ",
		);
	}
	const source = config.data ? sourceOf(config.data) : textSource(config);
	const { words, options } = baseNames ? withoutFolders(source) : source;
	const given: Record<string, Json> = { ...options, ...notDefault(config) };
	const flags = Object.entries(given).map(([name, value]) =>
		value === true ? flagOf(name) : `${flagOf(name)} ${cellFile(value)}`,
	);
	return [
		"sluice train",
		...words.map(quoted),
		...flags,
		`--engine ${config.engine}`,
		...(config.precision ? [`--precision ${config.precision}`] : []),
		`--threads ${config.threads}`,
	].join(" ");
}

/** A cell given by equations by the name of its definition; other values as they are. */
const cellFile = (value: Json) =>
	typeof value === "object" && value !== null && !Array.isArray(value) ? `${String(value.name)}.json` : value;

type Named = Pick<Source, "words"> & { options: Record<string, Json> };

/** A path by its last name; words of a task and of the catalogue are none. */
function withoutFolders({ words, options }: Named): Named {
	const own = (word: string) => (/^(task:|@)/.test(word) ? word : basename(word));
	const { data } = options;
	return { words: words.map(own), options: { ...options, ...(typeof data === "string" && { data: basename(data) }) } };
}

function textSource({ texts, unit, split, lossy, encoding }: TextConfig): Named {
	return {
		words: texts,
		options: {
			...(unit !== "codepoint" && { unit }),
			...(split.join() !== DEFAULT_SPLIT.join() && { split: split.join("/") }),
			...(lossy && { lossy: true }),
			...(encoding !== undefined && { encoding }),
		},
	};
}

/** Options whose value a run of the same cell would not have by itself. The budget is always one of them. */
function notDefault(config: RunConfig): Record<string, Json> {
	const options = config.options as unknown as Record<string, Json>;
	const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null)) as GivenOptions;
	const parse = (raw: GivenOptions): GivenOptions =>
		config.data ? parseTaskOptions(raw, undefined) : parseOptions(raw);
	const changed = changedOptions(given, parse);
	return Object.fromEntries(
		Object.entries(options).filter(([name]) => name === "cell" || name === "minutes" || Object.hasOwn(changed, name)),
	);
}

const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
