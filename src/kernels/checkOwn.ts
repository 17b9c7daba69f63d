/**
 * Checks of the calls of a cell given by equations: its arrays, and every instruction of its program, so that a call is
 * safe to pass to C.
 */
import { flows, layerSizes, ownOf } from "./checkCall.ts";
import type { OwnBackward, OwnForward } from "./kernels.ts";
import { INSTRUCTION, mayWrite, OWN_LIMITS, OWN_OPERATIONS, type OwnProgram, slotsOf } from "./ownProgram.ts";
import { sumsOf } from "./ownSums.ts";
import { Check } from "./shapes.ts";
import { kindOf } from "./typedArrays.ts";

function ownForward(c: Check, a: OwnForward): void {
	checkProgram(c, a.program);
	const { T, B, D, H, program } = a;
	const { G, GI, GR } = sumsOf(program);
	layerSizes(c, a);
	c.floats("w_ih", a.w_ih, GI, H, D);
	c.floats("w_hh", a.w_hh, GR, H, H);
	c.words("w_ih16", a.w_ih16, GI * H, D);
	c.words("w_hh16", a.w_hh16, GR * H, H);
	c.floats("b", a.b, G, H);
	c.floats("h", a.h, T + 1, B, H);
	c.given("p", a.p, program.parameters > 0, program.parameters, H);
	c.floats("gates", a.gates, T, B, program.values, H);
	c.given("c", a.c, program.states > 1, program.states - 1, T + 1, B, H);
}

function ownBackward(c: Check, a: OwnBackward): void {
	ownForward(c, a);
	const { T, B, D, H, program } = a;
	const { G, GI, GR } = sumsOf(program);
	flows(c, a);
	c.floats("dw_ih", a.dw_ih, GI, H, D);
	c.floats("dw_hh", a.dw_hh, GR, H, H);
	c.floats("db", a.db, G, H);
	c.maybe("deltaGates", a.deltaGates, T, B, G, H);
	c.given("dp", a.dp, program.parameters > 0, program.parameters, H);
	const more = program.states - 1;
	for (const name of ["dcLast", "dcFirst"] as const) if (a[name]) c.given(name, a[name], more > 0, more, B, H);
	if (a.deltaC) c.given("deltaC", a.deltaC, more > 0, more, T, B, H);
}

/** After this, every slot of the program exists and every write goes where a program may write. */
function checkProgram(c: Check, program: OwnProgram): void {
	const { registers, values, states, parameters, constants } = program;
	c.size("program.registers", registers, OWN_LIMITS.registers);
	c.size("program.values", values, OWN_LIMITS.values);
	c.size("program.states", states, OWN_LIMITS.states, 1);
	c.size("program.parameters", parameters, OWN_LIMITS.parameters);
	c.size("program.constants", constants.length, OWN_LIMITS.constants);
	for (const name of ["inputSums", "fullSums", "recurrentSums"] as const)
		c.size(`program.${name}`, program[name], OWN_LIMITS.values);
	const { G } = sumsOf(program);
	c.size("program.values", values, OWN_LIMITS.values, G);
	c.size("program.norms", program.norms.length, G);
	for (const [n, { sum, value }] of program.norms.entries()) {
		c.size(`program.norms[${n}].sum`, sum, G - 1);
		c.size(`program.norms[${n}].value`, value, values - 1, G);
	}
	for (const way of ["forward", "backward"] as const) {
		const code = program[way];
		const backward = way === "backward";
		c.ints(`program.${way}`, code);
		const count = code.length / INSTRUCTION;
		c.size(`program.${way}`, count, OWN_LIMITS.instructions);
		const slots = slotsOf(program, backward);
		for (let at = 0; at < code.length; at += INSTRUCTION) {
			const what = `program.${way}[${at}]`;
			c.size(what, code[at]!, OWN_OPERATIONS.length - 1);
			const operation = OWN_OPERATIONS[code[at]!]!;
			for (let n = 0; n < INSTRUCTION - 2; n++)
				c.size(`program.${way}[${at + 2 + n}]`, code[at + 2 + n]!, slots.count - 1);
			const to = code[at + 1]!;
			if (operation === "sum") c.size(`program.${way}[${at + 1}]`, to, backward ? G + parameters - 1 : -1);
			else if (!Number.isInteger(to) || to < 0 || !mayWrite(slots, registers, to, backward))
				c.size(`program.${way}[${at + 1}]`, to, -1);
		}
	}
}

/** The checked arguments of a call of a fast engine, each read once. @throws E_SIZE, E_SHAPE. */
export function checkedOwn<A extends OwnForward | OwnBackward>(call: "ownForward" | "ownBackward", given: A): A {
	const a = ownOf(given);
	a.program = ownProgram(a.program);
	const check = new Check(call, Float32Array);
	if (call === "ownForward") ownForward(check, a);
	else ownBackward(check, a as OwnBackward);
	return a;
}

/** A program with its own copies of the instructions, so that nothing changes them between the check and the call. */
function ownProgram(given: OwnProgram): OwnProgram {
	const { forward, backward, constants, norms } = given;
	const code = (array: unknown) => (kindOf(array) === "Int32Array" ? Int32Array.from(array as Int32Array) : array);
	const copied = { forward: code(forward) as Int32Array, backward: code(backward) as Int32Array };
	return {
		...given,
		...copied,
		constants: [...constants],
		norms: Array.from(norms, ({ sum, value }) => ({ sum, value })),
	};
}
