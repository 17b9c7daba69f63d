/**
 * Layers of a cell given by equations in ONNX: a MatMul over all steps, then a Scan whose body is one step.
 *
 *   x_l [T,B,D] -> MatMul -> W x [T,B,GI*H] -> Scan over T, states [B,H] -> h of every step [T,B,H], states after it
 *
 * The body has a node for each operation of an equation, and names the value of line NAME `l{n}.value.NAME`.
 */
import type { OwnSpec } from "../../cells/layout.ts";
import type { OwnCell } from "../../cells/own/compile.ts";
import { type Expression, sumOf } from "../../cells/own/equationTree.ts";
import { ownCellOf } from "../../cells/own/reader.ts";
import { NORM_EPS } from "../../kernels/ownProgram.ts";
import type { PortableModel } from "../portable.ts";
import {
	type Attribute,
	FLOAT,
	float,
	type Graph,
	int64,
	integer,
	type Node,
	type Tensor,
	transpose,
	value,
} from "./messageParts.ts";

// T steps, B sequences, D inputs, H units; GI sums with W x, GR with R h'; row-major, the last letter moves fastest

/** Nodes of layer l between x_l{l} [T,B,D] and x_l{l+1} [T,B,H], and from initial_* to final_*, each [1,B,H]. */
export function equationLayer(model: PortableModel, l: number): Node[] {
	const cell = cellOf(model);
	const { states } = cell;
	const name = (s: string) => `l${l}.${s}`;
	const node: Node[] = [];
	for (const s of states)
		node.push({ opType: "Squeeze", input: [`initial_${s}_l${l}`, "first_axis"], output: [name(`first.${s}`)] });
	node.push({ opType: "MatMul", input: [`x_l${l}`, name("W")], output: [name("products")] });
	node.push({
		...{ opType: "Scan", name: `layer_${l}`, input: [...states.map((s) => name(`first.${s}`)), name("products")] },
		output: [...states.map((s) => name(`last.${s}`)), `x_l${l + 1}`],
		attribute: [{ name: "body", type: 5, g: bodyOf(model, l) }, integer("num_scan_inputs", 1)],
	});
	for (const s of states)
		node.push({ opType: "Unsqueeze", input: [name(`last.${s}`), "first_axis"], output: [`final_${s}_l${l}`] });
	return node;
}

/** Constants of a layer: W [D,GI*H], R [H,GR*H], a bias [H] of each sum, and the parameters [H]. */
export function equationTensors({ spec, tensors }: PortableModel, l: number): Tensor[] {
	const { inputSums, recurrentSums, values, parameters } = ownCellOf((spec as OwnSpec).equations);
	const H = spec.hidden;
	const D = l === 0 ? spec.symbols : H;
	const data = (name: string) => tensors.find((tensor) => tensor.name === `${name}_l${l}`)!.data;
	const name = (s: string) => `l${l}.${s}`;
	const [GI, GR] = [inputSums.length, recurrentSums.length];
	const withSum = values.slice(0, data("bias").length / H);
	return [
		float(name("W"), [D, GI * H], transpose(data("weight_ih"), GI * H, D)),
		...(GR > 0 ? [float(name("R"), [H, GR * H], transpose(data("weight_hh"), GR * H, H))] : []),
		...withSum.map((sum, k) => float(name(`bias.${sum}`), [H], data("bias").subarray(k * H, (k + 1) * H))),
		...parameters.map((parameter) => float(name(`parameter.${parameter}`), [H], data(parameter))),
	];
}

/** Constants that all layers share. */
export function sharedTensors({ spec }: PortableModel): Tensor[] {
	const { inputSums, recurrentSums } = ownCellOf((spec as OwnSpec).equations);
	const blocks = (name: string, count: number) =>
		count > 0 ? [int64(name, [count], new Array<number>(count).fill(spec.hidden))] : [];
	return [
		int64("first_axis", [1], [0]),
		...blocks("blocks_of_W", inputSums.length),
		...blocks("blocks_of_R", recurrentSums.length),
	];
}

const cellOf = ({ spec }: PortableModel): OwnCell => ownCellOf((spec as OwnSpec).equations);

/** One step of layer l. */
function bodyOf(model: PortableModel, l: number): Graph {
	const cell = cellOf(model);
	const { hidden: H } = model.spec;
	const { states, inputSums, recurrentSums } = cell;
	const name = (s: string) => `l${l}.${s}`;
	const steps = new StepNodes(cell, name);
	const last = { name: "axis", type: 2, i: -1n };
	const split = (from: string, blocks: string, sums: readonly string[], kind: string) =>
		steps.node.push({
			...{ opType: "Split", input: [from, blocks], output: sums.map((sum) => name(`${kind}.${sum}`)) },
			attribute: [last],
		});
	const x = name("products.t");
	split(x, "blocks_of_W", inputSums, "Wx");
	if (recurrentSums.length > 0) {
		steps.node.push({ opType: "MatMul", input: [name("before.h"), name("R")], output: [name("recurrent")] });
		split(name("recurrent"), "blocks_of_R", recurrentSums, "Rh");
	}
	steps.lines();
	const copy = (from: string, to: string) => {
		steps.node.push({ opType: "Identity", input: [from], output: [to] });
		return value(to, FLOAT, ["lanes", H]);
	};
	return {
		name: `step_${l}`,
		input: [
			...states.map((s) => value(name(`before.${s}`), FLOAT, ["lanes", H])),
			value(x, FLOAT, ["lanes", inputSums.length * H]),
		],
		output: [...states.map((s) => copy(name(`value.${s}`), name(`after.${s}`))), copy(name("value.h"), name("out.h"))],
		node: steps.node,
		initializer: steps.constants,
	};
}

const OPERATORS = {
	...{ add: "Add", sub: "Sub", mul: "Mul", div: "Div" },
	...{ sigmoid: "Sigmoid", tanh: "Tanh", relu: "Relu", exp: "Exp", softplus: "Softplus" },
} as const;

/** The nodes of the equations of one step. */
class StepNodes {
	readonly node: Node[] = [];
	readonly constants: Tensor[] = [];
	readonly #cell: OwnCell;
	readonly #name: (s: string) => string;
	#count = 0;

	constructor(cell: OwnCell, name: (s: string) => string) {
		this.#cell = cell;
		this.#name = name;
	}

	lines(): void {
		for (const { name, value: e } of this.#cell.lines) {
			const found = this.#valueOf(e, name);
			const to = this.#name(`value.${name}`);
			if (this.#isWide(e)) this.#push("Identity", [found], to);
			else this.#push("Expand", [found, this.#push("Shape", [this.#name("before.h")])], to);
		}
	}

	#push(
		opType: string,
		input: string[],
		to = this.#name(`part.${this.#count++}`),
		attribute: Attribute[] = [],
	): string {
		this.node.push({ opType, input, output: [to], attribute });
		return to;
	}

	#number(x: number): string {
		const constant = float(this.#name(`number.${this.constants.length}`), [], [x]);
		this.constants.push(constant);
		return constant.name!;
	}

	/** The mean over the units of each sequence, [lanes,1]. */
	#mean(of: string): string {
		const attributes = [{ name: "axes", type: 7, ints: [-1n] }, integer("keepdims", 1)];
		return this.#push("ReduceMean", [of], undefined, attributes);
	}

	/** (u - mean(u)) / sqrt(mean((u - mean(u))^2) + eps) */
	#norm(u: string): string {
		const dev = this.#push("Sub", [u, this.#mean(u)]);
		const variance = this.#mean(this.#push("Mul", [dev, dev]));
		const root = this.#push("Sqrt", [this.#push("Add", [variance, this.#number(NORM_EPS)])]);
		return this.#push("Div", [dev, root]);
	}

	/** Whether an expression has a number of its own for every sequence, and not one for all. */
	#isWide(e: Expression): boolean {
		if (e.kind === "number") return false;
		if (e.kind === "name") return !this.#cell.parameters.includes(e.name); // lines are widened
		if (e.kind === "call") return this.#isWide(e.x);
		return "y" in e ? this.#isWide(e.x) || this.#isWide(e.y) : true;
	}

	#valueOf(e: Expression, line: string): string {
		switch (e.kind) {
			case "number":
				return this.#number(e.value);
			case "name":
				return this.#name(`${this.#cell.parameters.includes(e.name) ? "parameter" : "value"}.${e.name}`);
			case "before":
				return this.#name(`before.${e.name}`);
			case "sum":
				return this.#sum(line);
			case "norm":
				return this.#norm(this.#valueOf(e.x, line));
			case "call":
				return this.#push(OPERATORS[e.f], [this.#valueOf(e.x, line)]);
			default:
				return this.#push(OPERATORS[e.kind], [this.#valueOf(e.x, line), this.#valueOf(e.y, line)]);
		}
	}

	/** W x + R h' + b, with the terms that the line has. */
	#sum(line: string): string {
		const { input, recurrent } = sumOf(this.#cell.lines.find(({ name }) => name === line)!.value)!;
		const parts = [...(input ? [`Wx.${line}`] : []), ...(recurrent ? [`Rh.${line}`] : []), `bias.${line}`];
		return parts.map(this.#name).reduce((sum, part) => this.#push("Add", [sum, part]));
	}
}
