/**
 * Bounds of what the lines of a cell compute, by interval arithmetic, if every sum and every parameter may be any number and
 * the states begin at 0. A mixture `(1 - f) * a + f * b` with a gate f is between a and b, which plain intervals do not see.
 */
import { FUNCTIONS, type FunctionName } from "./definition.ts";
import type { Expression, Line } from "./equationTree.ts";

/** Least and greatest value. */
export type Interval = readonly [low: number, high: number];

const ANY: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
/** Rounds in which the bounds of a state may still grow; one that grows longer has none. */
const ROUNDS = 8;

const OF_FUNCTION: Record<FunctionName, (x: Interval) => Interval> = {
	sigmoid: () => [0, 1],
	tanh: () => [-1, 1],
	relu: ([low, high]) => [Math.max(0, low), Math.max(0, high)],
	exp: ([low, high]) => [Math.exp(low), Math.exp(high)],
	softplus: ([low, high]) => [softplus(low), softplus(high)],
};
const softplus = (x: number) => (x > 30 ? x : Math.log1p(Math.exp(x)));

/** Returns the bounds of every line and state by its name; infinite where there are none. */
export function lineBounds(lines: readonly Line[], states: readonly string[]): Map<string, Interval> {
	const before = new Map<string, Interval>(states.map((state) => [state, [0, 0]]));
	for (let round = 1; ; round++) {
		const now = boundsOnce(lines, before);
		const grown = states.filter((state) => !within(now.get(state) ?? ANY, before.get(state)!));
		if (grown.length === 0) return now;
		for (const state of grown)
			before.set(state, round % ROUNDS === 0 ? ANY : hull(before.get(state)!, now.get(state) ?? ANY));
	}
}

/** Bounds of a step, given those of the states of the step before. */
function boundsOnce(lines: readonly Line[], before: ReadonlyMap<string, Interval>): Map<string, Interval> {
	const now = new Map<string, Interval>();
	const of = (e: Expression): Interval => {
		if (e.kind === "number") return [e.value, e.value];
		if (e.kind === "name") return now.get(e.name) ?? ANY; // a parameter has none
		if (e.kind === "before") return before.get(e.name) ?? ANY;
		if (e.kind === "call") return FUNCTIONS.includes(e.f) ? OF_FUNCTION[e.f](of(e.x)) : ANY;
		if (e.kind === "add") return mixture(e, of) ?? sum(of(e.x), of(e.y));
		if (e.kind === "sub") return sum(of(e.x), negative(of(e.y)));
		if (e.kind === "mul") return product(of(e.x), of(e.y));
		if (e.kind === "div") return quotient(of(e.x), of(e.y));
		return ANY; // a sum or a norm
	};
	for (const { name, value } of lines) now.set(name, of(value));
	return now;
}

/** Bounds of `(1 - f) * a + f * b`, in whatever order, if f is from 0 to 1; undefined for anything else. */
function mixture({ x, y }: { x: Expression; y: Expression }, of: (e: Expression) => Interval): Interval | undefined {
	for (const [one, other] of [
		[x, y],
		[y, x],
	] as const)
		for (const [rest, a] of factors(one))
			for (const [f, b] of factors(other)) {
				const isRest = rest.kind === "sub" && rest.x.kind === "number" && rest.x.value === 1 && isSame(rest.y, f);
				if (isRest && within(of(f), [0, 1])) return hull(of(a), of(b));
			}
	return undefined;
}

const factors = (e: Expression): (readonly [Expression, Expression])[] =>
	e.kind === "mul"
		? [
				[e.x, e.y],
				[e.y, e.x],
			]
		: [];

/** Only names are compared: equal expressions that are written twice are not looked for. */
const isSame = (a: Expression, b: Expression) => a.kind === "name" && b.kind === "name" && a.name === b.name;

const within = ([low, high]: Interval, [from, to]: Interval) => low >= from && high <= to;
const hull = (a: Interval, b: Interval): Interval => [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
const negative = ([low, high]: Interval): Interval => [-high, -low];
const sum = (a: Interval, b: Interval): Interval => known(a[0] + b[0], a[1] + b[1]);

function product(a: Interval, b: Interval): Interval {
	const all = [a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1]].map((value) => (Number.isNaN(value) ? 0 : value)); // 0 times what has no bound
	return known(Math.min(...all), Math.max(...all));
}

const quotient = (a: Interval, b: Interval): Interval =>
	b[0] > 0 || b[1] < 0 ? product(a, known(1 / b[1], 1 / b[0])) : ANY;

const known = (low: number, high: number): Interval => (Number.isNaN(low) || Number.isNaN(high) ? ANY : [low, high]);
