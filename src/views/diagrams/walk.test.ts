/** The diagrams compute what the engine computes, and their geometry is that of a picture that can be read. */
import { describe, expect, test } from "vitest";
import { ownByHand } from "../../../test/conformance/ownByHand.ts";
import { drawnCell, explained } from "../../../test/conformance/ownTwins.ts";
import { CELLS, H, ids, modelOf, V } from "../../../test/conformance/smallModels.ts";
import { Reservoir } from "../../cells/esn.ts";
import { ownCellOf } from "../../cells/own/reader.ts";
import { Unrolled } from "../../cells/unroll.ts";
import { RandomStream } from "../../kernels/random.ts";
import { createReference } from "../../kernels/reference.ts";
import { COLUMNS, type Diagram, valvesOf } from "./diagram.ts";
import { diagramOf } from "./diagramOf.ts";
import { walk } from "./walk.ts";

const far = (got: ArrayLike<number>, wanted: ArrayLike<number>) =>
	Math.max(...Array.from(wanted, (x, k) => Math.abs(got[k]! - x)));

describe.each(CELLS)("$cell $variant:", (cell) => {
	test("walking the diagram gives the h_t and c_t of the reference engine to 1e-12, in both layers and every step", () => {
		const { engine, weights } = modelOf(cell);
		const diagram = diagramOf(cell);
		const T = ids.length;
		const window = new Unrolled(engine, weights, { steps: T, lanes: 1 });
		window.ids.set(ids);
		window.forward();
		for (const [l, { h, c }] of window.layers.entries()) {
			for (let t = 0; t < T; t++) {
				const at = (x: ArrayLike<number>, step: number) => Array.from(x).slice(step * H, (step + 1) * H);
				const x = l > 0 ? at(window.layers[0]!.h, t + 1) : Array.from({ length: V }, (_, v) => Number(ids[t] === v));
				const known = new Map([["x", x], ["h_prev", at(h, t)], ...(c ? [["c_prev", at(c, t)] as const] : [])]);
				const found = walk(diagram, { known, units: H, weights: weights.layer(l) });
				expect(far(found.get("h")!, at(h, t + 1))).toBeLessThan(1e-12);
				if (c) expect(far(found.get("c")!, at(c, t + 1))).toBeLessThan(1e-12);
			}
		}
		window.free();
	});
});

test.each(explained)(
	"walking the diagram of $variant from its boxes gives every line and state of its equations to 1e-12",
	(own) => {
		const cell = drawnCell(own);
		const { states, values, parameters } = ownCellOf(own.equations);
		const { weights } = modelOf(own);
		const steps: Map<string, number[]>[] = [];
		ownByHand(weights, ids.subarray(0, 3), (t) => (name, x) => {
			steps[t] ??= new Map();
			steps[t].set(
				name.replace("l0.", ""),
				x.map(({ v }) => v),
			);
			return x;
		});
		const [before, now] = [steps[1]!, steps[2]!];
		const diagram = diagramOf(cell);
		const boxes = diagram.nodes.flatMap((node) => (node.kind === "layer" ? [node.value] : []));
		const known = new Map<string, ArrayLike<number>>([
			...states.map((name) => [`${name}_prev`, before.get(name)!] as const),
			...parameters.map((name) => [`parameter.${name}`, weights.tensor(`${name}_l0`)] as const),
			...boxes.map((name) => [name, now.get(name.replace("sum.", "a."))!] as const),
		]);
		const found = walk(diagram, { known, units: H });
		for (const name of [...states, ...values.map((value) => `gate.${value}`)])
			expect(far(found.get(name)!, now.get(name)!), name).toBeLessThan(1e-12);
	},
);

test("the leaky unit of a reservoir: C = 0.3, g = 0.8, and an output fed back, to 1e-12 over five steps", () => {
	const random = new RandomStream(3, "reservoir");
	const draw = (n: number) => Float64Array.from({ length: n }, () => random.uniform() - 0.5);
	const [N, D, O] = [7, 3, 2];
	const weights = { w_in: draw(N * (D + O)), w: draw(N * N), b: draw(N) };
	const [gain, leak] = [0.3, 0.8];
	const reservoir = new Reservoir(createReference(), { units: N, inputs: D, feedback: O, gain, leak }, weights);
	for (let t = 0; t < 5; t++) {
		const [u, y] = [draw(D), draw(O)];
		const known = new Map([
			["x", [...u, ...y]],
			["h_prev", [...reservoir.state]],
		]);
		const own = { w_ih: weights.w_in, w_hh: weights.w, b: weights.b };
		reservoir.step(u, y);
		const found = walk(diagramOf({ cell: "esn", variant: "leaky" }), { known, units: N, weights: own, gain, leak });
		expect(far(found.get("h")!, reservoir.state)).toBeLessThan(1e-12);
	}
});

const ALL: [string, Diagram][] = [...CELLS, { cell: "esn", variant: "leaky" }, ...explained.map(drawnCell)].map(
	(cell) => {
		const diagram = diagramOf(cell);
		return [diagram.name, diagram];
	},
);

describe.each(ALL)("%s:", (_, diagram) => {
	const node = new Map(diagram.nodes.map((one) => [one.id, one]));

	test("every line runs level or upright between two nodes, inside the picture, and carries what it leaves with", () => {
		for (const { from, to, via, end, value } of diagram.lines) {
			expect(value).toBe(node.get(from)!.value);
			const way = [node.get(from)!.at, ...via, end ?? node.get(to)!.at];
			for (const [k, [x, y]] of way.entries()) {
				expect(x >= 0 && x <= (diagram.columns ?? COLUMNS) && y >= 0 && y <= diagram.height).toBe(true);
				if (k > 0) expect(Number(x === way[k - 1]![0]) + Number(y === way[k - 1]![1]), `${from} ${to}`).toBe(1);
			}
		}
	});

	test("joins have two lines in and one out, forks one in and two or more out, and every strip names a line's vector", () => {
		for (const { id, kind } of diagram.nodes) {
			const into = diagram.lines.filter(({ to }) => to === id).length;
			const out = diagram.lines.filter(({ from }) => from === id).length;
			if (kind === "join") expect([id, into, out]).toEqual([id, 2, 1]);
			if (kind === "fork") expect([id, into, out > 1]).toEqual([id, 1, true]);
			if (kind === "layer") expect([id, into >= 1, out >= 1]).toEqual([id, true, true]);
		}
		for (const { value } of diagram.strips) expect(diagram.lines.map((line) => line.value)).toContain(value);
	});

	test("every stage has something that acts, and a cell with a memory line has it straight from edge to edge", () => {
		const stages = new Set(diagram.nodes.map(({ stage }) => stage));
		expect([...stages].sort()).toEqual(Array.from({ length: diagram.stages }, (_, k) => k + 1));
		if (diagram.memory === undefined) return;
		const on = diagram.lines.filter(({ from, to, via }) =>
			[node.get(from)!.at, ...via, node.get(to)!.at].every(([, y]) => y === diagram.memory),
		);
		const length = on.reduce((sum, { from, to }) => sum + node.get(to)!.at[0] - node.get(from)!.at[0], 0);
		expect(length).toBeCloseTo(COLUMNS, 12);
	});
});

test("the valves: three of an LSTM, two of 1997 (none on its memory line), three of a GRU, none of a plain cell", () => {
	const of = (cell: string, variant: string) =>
		valvesOf(diagramOf({ cell, variant })).map(({ id, gate, flow }) => `${id} ${gate} ${flow}`);
	expect(of("lstm", "forget").sort()).toEqual([
		"forget gate.f right",
		"input.valve gate.i up",
		"output.valve gate.o down",
	]);
	expect(of("lstm", "1997").sort()).toEqual(["input.valve gate.i up", "output.valve gate.o down"]);
	expect(of("lstm", "coupled")).toContain("forget f right");
	expect(of("gru", "reset-after").sort()).toEqual([
		"add.valve 1 - z up",
		"keep.valve gate.z right",
		"reset.valve gate.r right",
	]);
	expect(of("rnn", "tanh")).toEqual([]);
});
