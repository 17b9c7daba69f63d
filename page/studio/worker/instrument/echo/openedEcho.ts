/** An echo state network on a task or a series in the worker, and what the page knows of it. */
import type { EchoStates } from "../../../../../src/interpretation/echo/echoStates.ts";
import type { EchoStep } from "../../../../../src/interpretation/echo/explainEcho.ts";
import type { EchoReading, ReadSequence, ReservoirFacts } from "../../../../../src/training/echo/echoReading.ts";

export interface OpenedEcho extends EchoReading {
	sequence: ReadSequence;
	states: EchoStates;
	/** The step that was explained last, and what was asked. */
	last?: { asked: string; step: EchoStep };
}

/** What a view shows of the network and of its sequence. */
export interface EchoFacts extends ReservoirFacts {
	/** C. */
	gain: number;
	head: "softmax" | "regression" | "binary";
	/** Whether symbols are read, one per step, or values. */
	input: "symbols" | "values";
	/** Number of inputs and of outputs. */
	inputs: number;
	outputs: number;
	feedback: boolean;
	/** Steps of the sequence, and the first one with a target. */
	steps: number;
	first: number;
	inputNames?: string[];
	outputNames?: string[];
}
