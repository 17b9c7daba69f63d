import type { Finding } from "../../../diagnosis/findings.ts";
import type { EchoReport } from "../../../training/echo/echoReport.ts";
import type { Source } from "../../datasets/trainSource.ts";
import type { LyapunovNats } from "./diagnosisReport.ts";

export interface EchoDiagnosis {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind this readout. */
	step: number;
	/** Data that drove the reservoir: a part of a series, or a task. */
	of: string;
	/** The network. */
	model: { cell: "esn"; hidden: number };
	/** How to train another run on the same data. */
	source: Source;
	/** Report on the readout's regression. */
	echo: EchoReport;
	/** What is wrong, each with its evidence and a remedy, worst first. */
	findings: Finding[];
	/** Number of steps examined, without the washout. */
	steps: number;
	/** Largest singular value of W. Below 1, a plain reservoir forgets its initial state for every input. */
	largestSingular: number;
	/** The four largest Lyapunov exponents. */
	lyapunovNats: LyapunovNats[];
	/** Steps until a change of the state has shrunk to 1 %; null if it does not shrink that far. */
	echoSteps: number | null;
	/** Fraction of units and steps with |tanh| above 0.9. */
	saturated: number;
	/** Singular values of the last step's Jacobian, largest first; absent above 256 units. */
	singular?: number[];
	/** Eigenvalues of (1 - leak) I + leak W; absent above 256 units. */
	eigenvalues?: [re: number, im: number][];
	/** log10 of the size of a state change by lag, from 0; null once it has vanished. */
	change: (number | null)[];
	/** Histogram of the tanh values over units and steps: fractions in 40 equal bins of -1..1. */
	activation: number[];
	/** Memory capacity for an i.i.d. input of the data's scale; null above 1500 units. */
	memory: { total: number; byDelay: number[] } | null;
	/** SVG file that was written; null if none was requested. */
	svg: string | null;
	/** Time that the call took, in seconds. */
	seconds: number;
}
