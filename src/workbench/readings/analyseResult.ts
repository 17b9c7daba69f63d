import type { PartName } from "../../data/corpus.ts";
import type { ErrorAnalysis } from "../../interpretation/analysis/errors.ts";
import type { ClosingGain, SymbolGain } from "../../interpretation/analysis/gains.ts";
import type { StartLoss } from "../../interpretation/analysis/losses.ts";
import type { GateSaturation } from "./diagnosis/saturationReport.ts";
import type { Loss, OrderLoss } from "./ngrams.ts";

export interface AnalyseResult {
	run: string;
	/** Updates that the weights had. */
	step: number;
	/** What was judged: the texts, or the part. */
	text: string;
	part: PartName | null;
	/** Symbols judged: all of the text but its first. */
	symbols: number;
	textSymbols: number;
	/** Of them such as the vocabulary lacks: not scored. */
	unknownSymbols: number;
	model: { cell: string; variant: string; layers: number; hidden: number; unit: string; vocabulary: number };
	/** Symbols of the text that the n-grams were counted on, and those that were counted. */
	trainSymbols: number;
	countedSymbols: number;
	net: Loss;
	orders: OrderLoss[];
	/** The order of the lowest loss, and the one that the run stands beside. */
	best: number | null;
	beside: number;
	gains: { symbols: SymbolGain[]; closings: ClosingGain[] };
	errors: ErrorAnalysis;
	/** Counted over every step of the text. */
	saturation: { steps: number; layers: Record<string, GateSaturation>[] };
	starts: StartLoss[];
	/** The file of figures that was asked for. */
	svg: string | null;
	seconds: number;
}
