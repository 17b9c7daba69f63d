/**
 * Names of the values of a step: `l{n}.gate.{letter}`, `l{n}.c`, `l{n}.tanh_c`, `l{n}.h` of layer n, counted from zero,
 * `embed` and `logits`. A unit is a name and an index: `l1.c.17`.
 *
 *   embed    W_ih x_t of the first layer: a symbol's column, zeros for an unknown symbol, [G*H]
 *   gate     values after the nonlinearity, [H]; letters i f g o of an LSTM (i g o if f is not learned), r z n of a GRU,
 *            names of the lines of a cell given by equations
 *   c        and every other state of a cell given by equations, by its name
 *   logits   outputs of the head, before the softmax, [V]
 */
import { gateLetters, type ModelSpec, outputsOf, statesOf, weightBlocks } from "../cells/layout.ts";
import { fail } from "../errors/index.ts";
import { nearest } from "../errors/nearest.ts";

/** The value that a name refers to. */
export interface Hook {
	name: string;
	/** A gate, or one of the other values. */
	kind: "gate" | "c" | "tanh_c" | "h" | "embed" | "logits";
	/** Layer, from 0; for `embed` 0, for `logits` the number of layers. */
	layer: number;
	/** Index of the gate's block, or of the state among those after h, from 0. */
	block: number;
	/** Numbers per step. */
	width: number;
}

/** Returns every value of a model, in the order in which a step computes them. */
export function hooksOf(spec: ModelSpec): Hook[] {
	const { hidden: H, layers } = spec;
	const hooks: Hook[] = [{ name: "embed", kind: "embed", layer: 0, block: 0, width: weightBlocks(spec).input * H }];
	for (let layer = 0; layer < layers; layer++) {
		const add = (kind: Hook["kind"], name: string, block = 0) =>
			hooks.push({ name: `l${layer}.${name}`, kind, layer, block, width: H });
		for (const [block, letter] of gateLetters(spec).entries()) add("gate", `gate.${letter}`, block);
		if (spec.cell === "own") for (const [block, state] of statesOf(spec).slice(1).entries()) add("c", state, block);
		if (spec.cell === "lstm") for (const kind of ["c", "tanh_c"] as const) add(kind, kind);
		add("h", "h");
	}
	return [...hooks, { name: "logits", kind: "logits", layer: layers, block: 0, width: outputsOf(spec) }];
}

/**
 * Returns the value called `name`.
 * @throws E_HOOK_NAME with the values of the model.
 */
export function hookOf(spec: ModelSpec, name: string): Hook {
	const hooks = hooksOf(spec);
	const hook = hooks.find((known) => known.name === name);
	if (hook) return hook;
	const suggestion = nearest(
		String(name),
		hooks.map((known) => known.name),
	);
	const { cell, variant, layers, hidden } = spec;
	const model = `this ${cell} (${variant}, ${layers} x ${hidden})`;
	throw fail("E_HOOK_NAME", { name: String(name), model, known: listOf(spec), suggestion });
}

export interface UnitName {
	/** As written: `l1.c.17`. */
	unit: string;
	hook: Hook;
	/** 0..width-1 */
	index: number;
}

/**
 * Parses `l1.c.17` into a value and an index.
 * @throws E_HOOK_NAME, E_HOOK_UNIT.
 */
export function parseUnit(spec: ModelSpec, unit: string): UnitName {
	const [, name = unit, digits] = /^(.*)\.(-?\d+)$/.exec(unit) ?? [];
	const hook = hookOf(spec, name);
	const index = Number(digits);
	if (!(index >= 0 && index < hook.width))
		throw fail("E_HOOK_UNIT", { unit, name: hook.name, index: digits, last: hook.width - 1 });
	return { unit, hook, index };
}

/**
 * Parses a whole value (`l1.c`), or one unit of it (`l1.c.17`).
 * @throws E_HOOK_NAME, E_HOOK_UNIT.
 */
export function parseValue(spec: ModelSpec, name: string): { hook: Hook; index?: number } {
	if (!/\.-?\d+$/.test(name)) return { hook: hookOf(spec, name) };
	return parseUnit(spec, name);
}

/**
 * Returns the units of single names (`l1.c.17`) and of whole values (`l1.c`), each once.
 * @throws E_HOOK_NAME, E_HOOK_UNIT.
 */
export function parseUnits(spec: ModelSpec, names: readonly string[]): UnitName[] {
	const units = names.flatMap((name) => {
		const { hook, index } = parseValue(spec, name);
		const all = Array.from({ length: hook.width }, (_, k) => k);
		return (index === undefined ? all : [index]).map((k): UnitName => ({ unit: `${hook.name}.${k}`, hook, index: k }));
	});
	return units.filter(({ unit }, k) => units.findIndex((other) => other.unit === unit) === k);
}

/** A short list of the names: layers of a stack share theirs. */
function listOf(spec: ModelSpec): string {
	const names = hooksOf(spec).map(({ name }) => name);
	if (spec.layers === 1) return names.join(", ");
	const shared = names.filter((name) => name.startsWith("l0.")).map((name) => name.replace("l0", "l{n}"));
	return `embed, ${shared.join(", ")} (n from 0 to ${spec.layers - 1}), logits`;
}
