/** Cells given by equations for tests: twins of built-in cells, with the same weights, and cells that have no twin. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuiltInSpec, OwnSpec } from "../../src/cells/layout.ts";
import { defineCell } from "../../src/cells/own/ownCell.ts";
import { ownCellOf } from "../../src/cells/own/reader.ts";
import type { Weights } from "../../src/cells/weights.ts";
import type { Diagram } from "../../src/views/diagrams/diagram.ts";
import { ownDiagram } from "../../src/views/diagrams/own/ownDiagram.ts";

const FOLDER = join(fileURLToPath(new URL("../..", import.meta.url)), "examples/cells");

export const ownSpec = (definition: unknown): OwnSpec => {
	const equations = defineCell(definition);
	return { cell: "own", variant: equations.name, equations };
};

/** The cells of examples/cells by name. */
export const shippedSpecs = new Map(
	readdirSync(FOLDER).map((file) => {
		const spec = ownSpec(JSON.parse(readFileSync(join(FOLDER, file), "utf8")));
		return [spec.variant, spec] as const;
	}),
);

/** Two states besides h that read each other, a parameter, every kind of sum. */
export const twoStates = ownSpec({
	name: "two-states",
	states: ["h", "m", "v"],
	parameters: { p: 0.5 },
	equations: [
		"f = sigmoid(W x + R h' + b)",
		"u = W x + b",
		"s = R h' + b",
		"m = f * m' + (1 - f) * tanh(u + p * s)",
		"v = 0.5 * v' + 0.3 * m + 0.1 * m' * v'",
		"h = tanh(m + v)",
	],
});
export const singleGate = ownSpec({
	name: "single-gate",
	equations: ["f = sigmoid(W x + R h' + b)", "h = f * h' + (1 - f)"],
});
/** Every operation, kind of sum, a state that others read in the same step, two states with one value, copies. */
export const everything = ownSpec({
	name: "everything",
	states: ["h", "m", "v"],
	parameters: { p: 0.5, q: -0.5 },
	equations: [
		"s = R h' + b",
		"u = W x + b",
		"e = exp(0.3 * (W x + R h' + b))",
		"r = relu(W x + b + 0.7)",
		"k = softplus(u - s + p * v') / (1 + e)",
		"a = sigmoid(k) + q / (2 + r * r)",
		"m = tanh(a - -m' * 0.5) + r * 0.1",
		"y = m * p",
		"h = tanh(y + a * s - 0.25 * m)",
		"v = y",
	],
});
/** Norms of every kind of sum, one of them read twice, next to a sum that has none. */
export const normed = ownSpec({
	name: "normed",
	states: ["h", "m"],
	parameters: { g: 1.5, k: -0.5, p: 0.2 },
	equations: [
		"q = W x + R h' + b",
		"s = R h' + b",
		"u = W x + b",
		"w = W x + R h' + b",
		"nu = norm(u)",
		"nw = norm(w)",
		"ns = norm(s)",
		"f = sigmoid(g * nu + k * ns + p)",
		"m = f * m' + (1 - f) * tanh(nw + q)",
		"h = tanh(m + 0.3 * nw)",
	],
});
/** Cells without a twin. */
export const lonely: readonly OwnSpec[] = [
	...["mgu", "ugrnn", "mingru", "layer-norm-gru"].map((name) => shippedSpecs.get(name)!),
	twoStates,
	singleGate,
	normed,
];

export interface Twin {
	own: OwnSpec;
	builtIn: BuiltInSpec;
	/** Name of each gate of the built-in cell in the equations. */
	names: Readonly<Record<string, string>>;
}

const plain = (name: string, f: string): OwnSpec => ownSpec({ name, equations: [`a = ${f}(W x + R h' + b)`, "h = a"] });

/** Built-in cells as equations. Their weights are the same numbers in the same order, except those of the GRU. */
export const twins: readonly Twin[] = [
	{ builtIn: { cell: "rnn", variant: "tanh" }, own: plain("rnn", "tanh"), names: { h: "a" } },
	// names of an activation and of a cell, which must not be taken for them
	{ builtIn: { cell: "rnn", variant: "relu" }, own: plain("tanh", "relu"), names: { h: "a" } },
	{ builtIn: { cell: "rnn", variant: "sigmoid" }, own: plain("gru", "sigmoid"), names: { h: "a" } },
	{
		builtIn: { cell: "lstm", variant: "forget" },
		own: ownSpec({
			name: "lstm",
			states: ["h", "c"],
			equations: [
				"i = sigmoid(W x + R h' + b)",
				"f = sigmoid(W x + R h' + b)",
				"g = tanh(W x + R h' + b)",
				"o = sigmoid(W x + R h' + b)",
				"c = f * c' + i * g",
				"h = o * tanh(c)",
			],
		}),
		names: { i: "i", f: "f", g: "g", o: "o" },
	},
	{
		builtIn: { cell: "lstm", variant: "peephole" },
		own: shippedSpecs.get("peephole-lstm")!,
		names: { i: "i", f: "f", g: "g", o: "o" },
	},
	{
		builtIn: { cell: "gru", variant: "reset-after" },
		own: ownSpec({
			name: "sigmoid",
			equations: [
				"cand = W x + b",
				"r = sigmoid(W x + R h' + b)",
				"z = sigmoid(W x + R h' + b)",
				"s = R h' + b",
				"n = tanh(cand + r * s)",
				"h = (1 - z) * n + z * h'",
			],
		}),
		names: { r: "r", z: "z", n: "n" },
	},
];

/** Gives `own` the weights of its twin. Blocks of the GRU: r|z|n in weight_*, and cand|r|z|s of the equations. */
export function copyTwin(builtIn: Weights, own: Weights): void {
	const { cell, hidden: H, layers } = builtIn.spec;
	if (cell !== "gru") {
		own.flat.set(builtIn.flat);
		return;
	}
	for (let l = 0; l < layers; l++) {
		const [from, to] = [builtIn.layer(l), own.layer(l)];
		const D = from.w_ih.length / (3 * H);
		const block = (x: Weights["flat"], k: number, width: number) => x.subarray(k * H * width, (k + 1) * H * width);
		for (const [k, of] of [2, 0, 1].entries()) block(to.w_ih, k, D).set(block(from.w_ih, of, D)); // cand, r, z
		for (const [k, of] of [0, 1, 2].entries()) block(to.w_hh, k, H).set(block(from.w_hh, of, H)); // r, z, s
		for (const [k, of] of [2, 0, 1].entries()) block(to.b, k, 1).set(block(from.b, of, 1));
		block(to.b, 3, 1).set(from.b_hn!);
	}
	for (const name of ["head.weight", "head.bias"]) own.tensor(name).set(builtIn.tensor(name));
}

/** Every cell of the tests of a step: those without a twin, the peephole LSTM, one with sums that other terms join. */
export const explained: readonly OwnSpec[] = [
	...lonely,
	shippedSpecs.get("peephole-lstm")!,
	shippedSpecs.get("layer-norm-lstm")!,
	everything,
	ownSpec({
		name: "joined",
		states: ["h", "m"],
		parameters: { p: 0.5, q: 0.25 },
		equations: [
			"e = sigmoid(p * q * m' + W x + b - 2 * h')",
			"n = W x + R h' + b + e * m' + q",
			"m = 0.5 * m' + e / (1 + n * n)",
			"h = tanh(m) - e * h'",
		],
	}),
];

/** A cell with its diagram, as pictures take it. */
export function drawnCell(own: OwnSpec): { cell: string; variant: string; diagram: Diagram } {
	return { cell: own.cell, variant: own.variant, diagram: ownDiagram(own.variant, ownCellOf(own.equations)) };
}
