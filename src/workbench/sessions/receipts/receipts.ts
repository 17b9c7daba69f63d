/**
 * Receipts: links by which anyone can train the first updates of a run again and see that the bits are the same.
 *
 *     const { link } = await makeReceipt({ run: "sqlite-lstm-1", updates: 200 });
 *     const { same, update, tensor } = await checkReceipt({ receipt: link });
 */
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import type { CellDefinition } from "../../../cells/own/definition.ts";
import { fail } from "../../../errors/index.ts";
import { checkOption, checkRequest, checkWhole } from "../../../errors/request.ts";
import { type GivenOptions, OPTION_RULES, type OptionName } from "../../../training/options/options.ts";
import type { Recipe } from "../../../training/receipts/certify.ts";
import { issueReceipt } from "../../../training/receipts/issueReceipt.ts";
import {
	isText,
	MOST_LINK,
	MOST_UPDATES,
	parseReceipt,
	type Receipt,
} from "../../../training/receipts/receiptCodec.ts";
import { type ReceiptChecked, textDigest, verifyReceipt } from "../../../training/receipts/verifyReceipt.ts";
import { parseProgress } from "../../../training/run/progress.ts";
import { openTexts, sameText } from "../../datasets/texts.ts";
import { sha256 } from "../../disk/sha256.ts";
import { stopwatch } from "../../machine/clock.ts";
import { openEngine } from "../../machine/engines.ts";
import { turn } from "../../machine/turns.ts";
import { isEcho, parseConfig, type RunConfig, type TaskConfig, type TextConfig } from "../../runs/config.ts";
import { DEFAULT_RUNS } from "../../runs/runNames.ts";
import { openRun, type Run } from "../../runs/runStore.ts";
import type { TextSource } from "../../sources/files.ts";
import { NO_BUDGET } from "../givenOptions.ts";
import type { ReplayHooks } from "../replay/replay.ts";

export interface MakeReceiptRequest {
	/** Name or folder of the run. */
	run: string;
	/** Folder of runs. Default: ./runs. */
	runs?: string;
	/** Updates to certify. Range: 1 to 1000000. Default: those of the run, at most 200. */
	updates?: number;
}

export interface MadeReceipt {
	/** Name of the run. */
	run: string;
	/** The receipt as an address fragment: "#receipt=...", at most 2048 characters. */
	link: string;
	/** Updates that it certifies. */
	updates: number;
	/** SHA-256 of the weights after them on the plain wasm build, in hex. */
	weightsSha256: string;
	/** Time that the call took, in seconds. */
	seconds: number;
}

export interface CheckReceiptRequest {
	/** The link, an address that ends in it, or a file that holds either or the JSON of `sluice receipt`. */
	receipt: string;
	/** The text, for a receipt on a text: files, folders and catalogue names. Default: none. */
	text?: string | readonly string[];
}

/** The result of a check, as `sluice receipt --check --json` prints it. */
export interface CheckedReceipt extends Omit<ReceiptChecked, "reason"> {
	/** The difference in words, for `code`; null if nothing differs. */
	reason: ReceiptChecked["reason"];
	/** Time that the call took, in seconds. */
	seconds: number;
}

const DEFAULT_UPDATES = 200;
/** Options that change no weight of these updates. */
const UNCERTIFIED: readonly OptionName[] = [
	...([
		"saveEvery",
		"validEvery",
		"recordEvery",
		"patience",
		"stopAtError",
		"rollbacks",
		"keepLast",
		"keepBest",
		"average",
	] as const),
];

/**
 * Trains the first updates of a run again on the plain wasm build, whose bits are the same on every machine and in every
 * browser, and makes a receipt of them. @throws E_RECEIPT, E_OPTION; E_FILE_CHANGED; the signal's reason.
 */
export async function makeReceipt(request: MakeReceiptRequest, hooks: ReplayHooks = {}): Promise<MadeReceipt> {
	checkRequest(request, "makeReceipt()", ["run", "runs", "updates"]);
	const seconds = stopwatch();
	const run = openRun(request.run, request.runs ?? DEFAULT_RUNS, { validate: parseConfig });
	const { name, config } = run;
	refuseUncertain(run);
	if ("model" in config.options) throw fail("E_MODEL_USE", { use: "reading" });
	const steps = Math.max(1, lastStep(run));
	const updates = request.updates ?? Math.min(steps, DEFAULT_UPDATES);
	checkWhole("updates", updates, { min: 1, max: MOST_UPDATES }, "receipt");
	const source = config.data ? undefined : await openTexts(config.texts, hooks.onEvent ?? (() => {}), config);
	try {
		if (source && !config.data) sameText(source, config);
		const data = source ? await textOf(config as TextConfig, source) : taskOf(config as TaskConfig);
		const recipe: Recipe = { options: certified(run, Math.max(steps, updates)), data, updates };
		const engine = openEngine({ engine: "wasm-plain" });
		try {
			const tools = { engine, host: { clock: stopwatch(), turn, sha256 }, source, ...hooks };
			const issued = await issueReceipt(recipe, tools);
			if (typeof issued === "string") throw fail("E_RECEIPT", { run: name, why: issued });
			const { link, receipt } = issued;
			return { run: name, link, updates, weightsSha256: receipt.weightsSha256, seconds: seconds() };
		} finally {
			engine.close();
		}
	} finally {
		await source?.close();
	}
}

/**
 * Trains the updates of a receipt again and says where they differ, if they do.
 * @throws E_RECEIPT_FORM, E_RECEIPT_VERSION for what is no receipt; E_RECEIPT_DATA without its text.
 */
export async function checkReceipt(request: CheckReceiptRequest, hooks: ReplayHooks = {}): Promise<CheckedReceipt> {
	checkRequest(request, "checkReceipt()", ["receipt", "text"]);
	const { receipt: given, text } = request;
	checkOption("receipt", given, typeof given === "string", { reason: "type", types: ["text"] }, "checkReceipt()");
	const seconds = stopwatch();
	const receipt = parseReceipt(linkOf(given));
	const { data } = receipt;
	// A link never makes this machine download: its text is read only if it is named here.
	const named = typeof text === "string" ? [text] : (text ?? []);
	const source =
		isText(data) && named.length > 0 ? await openTexts(named, hooks.onEvent ?? (() => {}), data) : undefined;
	const engine = openEngine({ engine: "wasm-plain" });
	try {
		const tools = { engine, host: { clock: stopwatch(), turn, sha256 }, source, ...hooks };
		return { ...(await verifyReceipt(receipt, tools)), seconds: seconds() };
	} finally {
		engine.close();
		await source?.close();
	}
}

/** The receipt in a file, or the argument itself if it is a link. @throws E_RECEIPT_FORM for a file that is too large. */
function linkOf(given: string): string {
	if (given.includes("#receipt=") || given.trimStart().startsWith("{")) return given;
	let file: number;
	try {
		file = openSync(given, "r");
	} catch {
		return given; // the payload of a link alone, or what is none
	}
	try {
		const { size } = fstatSync(file);
		if (!fstatSync(file).isFile() || size > 8 * MOST_LINK) {
			const why = { reason: "count", of: "bytes", got: size, max: 8 * MOST_LINK } as const;
			throw fail("E_RECEIPT_FORM", { what: "link", why });
		}
		return readFileSync(file, "utf8");
	} finally {
		closeSync(file);
	}
}

/** @throws E_RECEIPT for a run whose updates nobody else could train again. */
function refuseUncertain({ name, config }: Run<RunConfig>): void {
	if (isEcho(config)) throw fail("E_RECEIPT", { run: name, why: "echo" });
	if (config.options.syncEvery !== undefined) throw fail("E_RECEIPT", { run: name, why: "sync" });
	if (config.from !== undefined || config.parent || config.imported)
		throw fail("E_RECEIPT", { run: name, why: "from" });
	if (
		config.data &&
		(config.data.kind !== "task" || config.data.data !== undefined || /^(mnist|music)/.test(config.data.name))
	)
		throw fail("E_RECEIPT", { run: name, why: "data" });
}

/** Updates of the newest checkpoint. */
function lastStep(run: Run<RunConfig>): number {
	return run.listCheckpoints().findLast(({ damage }) => !damage)?.step ?? 0;
}

/** The options that determine the weights, without those at their defaults. A budget in minutes becomes one in steps. */
function certified(run: Run<RunConfig>, steps: number): GivenOptions {
	const { config } = run;
	const { budget } =
		lastStep(run) === 0 ? { budget: undefined } : parseProgress(run.loadNewest().snapshot.state.progress);
	const options = { ...config.options, ...NO_BUDGET, ...(budget ?? config.options) } as GivenOptions;
	if (typeof options.cell === "object") Object.assign(options, { cell: shortened(options.cell), variant: undefined });
	if (options.minutes !== undefined) Object.assign(options, NO_BUDGET, { steps });
	const kept = Object.entries(options).filter(([name, value]) => {
		if (value === undefined || UNCERTIFIED.includes(name as OptionName)) return false;
		if (name === "schedule" && value === "cosine") return false; // what steps have by themselves
		const always = ["cell", "dropout", ...(config.data ? ["k1", "k2"] : [])].includes(name);
		return always || OPTION_RULES[name as OptionName].default !== value;
	});
	return { ...Object.fromEntries(kept), seed: options.seed ?? 1 };
}

/** A definition without its defaults and its source, which change no weight: a link is short. */
function shortened({ name, equations, states = [], parameters = {}, bias = {} }: CellDefinition): CellDefinition {
	const some = (record: object) => Object.keys(record).length > 0;
	return {
		...{ name, equations },
		...(states.length > 1 && { states }),
		...(some(parameters) && { parameters }),
		...(some(bias) && { bias }),
	};
}

async function textOf(config: TextConfig, source: TextSource): Promise<Receipt["data"]> {
	const { unit, split, lossy, encoding, texts } = config;
	const [name] = texts;
	return {
		...{ sha256: await textDigest(source, { sha256 }), unit, split, lossy },
		...(encoding !== undefined && { encoding }),
		...(texts.length === 1 && name!.startsWith("@") && { name: name! }),
	};
}

function taskOf({ data }: TaskConfig): Receipt["data"] {
	const { name, options } = data as { name: string; options: Record<string, number | boolean> };
	return { task: name, options };
}
