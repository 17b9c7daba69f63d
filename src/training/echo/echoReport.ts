/** Report of the readout's regression in an echo state network. */
import type { EchoFit } from "./echoSnapshot.ts";
import type { EchoTrainer } from "./echoTrainer.ts";

export interface EchoReport extends EchoFit {
	/** Number of first steps of a sequence excluded from training. */
	washout: number;
	/** Spectral radius of W. */
	spectralRadius: number;
	leak: number;
	/** Spectral radius of (1 - leak) I + leak W. */
	effectiveRadius: number;
}

/** Returns the report of a fitted network. */
export function echoReport({ start, washout, options, fitted }: EchoTrainer): EchoReport {
	const { spectralRadius, leak } = options;
	return { ...fitted!, washout, spectralRadius, leak, effectiveRadius: start.effectiveRadius };
}
