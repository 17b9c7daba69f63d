/** Suggested next commands, with the actual names filled in. */
import { relative, resolve } from "node:path";
import { flagOf, variableOf } from "../src/errors/option.ts";
import type { TrainEvent, TrainResult } from "../src/index.ts";
import { type GivenOptions, parseOptions } from "../src/training/options/options.ts";
import { escapeLine, hex, replaceUnsafe } from "./display/escape.ts";
import type { Flags } from "./flags/flag.ts";
import type { Io } from "./io.ts";
import type { Origin, Settings } from "./settings.ts";

/** Quotes a word for a POSIX shell. Uses `$'\x1b'` (bash, zsh, ksh) for characters that would control the terminal. */
export function quote(word: string): string {
	if (/^[\w@%+=:,./-]+$/.test(word)) return word;
	const shown = replaceUnsafe(word.replace(/[\\']/g, "\\$&"), (c) => (c < 128 ? `\\x${hex(c, 2)}` : `\\u${hex(c, 4)}`));
	return escapeLine(word) === word ? `'${word.replaceAll("'", `'\\''`)}'` : `$'${shown}'`;
}

/** How to name a run in a command: its name if commands look in that folder, otherwise its folder relative to `cwd`. */
export function runArgument(name: string, folder: string, { cwd, env }: Pick<Io, "cwd" | "env">): string {
	if (resolve(cwd, env.SLUICE_RUNS || "runs", name) === resolve(cwd, folder)) return quote(name);
	const below = relative(cwd, resolve(cwd, folder));
	if (below.startsWith("..")) return quote(resolve(cwd, folder));
	return quote(below.includes("/") ? below : `./${below}`);
}

/** Settings of a verb that looks up its run in a folder of runs. */
type InRuns = Settings<{ readonly runs?: string }>;

/** Settings of a verb that trains. */
type OfTraining = Settings<{ lr?: number; clipNorm?: number; run?: string; quiet?: boolean }>;

/** The run given to this command, as an argument of the next. */
export function sameRun(typed: string, settings: InRuns): string {
	return quote(typed) + sameRuns(settings);
}

/** The --runs option for the next command, unless a variable sets it. */
export function sameRuns({ values, origins }: InRuns): string {
	const lost = origins.runs !== undefined && origins.runs.name !== variableOf("runs");
	return lost ? ` --runs ${quote(values.runs!)}` : "";
}

interface Trained {
	options: Readonly<Record<string, unknown>>;
	result: TrainResult;
	/** The split, if known. */
	split?: string;
	/** The run's start event. */
	start?: Extract<TrainEvent, { type: "start" }>;
	settings: InRuns;
}

/** Held-out symbols that a search for cells needs. */
export const ENOUGH_FOR_CELLS = 2048;

/** Suggestions after a training run that ended well. */
export function afterTraining(run: string, trained: Trained): string[] {
	const attention = trained.start?.options.attention;
	const into = lookInto(run, typeof attention === "string" ? attention : null);
	return suggested(run, trained).map((command) => (command.startsWith("sluice diagnose ") ? into : command));
}

/**
 * The command that looks into a run: its gradient, or one sequence of an encoder-decoder, which diagnose does not read.
 * @param attention that of an encoder-decoder, else null.
 */
export function lookInto(run: string, attention: string | null | undefined): string {
	if (attention === null || attention === undefined) return `sluice diagnose ${run}`;
	return `sluice trace ${run} --step 0${attention === "none" ? "" : " --svg attention.svg"}`;
}

/** The part that a finished run is evaluated on: test, unless the split leaves it empty. */
export function lastPart(split: unknown): "test" | "valid" {
	const [, , test] = String(split ?? "").split("/");
	return test !== undefined && Number(test) === 0 ? "valid" : "test";
}

function suggested(run: string, trained: Trained): string[] {
	const { options, result, start, split } = trained;
	const onward =
		result.ended === "budget" ? `sluice resume ${run} ${twice(options)}` : `sluice train --from ${run} --lr 1e-3`;
	const runs = `sluice runs${sameRuns(trained.settings)}`;
	if ("task" in result && !result.labels && (result.series || result.echo)) {
		const tested = result.series
			? [
					`sluice eval ${run} --part ${lastPart(split)}`,
					`sluice forecast ${run} --out forecasts.csv --svg forecasts.svg`,
				]
			: [];
		return [...tested, `sluice diagnose ${run}`, ...(result.echo ? [] : [onward]), runs];
	}
	if ("task" in result && result.labels) {
		return [
			`sluice eval ${run} --part ${lastPart(split)}`,
			`sluice forecast ${run} --out labels.jsonl`,
			`sluice diagnose ${run}`,
			...(result.echo ? [] : [onward]),
			runs,
		];
	}
	if ("task" in result && result.pairs)
		return [`sluice chat ${run}`, `sluice eval ${run} --chat`, onward, `sluice diagnose ${run}`, runs];
	if ("task" in result) {
		const longer = 2 * Number(result.length.split("..").at(-1));
		const fixed = /^(mnist|music)/.test(result.task);
		return [
			`sluice eval ${run} ${fixed ? "--part test" : `--length ${longer}`}`,
			`sluice diagnose ${run}`,
			onward,
			runs,
		];
	}
	const trainSymbols = start && "trainSymbols" in start ? start.trainSymbols : 0;
	const part = holdsTest(split, trainSymbols) ? "test" : result.validSymbols > 0 ? "valid" : undefined;
	const inside = result.validSymbols >= ENOUGH_FOR_CELLS ? [`sluice cells find ${run}`] : [];
	return [
		`sluice sample ${run} --temperature 0.8`,
		...(part ? [`sluice eval ${run} --part ${part}`] : []),
		onward,
		`sluice diagnose ${run}`,
		...inside,
		runs,
	];
}

/**
 * Whether the test part has symbols to score. Estimated conservatively from the training part because parts are cut in
 * bytes.
 */
function holdsTest(split: string | undefined, trainSymbols: number): boolean {
	const [train = 0, , test = 0] = (split ?? "").split("/").map(Number);
	return train > 0 && (trainSymbols * test) / train >= 16;
}

/** Doubles the budget. A budget counts from the run's start, so continuing needs a larger one. */
export function twice(options: Readonly<Record<string, unknown>>): string {
	for (const name of ["steps", "epochs", "minutes"]) {
		const spent = options[name];
		if (typeof spent === "number") return `--${name} ${spent > 0 ? Number((2 * spent).toPrecision(12)) : 1000}`;
	}
	return "--minutes 6";
}

interface Diverged {
	texts: readonly string[];
	settings: OfTraining;
	/** Options of the diverged run. */
	options: Readonly<Record<string, unknown>>;
}

/** The same training command with a lower learning rate, and gradient clipping if there was none. */
export function gentler({ texts, settings, options }: Diverged): string {
	const words = ["sluice train", ...texts.map(quote), ...sameFlags(settings, ["lr", "clipNorm", "run", "quiet"])];
	words.push(`--lr ${gentlerRate(options)}`);
	const clip = Number(options.clipNorm);
	if (clip === 0 || clip > 1) words.push("--clip-norm 1");
	else if (clip < 1) words.push(`--clip-norm ${clip}`); // 1 is the default
	return words.join(" ");
}

/** The same for a resumed run, which trains again from its last finite weights. */
export function gentlerFrom(run: string, options: Readonly<Record<string, unknown>>): string {
	const clip = Number(options.clipNorm);
	return `sluice train --from ${run} --lr ${gentlerRate(options)}${clip === 0 || clip > 1 ? " --clip-norm 1" : ""}`;
}

/** The given options and configuration file, except `without`; with `only`, just those it names. */
export function sameFlags<V extends object>(
	{ origins, values, flags, configFile }: Settings<V>,
	names: readonly NoInfer<keyof V & string>[],
	only = false,
): string[] {
	const listed: readonly string[] = names;
	const typed = Object.entries<Origin>(origins as Record<string, Origin>).filter(([, { name }]) =>
		name.startsWith("--"),
	);
	const wanted = typed.filter(([name]) => listed.includes(name) === only);
	const given = new Map<string, unknown>(Object.entries(values));
	const again = wanted.map(([name]) => flagAgain(name, given.get(name), flags));
	return configFile === undefined ? again : [`--config ${quote(configFile)}`, ...again];
}

/** The given options among `names`, each preceded by a space, to append to a command. */
export function flagWords<V extends object>(settings: Settings<V>, ...names: NoInfer<keyof V & string>[]): string {
	return sameFlags(settings, names, true)
		.map((flag) => ` ${flag}`)
		.join("");
}

function flagAgain(name: string, value: unknown, flags: Flags): string {
	const { kind } = flags[name]!.rule;
	if (kind === "switch") return flagOf(name);
	const words = Array.isArray(value) ? value.map(String) : [String(value)];
	if (kind === "texts") return words.map((one) => `${flagOf(name)} ${quote(one)}`).join(" ");
	return [flagOf(name), ...words.map(quote)].join(" ");
}

/** A quarter of the learning rate, capped at the rate that works for most sizes. */
function gentlerRate({ lr, optimizer }: Readonly<Record<string, unknown>>): string {
	const usual = parseOptions({ optimizer } as GivenOptions).lr;
	return String(Number(Math.min(Number(lr) / 4, usual).toPrecision(2)));
}
