/** What draws the parts of a diagram: the vectors, the colours and the places of one picture. */
import type { Diagram, Place } from "./diagram.ts";
import { type Frame, type Token, tokenOf } from "./look.ts";

export interface DrawCall {
	diagram: Diagram;
	frame: Frame;
	/** Vectors by name; one that is missing has no strip. */
	values: ReadonlyMap<string, ArrayLike<number>>;
	/** The unit singled out. */
	unit: number;
	/** Stages that have happened; the last of them is emphasised. Default all, none emphasised. */
	stage?: number;
	/** The symbol read, as it is written; undefined if x is a vector. */
	symbol?: string;
	colour(token: Token): string;
}

/** What draws the parts of one picture. */
export interface Pen extends DrawCall {
	memory: "c" | "h";
	/** A place in pixels. */
	px(place: Place): readonly [x: number, y: number];
	/** Colour of a quantity, or that of what has not happened yet. */
	ink(value: string, stage: number): string;
	happened(stage: number): boolean;
	/** True in the stage that is emphasised. */
	acts(stage: number): boolean;
}

export function penOf(call: DrawCall): Pen {
	const { diagram, frame, stage, colour } = call;
	const memory = diagram.nodes.some(({ value }) => value === "c_prev") ? "c" : "h";
	const happened = (at: number) => stage === undefined || at <= stage;
	return {
		...call,
		memory,
		px: ([x, y]) => [frame.margin + x * frame.column, y],
		happened,
		acts: (at) => at === stage,
		ink: (value, at) => colour(happened(at) ? tokenOf(value, memory) : "--line"),
	};
}

/** Pixels with at most one decimal. */
export const n = (x: number): number => Math.round(x * 10) / 10;
