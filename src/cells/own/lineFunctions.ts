/** Which function bounds the values of a line, and which one is around its sum: what a diagnosis asks of the equations. */
import type { FunctionName } from "./definition.ts";
import { type Expression, type Line, partsOf } from "./equationTree.ts";

/** Functions by the name of a line; absent if there is none. */
export interface LineFunctions {
	/** Outermost function of a line; a line that only repeats another one has that one's. */
	outer: ReadonlyMap<string, FunctionName>;
	/**
	 * Largest slope of the function whose argument is the sum, or the sum and terms added to it; absent without one. Infinity
	 * for a normalised sum: 1 / sqrt(variance + eps), and then a gain.
	 */
	slopes: ReadonlyMap<string, number>;
	/** Whether a line reads a state of the step before, other than in R h'. Without that, all memory passes through R. */
	keeps: boolean;
	/** Names of the values that are a sigmoid or a tanh, without those that h repeats, as a in "h = a". */
	saturating: readonly string[];
}

const SLOPES: Readonly<Record<FunctionName, number>> = {
	...{ sigmoid: 1 / 4, tanh: 1, relu: 1, softplus: 1, exp: Number.POSITIVE_INFINITY },
};

/** @param values names of the values in their order, without the states. */
export function lineFunctions(lines: readonly Line[], values: readonly string[]): LineFunctions {
	const outer = new Map<string, FunctionName>();
	const slopes = new Map<string, number>();
	for (const { name, value } of lines) {
		const f = value.kind === "call" ? value.f : value.kind === "name" ? outer.get(value.name) : undefined;
		if (f) outer.set(name, f);
		for (const part of partsOf(value)) if (part.kind === "call" && isSum(part.x)) slopes.set(name, SLOPES[part.f]);
		if (value.kind === "norm") slopes.set(value.x.name, Number.POSITIVE_INFINITY);
	}
	const keeps = lines.some(({ value }) => [...partsOf(value)].some(({ kind }) => kind === "before"));
	const repeated = repeatedBy("h", lines);
	const saturates = (name: string) => ["sigmoid", "tanh"].includes(outer.get(name) ?? "");
	const saturating = values.filter((name) => saturates(name) && !repeated.includes(name));
	return { outer, slopes, keeps, saturating };
}

function repeatedBy(name: string, lines: readonly Line[]): string[] {
	const value = lines.find((line) => line.name === name)?.value;
	return value?.kind === "name" ? [value.name, ...repeatedBy(value.name, lines)] : [];
}

/** A sum, alone or with terms added to it. */
function isSum(e: Expression): boolean {
	if (e.kind === "add" || e.kind === "sub") return isSum(e.x) || isSum(e.y);
	return e.kind === "sum";
}
