/**
 * Analyses a trained run on a text: its loss compared with n-grams counted on its training part, where it does better,
 * the composition of its errors, the saturation of its gates, and its loss at the start of the text.
 */

import { join } from "node:path";
import { type Part, symbolsPerCharacter } from "../../data/corpus.ts";
import { SaturationCount } from "../../diagnosis/saturation.ts";
import type { Lang } from "../../errors/define.ts";
import { fail } from "../../errors/index.ts";
import { checkLang, checkRequest } from "../../errors/request.ts";
import { errorSteps, ORACLE_ORDERS } from "../../interpretation/analysis/errors.ts";
import { gainsByDistance, gainsBySymbol } from "../../interpretation/analysis/gains.ts";
import { startLosses, symbolLosses } from "../../interpretation/analysis/losses.ts";
import { countWords, kindsOf } from "../../interpretation/analysis/symbolKinds.ts";
import { readingOf } from "../../training/text/reading.ts";
import { realDisk } from "../disk/disk.ts";
import { placeFor, replaceFile } from "../disk/publish.ts";
import { stopwatch } from "../machine/clock.ts";
import { turn } from "../machine/turns.ts";
import { finite } from "../models/finite.ts";
import { TEXT_KEYS, type TextReading, withText } from "../models/readText.ts";
import { MODEL_KEYS, type Model, type ModelHooks, withModel } from "../models/textModel.ts";
import type { TextConfig } from "../runs/config.ts";
import { analysisSvg } from "./analyseFigure.ts";
import type { AnalyseResult } from "./analyseResult.ts";
import { saturationReport } from "./diagnosis/saturationReport.ts";
import { hasTraining, withNgrams } from "./ngramCounts.ts";
import {
	bestOf,
	type Counted,
	DEFAULT_ORDERS,
	everyOrder,
	judgedOf,
	lossIn,
	meanNats,
	type OrderLoss,
	parseOrders,
} from "./ngrams.ts";

export interface AnalyseRequest extends TextReading {
	/** "A..B" or one number: n-gram orders to report, from 1 to 64. The run is compared with the highest. Default: 1..20. */
	orders?: string | number;
	/** Texts to count the n-grams on. Default: the run's own training part. */
	countOn?: string[];
	/** SVG file for the figures. An existing file is replaced atomically. Default: none. */
	svg?: string;
	/** Language of the figures. Default: "en". */
	lang?: Lang;
}

export type AnalysePhase = "ngrams" | "network" | "starts";
export type AnalyseHooks = ModelHooks & { onProgress?(phase: AnalysePhase, done: number, total: number): void };

/** Compares a run with n-gram models on a text: loss, where it wins, what its errors consist of. */
export async function analyse(request: AnalyseRequest, hooks: AnalyseHooks = {}): Promise<AnalyseResult> {
	checkRequest(request, "analyse()", [...MODEL_KEYS, ...TEXT_KEYS, "orders", "countOn", "svg", "lang"]);
	const { lang = "en" } = request;
	checkLang(lang, "analyse");
	const [first, last] = parseOrders(request.orders ?? DEFAULT_ORDERS, "analyse");
	const svg = request.svg === undefined ? undefined : placeFor(realDisk, request.svg, "analysis.svg");
	const clock = stopwatch();
	return withModel(request, hooks, async (model) => {
		const { name, step, config, vocabulary } = model;
		if (!request.countOn) hasTraining(model, "analyse");
		const judged = await withText(model, request, { verb: "analyse", least: 2 }, async (part, title) => ({
			...(await judgedIn(model, part, hooks)),
			...{ symbols: part.symbols, title },
			perCharacter: await symbolsPerCharacter(part, Number.POSITIVE_INFINITY),
		}));
		const { ids } = judged;
		hooks.onProgress?.("ngrams", 0, 1);
		await turn();
		const counts = await withNgrams(
			model,
			{ ...request, verb: "analyse" },
			{ ids, signal: hooks.signal },
			async (counted, trainSymbols) => ({
				...(await ngramLosses(counted, [first, last], judged.perCharacter, hooks)),
				...{ trainSymbols, countedSymbols: counted.table.text.length },
				trainWords: countWords(
					counted.table.text.map((id) => (id < vocabulary.size ? id : -1)),
					kindsOf(vocabulary),
				),
			}),
		);
		const saturation = new SaturationCount();
		const net = await symbolLosses(model, ids, {
			async onWindow({ unrolled, steps, first: from, end, done, total }) {
				saturation.add(unrolled, steps, (t, b) => t >= from[b]! && t < end[b]!);
				hooks.onProgress?.("network", done, total);
				await turn();
			},
			signal: hooks.signal,
		});
		for (let t = 1; t < ids.length; t++) if (ids[t]! >= 0) finite(model, "loss", net[t]!);
		const starts = await startLosses(model, ids, net, {
			async onProgress(done, total) {
				hooks.onProgress?.("starts", done, total);
				await turn();
			},
			signal: hooks.signal,
		});
		const losses = { net, ngram: counts.ngram };
		const result: AnalyseResult = {
			...{ run: name, step, text: judged.title, part: request.texts ? null : (request.part ?? "valid") },
			...{ symbols: ids.length - 1, textSymbols: judged.symbols },
			unknownSymbols: ids.subarray(1).reduce((sum, id) => sum + (id < 0 ? 1 : 0), 0),
			model: { ...modelWords(config.options), unit: vocabulary.unit, vocabulary: vocabulary.size },
			reading: judged.reading,
			...{ trainSymbols: counts.trainSymbols, countedSymbols: counts.countedSymbols },
			net: lossIn(meanOf(net), judged.perCharacter),
			...{ orders: counts.orders, best: bestOf(counts.orders)?.order ?? null, beside: last },
			gains: {
				symbols: gainsBySymbol(ids, losses, vocabulary),
				closings: gainsByDistance(ids, losses, vocabulary),
			},
			errors: errorSteps({
				...{ ids, net, ngram: counts.ngram, rightOrder: counts.rightOrder },
				...{ kinds: kindsOf(vocabulary), trainWords: counts.trainWords },
			}),
			saturation: { steps: saturation.steps, layers: saturation.layers.map(saturationReport) },
			...{ starts, svg: svg ? join(svg.parent, svg.name) : null, seconds: clock() },
		};
		if (svg) replaceFile(realDisk, svg.parent, svg.name, Buffer.from(await analysisSvg(result, lang)));
		return result;
	});
}

/** The symbols that are judged, and how the network reads them. */
async function judgedIn({ engine, weights }: Model, part: Part, { onNotice, signal }: AnalyseHooks) {
	const ids = await judgedOf(part);
	const reading = await readingOf(engine, weights, part, { limit: ids.length - 1, signal });
	const { compared } = reading;
	if (compared?.differs) onNotice?.(fail("E_LANES", { ...compared, exact: false }));
	return { ids, reading };
}

/** Loss of every order, each symbol's loss at the highest, and the lowest order that gives each symbol 0.5 or more. */
async function ngramLosses(
	counted: Counted,
	[first, last]: [number, number],
	perCharacter: number,
	{ onProgress, signal }: AnalyseHooks,
) {
	const S = counted.other.length;
	const rightOrder = new Uint8Array(S);
	const ngram = new Float64Array(S);
	const orders: OrderLoss[] = [];
	const most = Math.max(last, ORACLE_ORDERS);
	const hooks = { onProgress: (done: number, total: number) => onProgress?.("ngrams", done, total), signal };
	for await (const { probabilities, ...found } of everyOrder(counted, most, hooks)) {
		const { order } = found;
		for (let t = 0; t < S && order <= ORACLE_ORDERS; t++)
			if (rightOrder[t] === 0 && probabilities[t]! >= 0.5) rightOrder[t] = order;
		if (order === last) for (let t = 0; t < S; t++) ngram[t] = -Math.log(probabilities[t]!);
		if (order >= first && order <= last) orders.push({ ...found, ...lossIn(meanNats(probabilities), perCharacter) });
	}
	return { orders, ngram, rightOrder };
}

function meanOf(nats: Float64Array): number | null {
	let [sum, count] = [0, 0];
	for (const x of nats) {
		if (Number.isNaN(x)) continue;
		sum += x;
		count++;
	}
	return count === 0 ? null : sum / count;
}

function modelWords({ cell, variant, layers, hidden }: TextConfig["options"]) {
	return { cell: typeof cell === "object" ? "own" : cell, variant, layers, hidden };
}
