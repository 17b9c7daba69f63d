/** The derivative of a formula by one of its values, all other values held. */
import { type Formula, minus, negative, number, over, plus, times } from "./formula.ts";

/**
 * Returns de/d(name).
 * @param whole stands for the value of `e` itself, which the slope of its outermost function can be written with.
 */
export function derivative(e: Formula, name: string, whole: Formula = e): Formula {
	switch (e.kind) {
		case "number":
			return number(0);
		case "value":
			return number(e.name === name ? 1 : 0);
		case "call":
			return times(slope(e, whole), derivative(e.x, name));
		case "square":
			return times(times(number(2), e.x), derivative(e.x, name));
		case "add":
			return plus(derivative(e.x, name), derivative(e.y, name));
		case "sub":
			return minus(derivative(e.x, name), derivative(e.y, name));
		case "mul":
			return plus(times(derivative(e.x, name), e.y), times(e.x, derivative(e.y, name)));
		case "div": {
			const below = derivative(e.y, name);
			return plus(over(derivative(e.x, name), e.y), negative(over(times(whole, below), e.y)));
		}
	}
}

/** The slope of a function at its argument. */
function slope({ f, x }: Extract<Formula, { kind: "call" }>, value: Formula): Formula {
	switch (f) {
		case "sigmoid":
			return times(value, minus(number(1), value));
		case "tanh":
			return minus(number(1), { kind: "square", x: value });
		case "exp":
			return value;
		case "softplus":
			return { kind: "call", f: "sigmoid", x };
		case "relu":
			return { kind: "call", f: "relu'", x };
		case "sqrt":
			return over(number(1), times(number(2), value));
		case "relu'":
			return number(0);
	}
}
