/** Measures the loss of a run while one of its units is held or scaled. */
import { fail } from "../../../errors/index.ts";
import { checkRequest, checksOf, checkWhole } from "../../../errors/request.ts";
import { parseUnit } from "../../../interpretation/hookNames.ts";
import type { AskedPattern } from "../../../interpretation/patterns/askedPatterns.ts";
import type { Inside } from "../../../interpretation/proof/inside.ts";
import { type Act, type InterveneResult, intervene as onModel } from "../../../interpretation/proof/intervention.ts";
import type { Hit } from "../../../interpretation/proof/measured.ts";
import { stopwatch } from "../../machine/clock.ts";
import { turn } from "../../machine/turns.ts";
import { TEXT_KEYS, type TextReading, withText } from "../../models/readText.ts";
import { MODEL_KEYS, type ModelHooks, withModel } from "../../models/textModel.ts";
import { namedCell } from "./cellNames.ts";
import { insideText } from "./onePattern.ts";

export interface InterveneRequest extends TextReading {
	/** The unit, such as `l1.c.17`. */
	unit: string;
	/**
	 * { to: "mean" | "zero" | "outside" } holds the unit there, { value } at a number; { factor } scales it. Default: {
	 * to: "outside" } with a pattern, else { to: "mean" }.
	 */
	act?: Act;
	/**
	 * Pattern inside and outside of which the loss is measured separately. Default: the pattern of the unit's name, if
	 * any.
	 */
	pattern?: AskedPattern;
	/** Number of units of the same value to treat the same way as a control. Range: 0 to 1000. Default: 16. */
	others?: number;
	/** Seed that selects the other units. Range: at least 0. Default: 1. */
	seed?: number;
	/** Symbols to read from the start of the text; 0 for all. Range: at least 512, or 0. Default: 100000. */
	limit?: number;
}

export interface Intervened extends Omit<InterveneResult, "worst"> {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
	/** Text read: file names, or the part. */
	text: string;
	/** Number of symbols in the whole text. */
	textSymbols: number;
	/** What was done to the unit. */
	act: Act;
	/** The unit's name in the run's notebook; null if it has none. */
	name: string | null;
	/** The pattern, and how often it holds; null without one. */
	pattern: Omit<Inside, "label"> | null;
	/** Predicted symbols whose summed loss rose the most. */
	worst: (Hit & { symbol: string })[];
	/** Time that the call took, in seconds. */
	seconds: number;
}

type Hooks = ModelHooks & { onProgress?(done: number, total: number): void };

const LEAST = 512;

/** Holds or scales a unit and measures the loss, compared with other units treated the same way. */
export async function intervene(request: InterveneRequest, hooks: Hooks = {}): Promise<Intervened> {
	const where = "cells";
	checkRequest(request, "intervene()", [
		...MODEL_KEYS,
		...TEXT_KEYS,
		...["unit", "act", "pattern", "others", "seed", "limit"],
	]);
	const { unit, act: given, pattern, others = 16, seed = 1, limit = 100_000 } = request;
	const need = checksOf(where);
	need("unit", unit, typeof unit === "string", { reason: "type", types: ["text"] });
	checkWhole("others", others, { min: 0, max: 1000 }, where);
	checkWhole("seed", seed, { min: 0 }, where);
	checkWhole("limit", limit, { min: LEAST, zero: true }, where);
	if (given !== undefined) checkAct(given, need);
	if (given && "to" in given && given.to === "outside" && pattern === undefined) {
		const why = { reason: "needs", options: ["pattern"], value: "outside" } as const;
		throw fail("E_OPTION", { option: "to", why, where });
	}
	const { onProgress, signal } = hooks;
	const clock = stopwatch();
	return withModel(request, hooks, (model) => {
		const own = parseUnit(model.weights.spec, unit);
		return withText(model, request, { verb: "cells ablate", least: LEAST }, async (text, title) => {
			const symbols = limit === 0 ? text.symbols : Math.min(limit, text.symbols);
			const named = namedCell({ run: request.run, runs: request.runs }, unit);
			const asked = pattern ?? named?.pattern ?? undefined;
			const labelled = asked === undefined ? undefined : await insideText(text, symbols, asked, { where, signal });
			// a pattern taken from the notebook is left out if it never or always holds in this text
			const noted = pattern === undefined && (labelled?.share === 0 || labelled?.share === 1);
			const inside = noted ? undefined : labelled;
			const act: Act = given ?? { to: inside ? "outside" : "mean" };
			const read = { symbols, reader: (at: number) => text.reader(at) };
			const { worst, ...found } = await onModel(model, read, own, {
				...{ act, label: inside?.label, others, seed, signal },
				async onProgress(done, total) {
					onProgress?.(done, total);
					await turn();
				},
			});
			const { label, ...facts } = inside ?? {};
			return {
				...{
					run: model.name,
					step: model.step,
					text: title,
					textSymbols: text.symbols,
					act,
					name: named?.name ?? null,
				},
				pattern: label ? (facts as Omit<Inside, "label">) : null,
				...{ ...found, worst: worst.map((hit) => ({ ...hit, symbol: model.vocabulary.label(hit.id) })) },
				seconds: clock(),
			};
		});
	});
}

function checkAct(act: Act, need: ReturnType<typeof checksOf>): void {
	const { to, value, factor } = (act ?? {}) as { to?: string; value?: number; factor?: number };
	const given = [to, value, factor].filter((one) => one !== undefined).length;
	need("act", act, given === 1, { reason: "form", forms: ["{ to }", "{ value }", "{ factor }"] });
	const places = ["mean", "zero", "outside"];
	need("to", to, to === undefined || places.includes(to), { reason: "oneOf", choices: places });
	const number = value === undefined ? factor : value;
	const fits = number === undefined || (typeof number === "number" && Math.abs(number) <= 1e6);
	need("value", number, fits, { reason: "number", min: -1e6, max: 1e6 });
}
