import type { Finding } from "../../../diagnosis/findings.ts";
import type { EchoReport } from "../../../training/echo/echoReport.ts";
import type { Source } from "../../datasets/dataSpec.ts";

export interface EchoDiagnosis {
	run: string;
	/** Updates that the readout had. */
	step: number;
	/** What drove it: a part of a series, or a task. */
	of: string;
	model: { cell: "esn"; hidden: number };
	/** How to train another on the same. */
	source: Source;
	echo: EchoReport;
	findings: Finding[];
	/** Steps looked at, without those that washed the start out. */
	steps: number;
	/** Of W; below 1 every input lets a plain reservoir forget its start. */
	largestSingular: number;
	/** Nats a step, the four largest. */
	lyapunovNats: (number | null)[];
	/** Steps until a change of the state has shrunk to 1 %; null where it does not. */
	echoSteps: number | null;
	/** Share of units and steps with |tanh| above .9. */
	saturated: number;
	/** Singular values of the last step's Jacobian, largest first; absent above 256 units. */
	singular?: number[];
	/** Eigenvalues of (1 - leak) I + leak W; absent above 256 units. */
	eigenvalues?: [re: number, im: number][];
	/** log10 of the size of a change of the state by lag, from 0; null where it was gone. */
	change: (number | null)[];
	/** Shares of units and steps by the tanh's value, in 40 equal parts of -1..1. */
	activation: number[];
	/** Memory capacity for an i.i.d. input of the data's size; null above 1500 units. */
	memory: { total: number; byDelay: number[] } | null;
	/** File that the figures were drawn into. */
	svg: string | null;
	seconds: number;
}
