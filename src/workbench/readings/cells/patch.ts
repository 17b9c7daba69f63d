/** Patches the values of units from one position of a text into another and measures the change in the prediction. */
import type { Part, PartName } from "../../../data/corpus.ts";
import { fail } from "../../../errors/index.ts";
import { shown } from "../../../errors/quote.ts";
import { checkOption, checkRequest, checkWhole } from "../../../errors/request.ts";
import { parseUnits, type UnitName } from "../../../interpretation/hookNames.ts";
import { patch as onModel, type PatchResult, type Shift } from "../../../interpretation/proof/patching.ts";
import { stopwatch } from "../../machine/clock.ts";
import { turn } from "../../machine/turns.ts";
import { withText } from "../../models/readText.ts";
import { MODEL_KEYS, type Model, type ModelHooks, type ModelRequest, withModel } from "../../models/textModel.ts";
import { textBefore } from "../textBefore.ts";

/** The step that reads the symbol at offset `at`, from 0, in a file or in a part of the run's own text. */
export interface PatchPlace {
	/** File of the text. */
	file?: string;
	/** Default: valid. */
	part?: PartName;
	/** Index of the symbol, from 0. */
	at: number;
}

export interface PatchRequest extends ModelRequest {
	/** Units (`l1.c.17`) and whole values (`l1.c`), one or more. */
	units: string[];
	/** Where the values are taken. */
	from: PatchPlace;
	/** Where they are put in. */
	to: PatchPlace;
	/** Steps to compare after the patched one. Range: 0 to 65536. Default: 100. */
	ahead?: number;
	/** Random draws of other units as a control. Range: 0 to 1000. Default: 16. */
	others?: number;
	/** Seed of the draws. Range: 0 to 4294967295. Default: 1. */
	seed?: number;
	/** Most likely symbols to report, before and after. Range: 1 to 2097152. Default: 5. */
	top?: number;
	/** Largest number of symbols read before either position, from a zero state. Range: 1 to 65536. Default: 4096. */
	warmupSymbols?: number;
	/** Replaces malformed UTF-8 with U+FFFD. Default: as in training. */
	lossy?: boolean;
	/** Encoding of the files. Default: UTF-8, or UTF-16 with its byte order mark. */
	encoding?: string;
}

/** A position for display: the symbol read there, and up to 40 symbols before it. */
export interface ShownPlace {
	text: string;
	at: number;
	symbol: string | null;
	before: string;
}

export interface Patched extends Omit<PatchResult, "ids" | "shifts" | "read"> {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
	/** Where the values were taken. */
	from: ShownPlace;
	/** Where they were put in. */
	to: ShownPlace;
	/** The actual next symbol at `to`; null at the end of the text or if the vocabulary lacks it. */
	next: string | null;
	/** Probabilities of the next symbol before and after, largest change first. */
	shifts: (Shift & { symbol: string })[];
	/** Symbols read in the steps of `curve`; null if the vocabulary lacks one. */
	read: (string | null)[];
	/** Time that the call took, in seconds. */
	seconds: number;
}

type Hooks = ModelHooks & { onProgress?(doneSymbols: number, totalSymbols: number): void };

const WHERE = "cells patch";

/** @throws E_SIZE for an offset past the end of its text, E_HOOK_NAME, E_HOOK_UNIT. */
export async function patch(request: PatchRequest, hooks: Hooks = {}): Promise<Patched> {
	const own = ["units", "from", "to", "ahead", "others", "seed", "top", "warmupSymbols", "lossy", "encoding"];
	checkRequest(request, "patch()", [...MODEL_KEYS, ...own]);
	const { units: names, ahead = 100, others = 16, seed = 1, top = 5, warmupSymbols: warmup = 4096 } = request;
	const some = Array.isArray(names) && names.length > 0;
	checkOption("units", names, some, { reason: "list", of: "units", such: "l0.c.17" }, WHERE);
	checkWhole("ahead", ahead, { min: 0, max: 1 << 16 }, WHERE);
	checkWhole("others", others, { min: 0, max: 1000 }, WHERE);
	checkWhole("seed", seed, { min: 0, max: 2 ** 32 - 1 }, WHERE);
	checkWhole("top", top, { min: 1, max: 1 << 21 }, WHERE);
	checkWhole("warmupSymbols", warmup, { min: 1, max: 1 << 16 }, WHERE);
	const clock = stopwatch();
	return withModel(request, hooks, (model) =>
		atPlace(model, request, "from", (source, fromTitle) =>
			atPlace(model, request, "to", async (target, toTitle) => {
				const units = parseUnits(model.weights.spec, names) as [UnitName, ...UnitName[]];
				const { vocabulary } = model;
				const from = { text: source, at: request.from.at };
				const to = { text: target, at: request.to.at };
				const onProgress = async (done: number, total: number) => {
					hooks.onProgress?.(done, total);
					await turn();
				};
				const options = { from, to, ahead, others, seed, warmup, onProgress, signal: hooks.signal };
				const found = await onModel(model, units, { ...options, top: Math.min(top, vocabulary.size) });
				const { ids, shifts, read, ...rest } = found;
				const named = (id: number) => (id < 0 ? null : vocabulary.label(id));
				const shown = async (text: Part, title: string, at: number, id: number): Promise<ShownPlace> => {
					return { text: title, at, symbol: named(id), before: await textBefore(text, at, vocabulary) };
				};
				return {
					...{ run: model.name, step: model.step },
					from: await shown(source, fromTitle, from.at, ids.from),
					to: await shown(target, toTitle, to.at, ids.to),
					...{ next: named(ids.next), ...rest },
					read: read.map(named),
					shifts: shifts.map((shift) => ({ ...shift, symbol: vocabulary.label(shift.id) })),
					seconds: clock(),
				};
			}),
		),
	);
}

function atPlace<T>(
	model: Model,
	{ lossy, encoding, ...places }: PatchRequest,
	which: "from" | "to",
	use: (text: Part, title: string) => Promise<T>,
): Promise<T> {
	const { file, part, at } = (places[which] ?? {}) as PatchPlace;
	if (!Number.isSafeInteger(at) || (file !== undefined && part !== undefined))
		throw fail("E_OPTION", {
			option: which,
			why: { reason: "form", forms: ["{ file, at }", "{ part, at }"], got: shown(places[which]) },
			where: WHERE,
		});
	return withText(
		model,
		{ texts: file === undefined ? undefined : [file], part, lossy, encoding },
		{ verb: WHERE, least: 1 },
		use,
	);
}
