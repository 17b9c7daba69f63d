/** How the readout of an echo state network came about. */
import type { EchoFit } from "./echoSnapshot.ts";
import type { EchoTrainer } from "./echoTrainer.ts";

export interface EchoReport extends EchoFit {
	/** First steps of a sequence that were not learned from. */
	washout: number;
	/** Of W. */
	spectralRadius: number;
	leak: number;
	/** Spectral radius of (1 - leak) I + leak W. */
	effectiveRadius: number;
}

/** The report of a fitted network. */
export function echoReport({ start, washout, options, fitted }: EchoTrainer): EchoReport {
	const { spectralRadius, leak } = options;
	return { ...fitted!, washout, spectralRadius, leak, effectiveRadius: start.effectiveRadius };
}
