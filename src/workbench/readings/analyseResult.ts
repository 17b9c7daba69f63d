import type { PartName } from "../../data/corpus.ts";
import type { ErrorAnalysis } from "../../interpretation/analysis/errors.ts";
import type { ClosingGain, SymbolGain } from "../../interpretation/analysis/gains.ts";
import type { StartLoss } from "../../interpretation/analysis/losses.ts";
import type { Reading } from "../../training/text/reading.ts";
import type { GateSaturation } from "./diagnosis/saturationReport.ts";
import type { Loss, OrderLoss } from "./ngrams.ts";

export interface AnalyseResult {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
	/** Text evaluated: file names, or the part. */
	text: string;
	/** Part that was read; null for other texts. */
	part: PartName | null;
	/** Symbols evaluated: all of the text except the first. */
	symbols: number;
	/** Length of the whole text, in symbols. */
	textSymbols: number;
	/** Evaluated symbols that the vocabulary lacks. They are not scored. */
	unknownSymbols: number;
	/** The network. */
	model: { cell: string; variant: string; layers: number; hidden: number; unit: string; vocabulary: number };
	/** Symbols in the text that the n-grams were counted on, and how many of them were counted. */
	trainSymbols: number;
	/** Symbols that the n-grams were counted on. */
	countedSymbols: number;
	/** How the network read the text, and what one piece gives. */
	reading: Reading;
	/** Loss of the network. */
	net: Loss;
	/** Loss of each order of n-grams. */
	orders: OrderLoss[];
	/** Order with the lowest loss, and the order that the run is compared with. */
	best: number | null;
	/** Order that the run is compared with. */
	beside: number;
	/** Where the network predicts better or worse than the n-grams. */
	gains: { symbols: SymbolGain[]; closings: ClosingGain[] };
	/** What its wrong predictions consist of. */
	errors: ErrorAnalysis;
	/** Saturation, counted over every step of the text. */
	saturation: { steps: number; layers: Record<string, GateSaturation>[] };
	/** Loss by the number of symbols read since the zero state. */
	starts: StartLoss[];
	/** SVG file that was written; null if none was requested. */
	svg: string | null;
	/** Time that the call took, in seconds. */
	seconds: number;
}
