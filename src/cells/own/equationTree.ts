/** The right side of one equation as a tree. */
import type { FunctionName } from "./definition.ts";

/** A sum of a line: the terms it has besides its bias. */
export interface Sum {
	/** W x */
	input: boolean;
	/** R h' */
	recurrent: boolean;
}

export type Expression =
	| { kind: "number"; value: number }
	/** A value, a parameter or a new state. */
	| { kind: "name"; name: string; column: number }
	/** State of the step before. */
	| { kind: "before"; name: string; column: number }
	| ({ kind: "sum"; column: number } & Sum)
	| { kind: "call"; f: FunctionName; x: Expression }
	/** norm(u): the whole of its line; u is a line that is only a sum, and nothing else reads it. */
	| { kind: "norm"; x: Extract<Expression, { kind: "name" }>; column: number }
	| { kind: "add" | "sub" | "mul" | "div"; x: Expression; y: Expression; column: number };

export interface Line {
	name: string;
	/** The equation as it was written, without spaces at its ends. */
	text: string;
	value: Expression;
}

/** Every part of an expression, operands before what uses them. */
export function* partsOf(e: Expression): Generator<Expression> {
	if ("x" in e) yield* partsOf(e.x);
	if ("y" in e) yield* partsOf(e.y);
	yield e;
}

/** The name of the sum that a line normalises. */
export const normedBy = ({ value }: Line): string | undefined => (value.kind === "norm" ? value.x.name : undefined);

/** Returns the sum of an expression, if it has one. */
export function sumOf(e: Expression): ({ kind: "sum"; column: number } & Sum) | undefined {
	for (const part of partsOf(e)) if (part.kind === "sum") return part;
	return undefined;
}
