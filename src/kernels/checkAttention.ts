/** Checks of the calls for attention, so that a call is safe to pass to C. */
import { ownOf } from "./checkCall.ts";
import type { AttentionBackward, AttentionForward, AttentionKernels } from "./kernels.ts";
import { Check, MOST_COLUMNS, MOST_ROWS } from "./shapes.ts";

function forward(c: Check, a: AttentionForward): void {
	const { T, J, B, A, C } = a;
	c.size("T", T, MOST_ROWS);
	c.size("J", J, MOST_ROWS, 1);
	c.size("B", B, MOST_ROWS);
	c.size("A", A, MOST_COLUMNS);
	c.size("C", C, MOST_COLUMNS);
	c.size("T x B x J", T * B * J, 2 ** 31 - 1);
	c.oneOf("score", a.score, ["dot", "additive"]);
	c.floats("query", a.query, T, B, A);
	c.floats("keys", a.keys, J, B, A);
	c.given("v", a.v, a.score === "additive", A);
	c.floats("values", a.values, J, B, C);
	c.symbols("first", a.first, J, B);
	for (let b = 0; b < B; b++) c.size(`first[${b}]`, a.first[b]!, J - 1);
	c.floats("weights", a.weights, T, B, J);
	c.floats("context", a.context, T, B, C);
}

function backward(c: Check, a: AttentionBackward): void {
	const { T, J, B, A, C } = a;
	forward(c, a);
	c.floats("dcontext", a.dcontext, T, B, C);
	c.floats("dquery", a.dquery, T, B, A);
	c.floats("dkeys", a.dkeys, J, B, A);
	c.floats("dvalues", a.dvalues, J, B, C);
	c.given("dv", a.dv, a.score === "additive", B, A);
}

/** The checked arguments of a call of a fast engine, each read once. @throws E_SIZE, E_SHAPE naming the call and the array. */
export function checkedAttention<A extends AttentionForward | AttentionBackward>(
	call: keyof AttentionKernels,
	given: A,
): A {
	const a = ownOf(given);
	const check = new Check(call, Float32Array);
	if (call === "attentionBackward") backward(check, a as AttentionBackward);
	else forward(check, a);
	return a;
}
