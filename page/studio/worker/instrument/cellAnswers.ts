/** What the view Cell asks, and what it is answered. */
import type { ChangedStep } from "../../../../src/interpretation/changedStep.ts";
import type { StepExplanation } from "../../../../src/interpretation/explain.ts";

/** An output next to its target, as the view shows them. */
export interface ShownOutput {
	predicted: number;
	target: number | null;
}

export interface StepAsked {
	step: number;
	layer: number;
	/** Later steps whose losses count. */
	ahead: number;
}

/** A number of a step, with what the reader set in it. */
export interface WhyAsked extends StepAsked {
	name: string;
	index: number;
	set: readonly string[];
}

/** A step as the view shows it. `outputs`: of an echo state network on a task or a series, whose losses are in the unit of its head. */
export type ShownStep = StepExplanation & { outputs?: ShownOutput[] };
export type ShownChange = ChangedStep & { outputs?: ShownOutput[] };

/** One step of the way back: logarithms to base 10, null for an exact zero. */
export interface WayStep {
	step: number;
	id: number;
	h: number | null;
	/** Absent for cells without it. */
	c?: number | null;
	memory?: number | null;
	open?: number;
}

export interface WayAnswer {
	costNats: number;
	scored: number;
	weights: number | null;
	/** Oldest step first. */
	steps: WayStep[];
}
