/**
 * PyTorch's names and gate orders (torch.nn.LSTM, GRU, RNN): weight_ih_l0 [G*H,D], weight_hh_l0, bias_ih_l0,
 * bias_hh_l0, blocks i,f,g,o and r,z,n, and a Linear as the head.
 *
 * Names that are accepted: the recurrent names with any common prefix (`rnn.weight_ih_l0`). Of the rest, the head is a
 * NAME.weight of shape [V,H] with its bias [V] or none; if several fit, one called head, fc, decoder, linear, out,
 * output, proj or classifier. A NAME.weight [V,E] without bias, where E is the number of inputs of layer 0, is an
 * embedding and is folded into layer 0. Anything else is an error, because leaving it out would change the model.
 */

import type { CellSpec, ModelSpec } from "../cells/layout.ts";
import { refuseOwn } from "../cells/own/refuse.ts";
import { fail } from "../errors/index.ts";
import type { Floats } from "../kernels/kernels.ts";
import { alike, type GatedLayer } from "./gateOrder.ts";
import { type AskedCell, cellSpec, type NamedTensors, notesOf, type PortableModel, readNotes } from "./portable.ts";
import { type NamedTensor, readSafetensors, writeSafetensors } from "./safetensors.ts";
import { foldEmbedding, fromStack, type OwnStack, type Stack, toStack } from "./stack.ts";

// D inputs, E embedded inputs, G gate blocks, H units, V symbols; row-major, the last letter moves fastest

/**
 * Writes a model as a state dict in a safetensors file.
 * @throws E_EXPORT_FORM if torch.nn has no such layer.
 */
export function writeTorch(model: PortableModel): Uint8Array {
	refuseOwn(model.spec, "torch");
	checkExpressible(model.spec);
	return writeSafetensors(torchTensors(toStack(model)), notesOf(model));
}

function checkExpressible({ cell, variant }: ModelSpec): void {
	if (["peephole", "reset-before", "sigmoid", "linear"].includes(variant))
		throw fail("E_EXPORT_FORM", { to: "torch", model: `${cell} ${variant}`, instead: "--to onnx, --to safetensors" });
}

/** Returns the state dict of a stack; other gate orders do not compile. */
export function torchTensors(stack: Stack<"ifgo"> | Stack<"rzn"> | Stack<"a">): NamedTensor[] {
	const { hidden: H, symbols: V } = stack;
	const tensors = stack.layers.flatMap(({ w_ih, w_hh, b_ih, b_hh }, l): NamedTensor[] => {
		const rows = b_ih.length;
		return [
			{ name: `weight_ih_l${l}`, shape: [rows, l === 0 ? V : H], data: w_ih },
			{ name: `weight_hh_l${l}`, shape: [rows, H], data: w_hh },
			{ name: `bias_ih_l${l}`, shape: [rows], data: b_ih },
			{ name: `bias_hh_l${l}`, shape: [rows], data: b_hh },
		];
	});
	tensors.push({ name: "head.weight", shape: [V, H], data: stack.headWeight });
	tensors.push({ name: "head.bias", shape: [V], data: stack.headBias });
	return tensors;
}

/**
 * Reads a state dict in a safetensors file.
 * @throws E_IMPORT and the errors of the safetensors reader.
 */
export function readTorch(bytes: Uint8Array, where: string, asked: AskedCell = {}): PortableModel {
	return torchModel(readSafetensors(bytes, where), where, asked);
}

/** Returns the model of a state dict's tensors. */
export function torchModel({ tensors, metadata }: NamedTensors, where: string, asked: AskedCell): PortableModel {
	const notes = readNotes(metadata, where);
	const { stack, found } = readStateDict(tensors, where);
	if (found.cell !== "rnn") return fromStack(stack, found, { asked, notes, where });
	// A state dict does not contain the nonlinearity of an RNN.
	const variant = asked.variant ?? (notes.spec?.cell === "rnn" ? notes.spec.variant : found.variant);
	return fromStack(stack, cellSpec("rnn", variant) ?? found, { asked, notes, where });
}

const RECURRENT = /^(.*?)(weight|bias)_(ih|hh|hr)_l(\d{1,4})(_reverse)?$/;

function readStateDict(tensors: readonly NamedTensor[], where: string): { stack: OwnStack; found: CellSpec } {
	const prefixes = new Set<string>();
	const recurrent = new Map<string, NamedTensor>();
	const rest: NamedTensor[] = [];
	let layerCount = 0;
	for (const tensor of tensors) {
		const { name } = tensor;
		const [, prefix, kind, side, layer, reverse] = RECURRENT.exec(name) ?? [];
		if (prefix === undefined) {
			rest.push(tensor);
			continue;
		}
		if (reverse) throw fail("E_IMPORT", { where, why: "bidirectional", name });
		if (side === "hr") throw fail("E_IMPORT", { where, why: "projection", name });
		prefixes.add(prefix);
		recurrent.set(`${kind}_${side}_l${Number(layer)}`, tensor);
		layerCount = Math.max(layerCount, Number(layer) + 1);
	}
	if (prefixes.size === 0) throw fail("E_IMPORT", { where, why: "none" });
	if (prefixes.size > 1) throw fail("E_IMPORT", { where, why: "several", got: [...prefixes].slice(0, 4).join(" ") });

	const { hidden: H, blocks } = sizesOf(recurrent, where);
	const found = { 4: "lstm", 3: "gru", 1: "rnn" }[blocks];
	const parts = Array.from({ length: Math.min(layerCount, recurrent.size) }, (_, l) => layerAt(l));
	const D = parts[0]!.w_ih.length / (blocks * H);
	const { headWeight, headBias, V, embedding } = readRest(rest, H, D, where);
	if (embedding) parts[0]!.w_ih = foldEmbedding(parts[0]!.w_ih, embedding, D, where);
	const head = { symbols: V, hidden: H, headWeight, headBias };
	if (found === "lstm")
		return { stack: { ...head, layers: ordered("ifgo") }, found: { cell: found, variant: "forget" } };
	if (found === "gru")
		return { stack: { ...head, layers: ordered("rzn") }, found: { cell: found, variant: "reset-after" } };
	return { stack: { ...head, layers: ordered("a") }, found: { cell: "rnn", variant: "tanh" } };

	function ordered<O extends "ifgo" | "rzn" | "a">(order: O): GatedLayer<O>[] {
		return parts.map((part) => ({ ...part, order }));
	}

	function layerAt(l: number) {
		const rows = blocks * H;
		const ih = recurrent.get(`weight_ih_l${l}`);
		const width = l > 0 ? H : ih && ih.shape[0] !== rows && ih.shape[1] === rows ? 0 : (ih?.shape[1] ?? 0);
		const w_ih = matrix(ih, `weight_ih_l${l}`, rows, width, where);
		const w_hh = matrix(recurrent.get(`weight_hh_l${l}`), `weight_hh_l${l}`, rows, H, where);
		return { w_ih, w_hh, b_ih: bias(`bias_ih_l${l}`, w_hh), b_hh: bias(`bias_hh_l${l}`, w_hh) };
	}

	/** Returns a bias, or zeros if the module was made with bias=False. */
	function bias(key: string, like: Floats): Floats {
		const tensor = recurrent.get(key);
		const rows = blocks * H;
		if (!tensor && !recurrent.has("bias_ih_l0") && !recurrent.has("bias_hh_l0")) return alike(like, rows);
		return vector(tensor, key, rows, where);
	}
}

/** Returns H and G, from the first recurrent matrix. */
function sizesOf(recurrent: ReadonlyMap<string, NamedTensor>, where: string): { hidden: number; blocks: 1 | 3 | 4 } {
	const tensor = recurrent.get("weight_hh_l0");
	if (!tensor) throw fail("E_IMPORT", { where, why: "none" });
	const { name, shape } = tensor;
	const [rows = 0, hidden = 0] = shape;
	const got = `[${shape.join(",")}]`;
	const blocks = rows / hidden;
	if (shape.length === 2 && (blocks === 1 || blocks === 3 || blocks === 4)) return { hidden, blocks };
	const turned = hidden / rows;
	if (shape.length === 2 && (turned === 3 || turned === 4))
		throw fail("E_IMPORT", { where, why: "transposed", name, got, wanted: `[${hidden},${rows}]` });
	throw fail("E_IMPORT", { where, why: "cell", name, got, wanted: "[4H,H], [3H,H], [H,H]" });
}

function matrix(tensor: NamedTensor | undefined, key: string, rows: number, width: number, where: string): Floats {
	const got = tensor && `[${tensor.shape.join(",")}]`;
	const wanted = `[${rows},${width || "D"}]`;
	if (tensor && got === wanted) return tensor.data;
	const [first, second] = tensor?.shape ?? [];
	if (tensor?.shape.length === 2 && second === rows && first !== rows)
		throw fail("E_IMPORT", { where, why: "transposed", name: tensor.name, got: got!, wanted: `[${second},${first}]` });
	throw fail("E_SHAPE", { what: `${where}: ${tensor?.name ?? key}`, why: { reason: "shape", got, wanted } });
}

function vector(tensor: NamedTensor | undefined, key: string, length: number, where: string): Floats {
	const got = tensor && `[${tensor.shape.join(",")}]`;
	if (tensor && got === `[${length}]`) return tensor.data;
	throw fail("E_SHAPE", {
		what: `${where}: ${tensor?.name ?? key}`,
		why: { reason: "shape", got, wanted: `[${length}]` },
	});
}

const HEADS = ["head", "fc", "decoder", "linear", "out", "output", "proj", "classifier"];
const EMBEDDINGS = /(^|\.)(emb|embed|embedding|embeddings|encoder|wte)\.weight$/;

/** Returns the head and, if there is one, the embedding, from the tensors that are not recurrent. */
function readRest(rest: readonly NamedTensor[], H: number, D: number, where: string) {
	const byName = new Map(rest.map((tensor) => [tensor.name, tensor]));
	const biasOf = (tensor: NamedTensor) => byName.get(tensor.name.replace(/weight$/, "bias"));
	const matrices = rest.filter(({ name, shape }) => /(^|\.)weight$/.test(name) && shape.length === 2);
	const fits = matrices.filter((t) => t.shape[1] === H && t.shape[0]! > 0 && (biasOf(t) || !EMBEDDINGS.test(t.name)));
	const called = fits.filter(({ name }) => HEADS.includes(name.split(".").at(-2) ?? ""));
	const withBias = fits.filter(biasOf);
	const [head, second] = called.length > 0 ? called : withBias.length > 0 ? withBias : fits;
	if (!head || second) {
		const transposed = matrices.find((t) => t.shape[0] === H && t.shape[1] === biasOf(t)?.shape[0]);
		if (!head && transposed)
			throw fail("E_IMPORT", {
				where,
				why: "transposed",
				name: transposed.name,
				got: `[${transposed.shape.join(",")}]`,
			});
		throw fail("E_IMPORT", { where, why: "head", ...(fits.length > 0 && { got: fits.map((t) => t.name).join(" ") }) });
	}
	const V = head.shape[0]!;
	const bias = biasOf(head);
	const embedding = rest.find(
		(t) =>
			t !== head &&
			/(^|\.)weight$/.test(t.name) &&
			t.shape.length === 2 &&
			t.shape[0] === V &&
			t.shape[1] === D &&
			!biasOf(t),
	);
	for (const tensor of rest)
		if (tensor !== head && tensor !== bias && tensor !== embedding)
			throw fail("E_IMPORT", { where, why: "extra", name: tensor.name });
	if (!embedding && D !== V) throw fail("E_IMPORT", { where, why: "inputs", got: `D = ${D}`, wanted: `V = ${V}` });
	const headBias = bias ? vector(bias, bias.name, V, where) : alike(head.data, V);
	return { headWeight: head.data, headBias, V, embedding: embedding?.data };
}
