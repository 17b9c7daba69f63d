/** Units that respond like a given one: in its own run, and the best match in other runs, such as those of other seeds. */
import { checkRequest, checksOf, checkWhole } from "../../../errors/request.ts";
import { sharedSymbols, translated } from "../../../interpretation/contrast/sharedSymbols.ts";
import { parseUnit, type UnitName } from "../../../interpretation/hookNames.ts";
import { LEAST_SYMBOLS } from "../../../interpretation/search/parts.ts";
import { textOf } from "../../../interpretation/stream.ts";
import { alike } from "../../../interpretation/unit/alikeValues.ts";
import { type SimilarUnit, type SimilarUnits, similarUnits } from "../../../interpretation/unit/similarUnits.ts";
import { type ReadOptions, unitValues } from "../../../interpretation/unit/values.ts";
import { stopwatch } from "../../machine/clock.ts";
import { turn } from "../../machine/turns.ts";
import { TEXT_KEYS, type TextReading, withText } from "../../models/readText.ts";
import { MODEL_KEYS, type Model, type ModelHooks, withModel } from "../../models/textModel.ts";
import { onText, parseConfig } from "../../runs/config.ts";
import { DEFAULT_RUNS } from "../../runs/runNames.ts";
import { openRun } from "../../runs/runStore.ts";

export interface SimilarCellsRequest extends TextReading {
	/** The unit, such as `l1.c.17`. */
	unit: string;
	/** Other runs, by name or folder, whose best match is searched for at their best checkpoint. Default: none. */
	beside?: string[];
	/** Units of the run to list. Range: 1 to 1000. Default: 5. */
	best?: number;
	/** Symbols to read from the start of the text; 0 for all. Range: at least 2048, or 0. Default: 20000. */
	limit?: number;
}

export interface SimilarCells extends SimilarUnits {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
	/** Text read: file names, or the part. */
	text: string;
	/** Symbols read. */
	symbols: number;
	/** Length of the whole text, in symbols. */
	textSymbols: number;
	/** The unit, such as `l1.c.17`. */
	unit: string;
	/** The best match in each of the other runs. */
	beside: MatchInRun[];
	/** Time that the call took, in seconds. */
	seconds: number;
}

export interface MatchInRun extends SimilarUnit {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind its weights. */
	step: number;
	/** Its seed. */
	seed: number;
	/** Options other than the seed in which it differs from the run. */
	differs: string[];
	/** Largest |r| of any of its units with the values shifted against the text. */
	chance: number;
	/** Number of its units compared. */
	units: number;
	/** Number of its units whose |r| is above `chance`. */
	above: number;
}

type Hooks = ModelHooks & { onProgress?(done: number, total: number): void };

const WHERE = "cells similar";

/** Correlates a unit over a text with the other units of its kind, in its run and in other runs. */
export async function similarCells(request: SimilarCellsRequest, hooks: Hooks = {}): Promise<SimilarCells> {
	checkRequest(request, "similarCells()", [...MODEL_KEYS, ...TEXT_KEYS, "unit", "beside", "best", "limit"]);
	const { unit, beside = [], best = 5, limit = 20_000, runs, engine, threads } = request;
	const need = checksOf(WHERE);
	need("unit", unit, typeof unit === "string", { reason: "type", types: ["text"] });
	const names = Array.isArray(beside) && beside.every((one) => typeof one === "string");
	need("beside", beside, names, { reason: "list", of: "runs" });
	checkWhole("best", best, { min: 1, max: 1000 }, WHERE);
	checkWhole("limit", limit, { min: LEAST_SYMBOLS, zero: true }, WHERE);
	for (const other of beside) onText(openRun(other, runs ?? DEFAULT_RUNS, { validate: parseConfig })); // before the reading
	const clock = stopwatch();
	return withModel(request, hooks, (model) =>
		withText(model, request, { verb: WHERE, least: LEAST_SYMBOLS }, async (text, title) => {
			const own = parseUnit(model.weights.spec, unit);
			const name = `${own.hook.name}.${own.index}`;
			const symbols = limit === 0 ? text.symbols : Math.min(limit, text.symbols);
			const ids = await text.reader(0).read(symbols);
			let passes = 0;
			const watched = {
				async onProgress(done: number) {
					hooks.onProgress?.(passes * symbols + done, (2 + beside.length) * symbols);
					await turn();
				},
				signal: hooks.signal,
			};
			const { values } = await unitValues(model, textOf(ids), own, watched);
			passes++;
			const kinds = { names: alike(model.weights.spec, own.hook), best, except: name };
			const found = await similarUnits(model, textOf(ids), values, { ...kinds, ...watched });
			const others: MatchInRun[] = [];
			for (const run of beside) {
				passes++;
				const match = (other: Model) => matchIn({ model, other, own, ids, values }, watched);
				others.push(await withModel({ run, runs, engine, threads }, hooks, match));
			}
			return {
				...{ run: model.name, step: model.step, text: title, symbols, textSymbols: text.symbols, unit: name },
				...{ ...found, beside: others, seconds: clock() },
			};
		}),
	);
}

interface Asked {
	/** The model with the unit, and the other one. */
	model: Model;
	other: Model;
	own: UnitName;
	/** The text as the model reads it, and the unit's values, [S]. */
	ids: Int32Array;
	values: Float32Array;
}

/** The best match of a unit in another run, on the same text. */
async function matchIn({ model, other, own, ids, values }: Asked, watched: ReadOptions): Promise<MatchInRun> {
	const read = translated(ids, sharedSymbols(model.vocabulary, other.vocabulary));
	const kinds = { names: alike(other.weights.spec, own.hook), best: 1 };
	const { best, ...counts } = await similarUnits(other, textOf(read), values, { ...kinds, ...watched });
	const { seed } = other.config.options;
	return { run: other.name, step: other.step, seed, differs: differsIn(model, other), ...best[0]!, ...counts };
}

function differsIn({ config: { options } }: Model, { config: { options: other } }: Model): string[] {
	const [ours, theirs] = [options, other] as unknown as Record<string, unknown>[];
	const keys = [...new Set([...Object.keys(ours!), ...Object.keys(theirs!)])].sort();
	return keys.filter((key) => key !== "seed" && JSON.stringify(ours![key]) !== JSON.stringify(theirs![key]));
}
