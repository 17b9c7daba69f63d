/**
 * Tries a clamp on the first symbols of a text, before it is suggested: the value a unit takes where its pattern holds,
 * and how much the predictions change.
 */
import { checkRequest, checksOf } from "../../../errors/request.ts";
import { parseUnit } from "../../../interpretation/hookNames.ts";
import type { AskedPattern } from "../../../interpretation/patterns/askedPatterns.ts";
import { clampEffect } from "../../../interpretation/proof/clampEffect.ts";
import { unitValues } from "../../../interpretation/unit/values.ts";
import { TEXT_KEYS, type TextReading, withText } from "../../models/readText.ts";
import { MODEL_KEYS, type ModelHooks, withModel } from "../../models/textModel.ts";
import { insideText } from "./onePattern.ts";

export interface TryClampRequest extends TextReading {
	/** Unit to hold, such as "l1.c.17". */
	unit: string;
	/** Value to hold the unit at. Range: -1e6 to 1e6. Default: the 99 % quantile of its values, or the 1 % quantile with `side` -1. */
	value?: number;
	/** 1 if the unit is high where its pattern holds, -1 if it is low. Default: as `pattern` says, else 1. */
	side?: 1 | -1;
	/** Pattern that decides the side: that of the unit's mean inside it. Default: none. */
	pattern?: AskedPattern;
}

export interface ClampTried {
	/** Name of the run. */
	run: string;
	/** Unit that was held. */
	unit: string;
	/** Four digits of the value. */
	value: number;
	/** Mean divergence of the predictions without the clamp from those with it, over `steps` symbols. */
	klNats: number;
	/** Number of symbols compared. */
	steps: number;
	/** True if that is at least 0.001 nats per symbol. */
	changed: boolean;
}

const WHERE = "cells";
/** Symbols read, twice: once for the values, once for the effect. */
const SYMBOLS = 4096;
const LEAST_NATS = 1e-3;
/** Largest value to hold a unit at. */
const MOST = 1e6;
const need = checksOf("tryClamp");

/** Holds a unit and measures how much the predictions change. @throws E_OPTION, E_HOOK_NAME, E_HOOK_UNIT. */
export async function tryClamp(request: TryClampRequest, hooks: ModelHooks = {}): Promise<ClampTried> {
	checkRequest(request, "tryClamp()", [...MODEL_KEYS, ...TEXT_KEYS, "unit", "value", "side", "pattern"]);
	const { unit, value: given, side, pattern } = request;
	const { signal } = hooks;
	need("value", given, given === undefined || Math.abs(given) <= MOST, { reason: "number", min: -MOST, max: MOST });
	return withModel(request, hooks, (model) =>
		withText(model, request, { verb: WHERE, least: 2 }, async (text) => {
			const own = parseUnit(model.weights.spec, unit);
			const read = { symbols: Math.min(SYMBOLS, text.symbols), reader: (at: number) => text.reader(at) };
			const choose = async () => {
				const { values } = await unitValues(model, read, own, { signal });
				const inside = side ?? (pattern === undefined ? 1 : await sideOf(values, pattern));
				return quantile(values, inside > 0 ? 0.99 : 0.01);
			};
			const sideOf = async (values: Float32Array, asked: AskedPattern) => {
				const { label } = await insideText(text, read.symbols, asked, { where: WHERE, signal });
				const mean = (kind: 0 | 1) => {
					const some = values.filter((_, k) => label[k] === kind);
					return some.length > 0 ? some.reduce((sum, x) => sum + x, 0) / some.length : Number.NaN;
				};
				return mean(1) < mean(0) ? -1 : 1;
			};
			const value = Number((given ?? (await choose())).toPrecision(4));
			const { klNats, steps } = await clampEffect(model, read, own, value, { signal });
			const name = `${own.hook.name}.${own.index}`;
			return { run: model.name, unit: name, value, klNats, steps, changed: klNats >= LEAST_NATS };
		}),
	);
}

/** Returns the value with the fraction `share` of the values below it. */
function quantile(values: Float32Array, share: number): number {
	const sorted = values.filter(Number.isFinite).sort();
	return sorted.length > 0 ? sorted[Math.round(share * (sorted.length - 1))]! : 0;
}
