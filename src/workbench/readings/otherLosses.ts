/** Losses of a text by other protocols than the usual one, reported apart: separate windows, and dynamic evaluation. */
import { type Part, symbolsPerCharacter } from "../../data/corpus.ts";
import { fail } from "../../errors/index.ts";
import { checkOption, checkWhole } from "../../errors/request.ts";
import type { EvaluateOptions, Evaluation } from "../../training/text/evaluate.ts";
import { DYNAMIC_DECAY, DYNAMIC_LR, evaluateDynamic, SEGMENT } from "../../training/text/evaluateDynamic.ts";
import { evaluateWindows, windowsIn } from "../../training/text/evaluateWindows.ts";
import { finite } from "../models/finite.ts";
import { withText } from "../models/readText.ts";
import type { Model } from "../models/textModel.ts";

export interface OtherProtocols {
	/**
	 * Also reads the text in separate windows of this many symbols, each from a zero state, as nanoGPT does. Text only.
	 * Range: 1 to 1e6. Default: none.
	 */
	windows?: number;
	/**
	 * Also evaluates dynamically: the weights follow the text while it is scored (Krause et al. 2018). The run's training
	 * part is read for it. Text only. Default: false.
	 */
	dynamic?: boolean;
	/** Learning rate of dynamic evaluation. Range: 0 to 1000. Default: 0.001. */
	dynamicLr?: number;
	/** Strength of its pull back to the trained weights. Range: 0 to 1. Default: 0.003. */
	dynamicDecay?: number;
}

export const PROTOCOL_KEYS = ["windows", "dynamic", "dynamicLr", "dynamicDecay"] as const;

/** Loss of a text by one protocol. */
export interface OtherLoss {
	/** Symbols predicted. */
	symbols: number;
	/** Loss in nats per symbol; null if the vocabulary has no symbol of the text. */
	lossNats: number | null;
	/** lossNats / ln 2. */
	bitsPerSymbol: number | null;
	/** Bits per symbol times symbols per code point of the text. */
	bitsPerCharacter: number | null;
}

export interface OtherLosses {
	/** Loss over windows of `size` symbols; the symbols after the last whole window are left out. */
	windows?: OtherLoss & { size: number };
	/** Loss while the weights follow the text, in segments of `segment` symbols. */
	dynamic?: OtherLoss & { lr: number; decay: number; segment: number };
}

/** @throws E_OPTION for a value out of range, or a setting of dynamic evaluation without it. */
export function checkProtocols({ windows, dynamic, dynamicLr, dynamicDecay }: OtherProtocols): void {
	if (windows !== undefined) checkWhole("windows", windows, { min: 1, max: 1e6 }, "eval");
	for (const [option, value, max] of [
		["dynamicLr", dynamicLr, 1000],
		["dynamicDecay", dynamicDecay, 1],
	] as const) {
		if (value === undefined) continue;
		const fits = typeof value === "number" && value >= 0 && value <= max;
		checkOption(option, value, fits, { reason: "number", min: 0, max }, "eval");
		if (!dynamic) throw fail("E_OPTION", { option, why: { reason: "needs", options: ["dynamic"] }, where: "eval" });
	}
}

/** Measures what is asked for; undefined if nothing is. @throws E_OPTION for a window longer than the text; E_DYNAMIC; E_RUN_NO_TEXT. */
export async function otherLosses(
	model: Model,
	text: Part,
	{ windows, dynamic, dynamicLr: lr = DYNAMIC_LR, dynamicDecay: decay = DYNAMIC_DECAY }: OtherProtocols,
	calls: Pick<EvaluateOptions, "onProgress" | "signal">,
): Promise<OtherLosses | undefined> {
	const { engine, weights } = model;
	const found: OtherLosses = {};
	if (windows !== undefined) {
		if (windowsIn(text, windows) === 0) {
			const why = { reason: "whole", min: 1, max: text.symbols - 1, got: String(windows) } as const;
			throw fail("E_OPTION", { option: "windows", why, where: "eval" });
		}
		const measured = await evaluateWindows(engine, weights, text, windows, calls);
		if (measured.lossNats !== null) finite(model, "loss", measured.lossNats);
		found.windows = { size: windows, ...(await lossOf(measured, text)) };
	}
	if (dynamic) {
		if (model.config.texts.length === 0)
			throw fail("E_RUN_NO_TEXT", { run: model.name, next: `sluice eval ${model.name} FILE` });
		const measured = await withText(model, { part: "train" }, { verb: "eval", least: 2 }, (train) =>
			evaluateDynamic(
				engine,
				weights,
				{ train, text },
				{ lr, decay, readoutOnly: model.config.options.cell === "esn", ...calls },
			),
		);
		const { lossNats } = measured;
		if (lossNats !== null && !Number.isFinite(lossNats)) throw fail("E_DYNAMIC", { lr, got: String(lossNats) });
		found.dynamic = { lr, decay, segment: SEGMENT, ...(await lossOf(measured, text)) };
	}
	return found.windows || found.dynamic ? found : undefined;
}

async function lossOf({ symbols, lossNats }: Evaluation, text: Part): Promise<OtherLoss> {
	const bitsPerSymbol = lossNats === null ? null : lossNats / Math.LN2;
	const perCharacter = await symbolsPerCharacter(text, Number.POSITIVE_INFINITY);
	const bitsPerCharacter = bitsPerSymbol === null ? null : bitsPerSymbol * perCharacter;
	return { symbols, lossNats, bitsPerSymbol, bitsPerCharacter };
}
