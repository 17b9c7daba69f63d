/**
 * Turns a request into its trials. Invalid requests are rejected here, before any training starts.
 *
 * The comparison is fair: every remedy gets the same seeds (the same seed gives the same batches and held-out
 * sequences), the same budget, the same shared options, and the same number of learning rates.
 */
import type { Task } from "../../data/tasks/task.ts";
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import type { Reason } from "../../errors/reasons.ts";
import { checkOption, checkWhole, unknownOption } from "../../errors/request.ts";
import { RandomStream } from "../../kernels/random.ts";
import { combine, REMEDIES } from "../../remedies/registry.ts";
import { parseStart } from "../../remedies/starts.ts";
import { ECHO_OPTION_RULES } from "../echo/echoOptions.ts";
import { type GivenOptions, OPTION_RULES, type OptionName, parseOptions } from "../options/options.ts";
import { lengthsOf, parseTaskOptions } from "../options/taskOptions.ts";
import { DEFAULT_OPTIONS, DEFAULT_RATES, MOST_REMEDIES } from "./defaults.ts";
import type { Trial, TrialSpec } from "./trial.ts";
import type { Options } from "./trialSubject.ts";

/** Options that all trials share. All others belong to a remedy or to the comparison itself. */
export const SHARED_OPTIONS = [
	...["layers", "hidden", "dropout", "batch", "length", "k1", "k2", "reset", "steps", "minutes", "optimizer"],
	...["soapEvery", "weightDrop", "average", "rampLength", "rampBatch"],
	...["beta1", "beta2", "eps", "weightDecay", "schedule", "warmup", "decay", "decays"],
] as const satisfies readonly OptionName[];

/** Options that a caller gives to all trials of a comparison. */
export type SharedOptions = Pick<GivenOptions, (typeof SHARED_OPTIONS)[number]>;

/** Largest first seed. */
const MOST_SEED = 1e9;
/** Approximate number of inputs per reservoir unit; smaller reservoirs are fully connected. */
const CONNECTIONS = 10;
/** Ridge parameter lambda of the echo state readout; small compared with the number of rows of even a small budget. */
const RIDGE = 1e-4;

export interface PlanRequest {
	data: TrialSpec;
	/** The opened task or series. */
	task?: Task;
	remedies: readonly string[];
	rates: readonly (number | string)[];
	seeds: number;
	/** The first seed. Default: 1. */
	firstSeed?: number;
	options: SharedOptions;
	/** The engine's build. */
	build: string;
}

export interface Plan {
	remedies: string[];
	/** Learning rates of each remedy; null if nothing is trained by gradient descent. */
	rates: Record<string, (number | null)[]>;
	/**
	 * Options of each remedy: given options or the comparison's defaults, and what the remedy sets; without rate and
	 * seed.
	 */
	options: Record<string, Options>;
	trials: Trial[];
}

/** Rejects an option or a remedy that cannot be compared. */
export const refuse = (option: string, why: Reason) => fail("E_OPTION", { option, why, where: "compare" });

/** @throws E_OPTION, E_REMEDY, E_TASK_LENGTH for the first trial that cannot be trained. */
export function planOf({ data, task, remedies, rates, seeds, firstSeed = 1, options, build }: PlanRequest): Plan {
	checkWhole("seeds", seeds, { min: 1, max: 1000 }, "compare");
	checkWhole("firstSeed", firstSeed, { min: 0, max: MOST_SEED }, "compare");
	for (const [of, list] of Object.entries({ remedies, rates })) {
		checkOption(of, list, Array.isArray(list), { reason: "list", of: of as "remedies" | "rates" }, "compare");
	}
	if (remedies.length === 0 || remedies.length > MOST_REMEDIES)
		throw refuse("remedies", { reason: "count", of: "remedies", got: remedies.length, min: 1, max: MOST_REMEDIES });
	for (const [n, remedy] of remedies.entries()) {
		if (remedies.indexOf(remedy) < n) throw refuse("remedies", { reason: "twice", entry: remedy });
	}
	for (const option of Object.keys(options)) checkShared(option);
	const ratesOf = readRates(rates, remedies);
	const { steps, ...defaults } = DEFAULT_OPTIONS;
	const shared = { ...defaults, ...(options.minutes === undefined && { steps }), ...options };
	const horizon = horizonOf(shared, task);
	const trials: Trial[] = [];
	const told: Plan["rates"] = {};
	const all: Plan["options"] = {};
	const optionsOf = remedies.map((remedy) => {
		const { options: own } = combine(remedy, "compare", horizon);
		told[remedy] = own.cell === "esn" && task ? [null] : ratesOf(remedy); // least squares has no rate
		const given = { ...(shared as Options), ...own };
		all[remedy] = own.cell !== "esn" ? given : task ? ofReservoir(given) : onText(given, remedy);
		return (rate: number | null, seed: number) =>
			parsed({ ...given, seed, ...(rate !== null && { lr: rate }) } as GivenOptions, remedy, task);
	});
	const whole = task && horizonOf({ ...shared, k1: undefined, k2: undefined }, task);
	checkDifferent(remedies, (n) => told[remedies[n]!]!.map((rate) => untruncated(optionsOf[n]!(rate, 1), whole)));
	for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
		for (const [n, remedy] of remedies.entries()) {
			for (const rate of told[remedy]!) {
				trials.push({ remedy, seed, rate, data, options: optionsOf[n]!(rate, seed), build });
			}
		}
	}
	return { remedies: [...remedies], rates: told, options: all, trials };
}

/**
 * Returns how far the gradient travels without a remedy: k2, or of a task the longest sequence, if neither k1 nor k2 is
 * given. Undefined if they are not numbers, which is refused later.
 */
function horizonOf({ k1, k2 = k1, length }: Readonly<Record<string, unknown>>, task?: Task): number | undefined {
	if (k2 === undefined && !task) return Number(OPTION_RULES.k1.default);
	if (k2 !== undefined || !task) return typeof k2 === "number" ? k2 : undefined;
	const [, longest] = lengthsOf(parseTaskOptions({ length } as GivenOptions, task, "compare").length, task, "compare");
	return task.draw(new RandomStream(1, "horizon"), { batch: 1, length: longest }).T;
}

/** Returns the options without a truncation that is as long as the longest sequence, which has no effect. */
function untruncated({ k1, k2, ...options }: Options, whole: number | undefined): Options {
	if (whole === undefined) return { ...options, ...(k1 !== undefined && { k1 }), ...(k2 !== undefined && { k2 }) };
	return k2 === undefined || Number(k2) >= whole ? options : { ...options, k1: Math.min(Number(k1), Number(k2)), k2 };
}

/** @throws E_REMEDY for a remedy whose trials would equal those of another remedy. */
function checkDifferent(remedies: readonly string[], trialsOf: (n: number) => Options[]): void {
	const seen = new Map<string, string>();
	for (const [n, remedy] of remedies.entries()) {
		const own = new Set(trialsOf(n).map(identity));
		for (const trial of own) {
			const other = seen.get(trial);
			if (other === undefined) seen.set(trial, remedy);
			else throw sameAs(remedy, other);
		}
	}
}

/** Options in a canonical form: options that train identically give the same text. */
function identity(options: Options): string {
	const { init } = options;
	const told = init === undefined ? options : { ...options, init: startOf(String(init)) };
	return JSON.stringify(told, Object.keys(told).sort());
}

function startOf(init: string): string {
	const { name, value } = parseStart(init, "compare");
	return `${name}:${value}`;
}

function sameAs(remedy: string, other: string) {
	return fail("E_REMEDY", { remedy, why: { reason: "sameAs", other } });
}

function checkShared(option: string): void {
	if ((SHARED_OPTIONS as readonly string[]).includes(option)) return;
	const known = SHARED_OPTIONS;
	if (option === "lr" || option === "seed")
		throw refuse(option, { reason: "unknownOption", known, use: option === "lr" ? "rates" : "seeds" });
	const remedy = Object.keys(REMEDIES).find((name) => {
		const { value, sets = {} } = REMEDIES[name]!;
		return value?.option === option || Object.hasOwn(sets, option);
	});
	const use = remedy && { use: "remedies", such: remedy };
	throw refuse(option, { ...unknownOption(option, known), ...use } as Reason);
}

function parsed(raw: GivenOptions, remedy: string, task?: Task): Options {
	if (raw.cell === "esn" && task) return echoOptions(raw, remedy, task);
	const given = raw.cell === "esn" ? (onText(raw as Options, remedy) as GivenOptions) : raw;
	const { defaults: _, ...alike } = task ?? {}; // a comparison has defaults of its own
	const options = task ? parseTaskOptions(given, alike as Task, "compare") : parseOptions(given, "compare");
	return JSON.parse(JSON.stringify(options));
}

/** @throws E_REMEDY if a shared option does not apply to a reservoir. */
function checkReservoir({ layers = 1, dropout = 0, weightDrop = 0 }: Readonly<GivenOptions>, remedy: string): void {
	const refused = (reason: "echoLayers" | "echoDropout" | "echoWeightDrop") =>
		fail("E_REMEDY", { remedy, why: { reason } });
	if (Number(layers) > 1) throw refused("echoLayers");
	if (Number(dropout) > 0) throw refused("echoDropout");
	if (Number(weightDrop) > 0) throw refused("echoWeightDrop");
}

/** @throws E_REMEDY on a series, or if a shared option does not apply to a reservoir. */
function echoOptions(raw: GivenOptions, remedy: string, task: Task): Options {
	if (task.whole) throw fail("E_REMEDY", { remedy, why: { reason: "echoSeries" } });
	checkReservoir(raw, remedy);
	const { hidden, batch, length, seed, steps, minutes } = parseTaskOptions({ ...raw, cell: "rnn" }, task, "compare");
	const rules = Object.entries(ECHO_OPTION_RULES);
	const defaults = Object.fromEntries(
		rules.flatMap(([name, rule]) => (rule.default === undefined ? [] : [[name, rule.default]])),
	);
	const budget: Options = steps === undefined ? { minutes: minutes! } : { steps };
	return {
		cell: "esn",
		hidden,
		batch,
		length,
		seed,
		...budget,
		...defaults,
		...reservoirOf(hidden),
	};
}

/** Fraction of connections of a reservoir of this size. */
const densityOf = (hidden: number) => Math.min(1, CONNECTIONS / hidden);

/** Reservoir options in a comparison, besides the defaults. */
function reservoirOf(hidden: number): Options {
	return { density: densityOf(hidden), ridge: RIDGE };
}

/** The shared options on a text that apply to a reservoir with a softmax readout, and its density. */
function onText(given: Options, remedy: string): Options {
	checkReservoir(given, remedy);
	const { init: _init, k2: _k2, layers: _layers, dropout: _dropout, weightDrop: _weightDrop, ...all } = given;
	const { soapEvery: _soapEvery, ...kept } = all;
	const unlike = kept.optimizer === "soap"; // adamw is what soap is without a trained R
	return { ...(unlike ? { ...kept, optimizer: "adamw" } : all), density: densityOf(Number(given.hidden)) };
}

/** The shared options that apply to a reservoir, and its own. */
function ofReservoir(given: Options): Options {
	const had = ["hidden", "batch", "length", "steps", "minutes"].filter((name) => given[name] !== undefined);
	const kept = Object.fromEntries(had.map((name) => [name, given[name]!]));
	return { ...kept, cell: "esn", ...reservoirOf(Number(given.hidden)) };
}

/**
 * "0.01", "0.001" are tried for every remedy; "lstm=0.004/0.0004" replaces them for that remedy.
 * @throws E_OPTION for an invalid rate, an unknown remedy, or a different number of rates than the others have.
 */
function readRates(given: readonly (number | string)[], remedies: readonly string[]): (remedy: string) => number[] {
	const shared: number[] = [];
	const own = new Map<string, number[]>();
	for (const entry of given) {
		const [, name, list] = /^(.*)=([^=]*)$/s.exec(String(entry)) ?? [];
		if (name === undefined) shared.push(rateOf(entry));
		else if (!remedies.includes(name))
			throw refuse("rates", { reason: "form", forms: remedies.map((one) => `${one}=RATE`), got: shown(entry) });
		else own.set(name, list!.split("/").map(rateOf));
	}
	if (shared.length === 0) shared.push(...DEFAULT_RATES);
	for (const rates of [shared, ...own.values()]) {
		const twice = rates.find((rate, n) => rates.indexOf(rate) < n);
		if (twice !== undefined) throw refuse("rates", { reason: "twice", entry: String(twice) });
	}
	for (const [name, rates] of own) {
		if (rates.length !== shared.length) {
			const [got, min] = [rates.length, shared.length];
			throw refuse("rates", { reason: "count", of: "rates", in: name, got, min, max: min });
		}
	}
	return (remedy) => own.get(remedy) ?? shared;
}

function rateOf(text: number | string): number {
	const rate = typeof text === "string" && text.trim() === "" ? Number.NaN : Number(text);
	if (rate > 0 && rate <= 1e6) return rate;
	throw refuse("rates", { reason: "above", min: 0, max: 1e6, got: shown(text) });
}

/** Rough cost of one update, for the estimate of the remaining time. */
export function costOf({ options }: Pick<Trial, "options">): number {
	const { cell, omega = 0 } = options;
	if (cell === "rnn") return Number(omega) > 0 ? 2 : 1;
	return cell === "gru" || cell === "esn" ? 3 : 4;
}
