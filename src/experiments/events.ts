/** What a training run tells while it goes on, and at its end. */
import type { SluiceError } from "../errors/index.ts";
import type { EngineName } from "../kernels/kernels.ts";

export interface Pair {
	/** Exponential mean over the last updates, dropout on; null before the first. */
	train: number | null;
	/** null when the split leaves no validation part, or a signal ended the run. */
	valid: number | null;
}

/** The closing document of `sluice train --json`. */
export interface TrainResult {
	run: string;
	engine: EngineName;
	threads: number;
	seed: number;
	steps: number;
	tokens: number;
	tokensPerSecond: number;
	parameters: number;
	/** Mean loss per symbol of the run's unit, natural logarithm. */
	lossNats: Pair;
	/** Symbols of the validation part that the closing loss was measured on. */
	validSymbols: number;
	/** lossNats / ln 2. */
	bitsPerSymbol: Pair;
	/** Total bits / code points of the text, so that units compare. */
	bitsPerCharacter: Pair;
	/** Share of the updates whose gradient was clipped, by norm or by value. */
	clippedShare: number;
	/** sha256 of the parameters' bytes in layout order. */
	weightsSha256: string;
	seconds: number;
	/** Why it ended. */
	ended: "budget" | "early-stop" | "signal";
	/** The run's folder. */
	folder: string;
}

export type TrainEvent =
	/** Fetching or scanning the corpus; totalBytes 0 when unknown. */
	| { type: "data"; phase: "download" | "scan"; name: string; doneBytes: number; totalBytes: number }
	| {
			type: "start";
			run: string;
			folder: string;
			engine: EngineName;
			build: string;
			/** When the engine is not native although it was free to choose: why. */
			notice?: SluiceError;
			threads: number;
			seed: number;
			parameters: number;
			symbols: number;
			trainSymbols: number;
			/** Step it starts from: above 0 when resumed. */
			fromStep: number;
			options: Readonly<Record<string, unknown>>;
	  }
	| {
			type: "step";
			step: number;
			/** Known for the budgets steps and epochs. */
			totalSteps: number | null;
			epoch: number;
			/** Share of the budget spent, 0..1. */
			progress: number;
			etaSeconds: number | null;
			lossNats: number;
			/** Exponential mean of the loss, bias-corrected. */
			lossSmoothNats: number;
			gradNorm: number;
			clippedShare: number;
			lr: number;
			tokensPerSecond: number;
			elapsedSeconds: number;
	  }
	| { type: "valid"; step: number; lossNats: number; bitsPerSymbol: number; best: boolean }
	| { type: "sample"; step: number; text: string }
	| { type: "checkpoint"; step: number; folder: string }
	/** Something passed over that the user should know: a damaged checkpoint, say. */
	| { type: "notice"; notice: SluiceError }
	| { type: "finish"; what: "evaluate"; doneSymbols: number; totalSymbols: number }
	| { type: "done"; result: TrainResult; sample: string };
