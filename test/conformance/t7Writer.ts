/** Writes checkpoints as char-rnn of 2015 saved them: Torch7's serialisation of an nngraph module with known weights. */
import type { PortableModel } from "../../src/interop/portable.ts";

/** A Lua table: its identity is kept, so that a second mention is written as a reference. */
export type Lua = undefined | number | boolean | string | Map<Lua, Lua> | TorchObject | Tensor;
export class TorchObject {
	readonly className: string;
	readonly fields: Map<Lua, Lua>;

	constructor(className: string, fields: Map<Lua, Lua>) {
		this.className = className;
		this.fields = fields;
	}
}
export class Tensor {
	readonly shape: number[];
	readonly data: Float32Array | Float64Array;
	readonly kind: "Float" | "Double" | "Cuda";

	constructor(shape: number[], data: Float32Array | Float64Array, kind: "Float" | "Double" | "Cuda" = "Double") {
		this.shape = shape;
		this.data = data;
		this.kind = kind;
	}
}

export const table = (fields: Record<string, Lua>) => new Map<Lua, Lua>(Object.entries(fields));
export const list = (items: Lua[]) => new Map<Lua, Lua>(items.map((item, k) => [k + 1, item]));
export const module = (className: string, fields: Record<string, Lua> = {}) =>
	new TorchObject(className, table({ train: true, gradInput: new Tensor([0], new Float64Array()), ...fields }));

export function writeT7(root: Lua): Uint8Array {
	const parts: Buffer[] = [];
	const known = new Map<unknown, number>();
	const int = (x: number) => {
		const bytes = Buffer.alloc(4);
		bytes.writeInt32LE(x);
		parts.push(bytes);
	};
	const long = (x: number) => {
		const bytes = Buffer.alloc(8);
		bytes.writeBigInt64LE(BigInt(x));
		parts.push(bytes);
	};
	const text = (x: string) => {
		int(x.length);
		parts.push(Buffer.from(x, "latin1"));
	};
	const torch = (className: string) => {
		text("V 1");
		text(className);
	};
	const write = (value: Lua): void => {
		if (value === undefined) int(0);
		else if (typeof value === "number") {
			int(1);
			const bytes = Buffer.alloc(8);
			bytes.writeDoubleLE(value);
			parts.push(bytes);
		} else if (typeof value === "string") {
			int(2);
			text(value);
		} else if (typeof value === "boolean") {
			int(5);
			int(value ? 1 : 0);
		} else writeObject(value);
	};
	const writeObject = (value: Map<Lua, Lua> | TorchObject | Tensor): void => {
		int(value instanceof Map ? 3 : 4);
		const seen = known.get(value);
		if (seen === undefined) known.set(value, known.size + 1);
		int(known.get(value)!);
		if (seen !== undefined) return;
		if (value instanceof Map) {
			int(value.size);
			for (const [key, one] of value) {
				write(key);
				write(one);
			}
		} else if (value instanceof TorchObject) {
			torch(value.className);
			write(value.fields);
		} else writeTensor(value);
	};
	const writeTensor = ({ kind, shape, data }: Tensor): void => {
		torch(`torch.${kind}Tensor`);
		int(data.length === 0 ? 0 : shape.length);
		if (data.length > 0) {
			for (const size of shape) long(size);
			for (const [k] of shape.entries()) long(shape.slice(k + 1).reduce((product, size) => product * size, 1));
		}
		long(1);
		if (data.length === 0) {
			int(0);
			return;
		}
		int(4);
		known.set(data, known.size + 1);
		int(known.size);
		torch(`torch.${kind}Storage`);
		long(data.length);
		parts.push(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
	};
	write(root);
	return Uint8Array.from(Buffer.concat(parts));
}

/** An nngraph node while the graph is built: what feeds it, and its data table. */
interface Built {
	data: Map<Lua, Lua>;
	parents: Built[];
}

function node(of: TorchObject | undefined, parents: Built[], name?: string): Built {
	const data = table({ annotations: table(name ? { name } : {}), ...(of && { module: of }) });
	const mapindex = new Map<Lua, Lua>();
	for (const [k, parent] of parents.entries()) {
		mapindex.set(k + 1, parent.data);
		mapindex.set(parent.data, k + 1);
	}
	data.set("mapindex", mapindex);
	return { data, parents };
}

function gModule(inputs: Built[], outputs: Built[]): TorchObject {
	const order: Built[] = [];
	const visit = (one: Built) => {
		if (order.includes(one)) return;
		for (const parent of one.parents) visit(parent);
		order.push(one);
	};
	for (const one of [...inputs, ...outputs]) visit(one);
	const objects = new Map(
		order.map((one, k) => [one, new TorchObject("nngraph.Node", table({ id: k + 1, data: one.data }))]),
	);
	for (const one of order) {
		const children = order.filter((other) => other.parents.includes(one)).map((other) => objects.get(other)!);
		const both = list(children);
		for (const [k, child] of children.entries()) both.set(child, k + 1); // nngraph keeps the places by child too
		objects.get(one)!.fields.set("children", both);
	}
	const innode = new TorchObject(
		"nngraph.Node",
		table({ data: table({ mapindex: list(inputs.map(({ data }) => data)) }) }),
	);
	const forwardnodes = list([innode, ...order.map((one) => objects.get(one)!)]);
	return new TorchObject("nn.gModule", table({ forwardnodes, innode, verbose: false }));
}

export interface CharRnnForm {
	/** How the LSTM's four gates are cut: reshaped, narrowed, or four sums. */
	gates?: "reshape" | "narrow" | "apart";
	/** Decoder and one-hot rows in modules of their own, as the first versions had them. */
	outside?: boolean;
	dropout?: boolean;
	names?: boolean;
	double?: boolean;
	noInnerBias?: boolean;
	kind?: "Cuda";
}

/** The rows of gate k in a tensor of G blocks. */
const block = (data: ArrayLike<number>, G: number, k: number) =>
	Array.from(data).slice((k * data.length) / G, ((k + 1) * data.length) / G);

/** A checkpoint of the model: lstm forget, gru reset-before or rnn tanh, with the biases divided between both Linears. */
export function charRnnFile(model: PortableModel, vocab: Map<Lua, Lua>, form: CharRnnForm = {}): Uint8Array {
	const { spec } = model;
	const { hidden: H, symbols: V, layers: L } = spec;
	const numbers = (x: number[]) => (form.double ? Float64Array.from(x) : Float32Array.from(x));
	const kind = form.kind ?? (form.double ? "Double" : "Float");
	const tensor = (shape: number[], data: number[]) => new Tensor(shape, numbers(data), kind);
	const get = (name: string) => model.tensors.find((one) => one.name === name)!.data;
	const linear = (rows: number, columns: number, weight: number[], bias: number[] | undefined) =>
		module("nn.Linear", { weight: tensor([rows, columns], weight), ...(bias && { bias: tensor([rows], bias) }) });
	const G = ({ lstm: 4, gru: 3, rnn: 1 } as Record<string, number>)[spec.cell]!;
	const stateCount = spec.cell === "lstm" ? 2 : 1;
	const inputs = Array.from({ length: 1 + stateCount * L }, () => node(module("nn.Identity"), []));
	const outputs: Built[] = [];
	let x = form.outside ? inputs[0]! : node(module("OneHot", { depth: V }), [inputs[0]!]);
	for (let l = 0; l < L; l++) {
		const D = l === 0 ? V : H;
		const prevH = inputs[stateCount * (l + 1)]!;
		const below = l > 0 && form.dropout ? node(module("nn.Dropout", { p: 0.5 }), [x]) : x;
		const [wIh, wHh, bias] = [get(`weight_ih_l${l}`), get(`weight_hh_l${l}`), get(`bias_l${l}`)];
		/** Gate letters' blocks, negated if asked, as one sum of two Linears. */
		const sum = (blocks: number[], state: Built, sign = 1, label?: string) => {
			const rows = blocks.length * H;
			const take = (data: ArrayLike<number>) => blocks.flatMap((k) => block(data, G, k)).map((value) => sign * value);
			const b = take(bias);
			const share = form.noInnerBias ? 1 : 0.25;
			const outer = b.map((value) => share * value);
			const inner = form.noInnerBias ? undefined : b.map((value, k) => value - outer[k]!);
			const i2h = node(linear(rows, D, take(wIh), outer), [below], label && `i2h_${l + 1}`);
			const h2h = node(linear(rows, H, take(wHh), inner), [state], label && `h2h_${l + 1}`);
			const both = form.names ? [node(module("nn.Identity"), [i2h]), node(module("nn.Identity"), [h2h])] : [i2h, h2h];
			return node(module("nn.CAddTable"), both);
		};
		const on = (name: string, ...parents: Built[]) => node(module(name), parents);
		if (spec.cell === "rnn") {
			x = on("nn.Tanh", sum([0], prevH));
			outputs.push(x);
		} else if (spec.cell === "gru") {
			const z = on("nn.Sigmoid", sum([1], prevH, -1)); // char-rnn's update gate keeps the new value
			const r = on("nn.Sigmoid", sum([0], prevH));
			const n = on("nn.Tanh", sum([2], on("nn.CMulTable", r, prevH)));
			const rest = on("nn.AddConstant", on("nn.MulConstant", z));
			x = on("nn.CAddTable", on("nn.CMulTable", z, n), on("nn.CMulTable", rest, prevH));
			outputs.push(x);
		} else {
			const prevC = inputs[2 * l + 1]!;
			const [i, f, o, g] = lstmGates(form, sum, prevH, on);
			const c = on("nn.CAddTable", on("nn.CMulTable", f!, prevC), on("nn.CMulTable", i!, g!));
			x = on("nn.CMulTable", o!, on("nn.Tanh", c));
			outputs.push(c, x);
		}
	}
	const decoder = linear(V, H, Array.from(get("head.weight")), Array.from(get("head.bias")));
	if (!form.outside) {
		const top = form.dropout ? node(module("nn.Dropout", { p: 0.5 }), [x]) : x;
		outputs.push(node(module("nn.LogSoftMax"), [node(decoder, [top], form.names ? "decoder" : undefined)]));
	}
	const protos = table({
		rnn: gModule(inputs, outputs),
		criterion: module("nn.ClassNLLCriterion"),
		...(form.outside && { embed: module("OneHot", { depth: V }) }),
		...(form.outside && { softmax: module("nn.Sequential", { modules: list([decoder, module("nn.LogSoftMax")]) }) }),
	});
	const opt = table({ rnn_size: H, num_layers: L, model: spec.cell, gpuid: -1 });
	const losses = list(Array.from({ length: 50 }, (_, k) => 3 / (k + 1)));
	return writeT7(table({ protos, opt, train_losses: losses, val_losses: list([2.5]), i: 50, epoch: 1.5, vocab }));
}

function lstmGates(
	form: CharRnnForm,
	sum: (blocks: number[], state: Built, sign?: number, label?: string) => Built,
	prevH: Built,
	on: (name: string, ...parents: Built[]) => Built,
): Built[] {
	if (form.gates === "apart") return [0, 1, 3, 2].map((k) => on(k === 2 ? "nn.Tanh" : "nn.Sigmoid", sum([k], prevH)));
	const all = sum([0, 1, 3, 2], prevH, 1, form.names ? "named" : undefined); // i, f, o, g of Sluice's i, f, g, o
	if (form.gates === "narrow") {
		const three = on("nn.Sigmoid", on("nn.Narrow", all));
		return [...[0, 1, 2].map(() => on("nn.Narrow", three)), on("nn.Tanh", on("nn.Narrow", all))];
	}
	const parts = on("nn.SplitTable", on("nn.Reshape", all));
	const cut = [0, 1, 2, 3].map(() => node(undefined, [parts]));
	return cut.map((one, k) => on(k === 3 ? "nn.Tanh" : "nn.Sigmoid", one));
}
