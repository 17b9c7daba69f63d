import type { PartName } from "../../data/corpus.ts";
import type { ErrorAnalysis } from "../../interpretation/analysis/errors.ts";
import type { ClosingGain, SymbolGain } from "../../interpretation/analysis/gains.ts";
import type { StartLoss } from "../../interpretation/analysis/losses.ts";
import type { Reading } from "../../training/text/reading.ts";
import type { GateSaturation } from "./diagnosis/saturationReport.ts";
import type { Loss, OrderLoss } from "./ngrams.ts";

export interface AnalyseResult {
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
	/** Text evaluated: file names, or the part. */
	text: string;
	part: PartName | null;
	/** Symbols evaluated: all of the text except the first. */
	symbols: number;
	textSymbols: number;
	/** Evaluated symbols that the vocabulary lacks. They are not scored. */
	unknownSymbols: number;
	model: { cell: string; variant: string; layers: number; hidden: number; unit: string; vocabulary: number };
	/** Symbols in the text that the n-grams were counted on, and how many of them were counted. */
	trainSymbols: number;
	countedSymbols: number;
	/** How the network read the text, and what one piece gives. */
	reading: Reading;
	net: Loss;
	orders: OrderLoss[];
	/** Order with the lowest loss, and the order that the run is compared with. */
	best: number | null;
	beside: number;
	gains: { symbols: SymbolGain[]; closings: ClosingGain[] };
	errors: ErrorAnalysis;
	/** Saturation, counted over every step of the text. */
	saturation: { steps: number; layers: Record<string, GateSaturation>[] };
	starts: StartLoss[];
	/** SVG file that was written; null if none was requested. */
	svg: string | null;
	seconds: number;
}
