/**
 * A stack in the form of PyTorch and ONNX: two biases per layer, and an LSTM that always has its forget gate. Sluice's
 * own forms are converted to it and recognised in it:
 *
 *   one bias b            b_ih = b, b_hh = 0; a GRU's inner bias b_hn is b_hh's block n
 *   coupled, f = 1 - i    1 - sigmoid(a_i) = sigmoid(-a_i): the rows of f are those of i negated
 *   1997, f = 1           rows of zeros and a bias of 30: sigmoid(30) = 1 - 9e-14, which is 1 in float32
 */
import { type CellSpec, gateLetters, type ModelSpec, withBlocks } from "../cells/layout.ts";
import { fail } from "../errors/index.ts";
import type { Floats } from "../kernels/kernels.ts";
import { alike, type GatedLayer, lettersOf, type Order, pickBlocks } from "./gateOrder.ts";
import { type AskedCell, cellSpec, checkTensors, type Notes, type PortableModel, pickNotes } from "./portable.ts";
import type { NamedTensor } from "./safetensors.ts";

// D inputs, E embedded inputs, G gate blocks, H units, V symbols; row-major, the last letter moves fastest

export interface Stack<O extends Order> {
	symbols: number;
	hidden: number;
	layers: GatedLayer<O>[];
	headWeight: Floats; // [V,H]
	headBias: Floats; // [V]
}

/** A stack in Sluice's and PyTorch's gate orders. */
export type OwnStack = Stack<"ifgo"> | Stack<"rzn"> | Stack<"a">;

/** The bias that holds a forget gate open. */
export const CAROUSEL_BIAS = 30;

export function toStack({ spec, tensors }: PortableModel): OwnStack {
	const { symbols, hidden: H } = spec;
	const tensor = (name: string) => tensors.find((t) => t.name === name)!.data;
	const parts = Array.from({ length: spec.layers }, (_, l) => {
		const b_ih = tensor(`bias_l${l}`);
		const b_hh = alike(b_ih, b_ih.length);
		if (spec.cell === "gru" && spec.variant === "reset-after") b_hh.set(tensor(`bias_hn_l${l}`), 2 * H);
		return { w_ih: tensor(`weight_ih_l${l}`), w_hh: tensor(`weight_hh_l${l}`), b_ih, b_hh, l };
	});
	const head = { symbols, hidden: H, headWeight: tensor("head.weight"), headBias: tensor("head.bias") };
	if (spec.cell === "gru") return { ...head, layers: parts.map(({ l: _, ...part }) => ({ ...part, order: "rzn" })) };
	if (spec.cell === "rnn") return { ...head, layers: parts.map(({ l: _, ...part }) => ({ ...part, order: "a" })) };
	const layers = parts.map(({ l, ...part }): GatedLayer<"ifgo"> => {
		const { variant } = spec;
		if (variant === "coupled" || variant === "1997") return addForget({ ...part, order: "igo" }, variant);
		return { ...part, order: "ifgo", ...(variant === "peephole" && { p: tensor(`weight_peephole_l${l}`) }) };
	});
	return { ...head, layers };
}

/** Adds the rows of f that "coupled" and "1997" do not store. */
function addForget(layer: GatedLayer<"igo">, variant: "coupled" | "1997"): GatedLayer<"ifgo"> {
	const widen = (data: Floats, f: (i: number) => number) => {
		const [i, g, o] = lettersOf("igo").map((letter) => pickBlocks(data, lettersOf("igo"), [letter]));
		const wide = alike(data, (data.length / 3) * 4);
		wide.set(i!);
		wide.set(
			i!.map((value) => f(value)),
			i!.length,
		);
		wide.set(g!, 2 * i!.length);
		wide.set(o!, 3 * i!.length);
		return wide;
	};
	const turned = (value: number) => -value;
	const zero = () => 0;
	const coupled = variant === "coupled";
	return {
		order: "ifgo",
		w_ih: widen(layer.w_ih, coupled ? turned : zero),
		w_hh: widen(layer.w_hh, coupled ? turned : zero),
		b_ih: widen(layer.b_ih, coupled ? turned : () => CAROUSEL_BIAS),
		b_hh: widen(layer.b_hh, coupled ? turned : zero),
	};
}

/**
 * Returns a stack under Sluice's names. `asked` determines the cell; what it leaves open is taken from the file's notes
 * if the weights have that form, else from `found`, which the file itself describes.
 * @throws E_IMPORT if the weights do not have that form.
 */
export function fromStack(
	stack: OwnStack,
	found: CellSpec,
	{ asked, notes, where }: { asked: AskedCell; notes: Notes; where: string },
): PortableModel {
	const { symbols, hidden, layers } = stack;
	if (asked.cell !== undefined && asked.cell !== found.cell)
		throw fail("E_IMPORT", { where, why: "cell", got: found.cell, wanted: asked.cell });
	const noted = notes.spec?.cell === found.cell ? notes.spec : undefined;
	const fits = (spec: CellSpec | undefined) =>
		spec !== undefined && layers.every((layer) => hasForm(layer, spec, found));
	const wanted = asked.variant === undefined ? undefined : cellSpec(found.cell, asked.variant);
	if (asked.variant !== undefined && !fits(wanted))
		throw fail("E_IMPORT", { where, why: "variant", got: `${found.cell} ${found.variant}`, wanted: asked.variant });
	const cell = wanted ?? (noted && fits(noted) ? cellSpec(noted.cell, noted.variant)! : found);
	const spec: ModelSpec = {
		...withBlocks(cell, noted?.blocks),
		...{ layers: layers.length, hidden, symbols, dropout: notes.spec?.dropout ?? 0 },
	};
	const named = layers.flatMap((layer, l) => ownTensors(layer, l, spec));
	named.push({ name: "head.weight", shape: [symbols, hidden], data: stack.headWeight });
	named.push({ name: "head.bias", shape: [symbols], data: stack.headBias });
	const tensors = checkTensors(spec, named, where);
	return { spec, tensors, ...pickNotes(notes) };
}

/** Returns true if a layer found as `found` can be read as `spec` and computes the same. */
function hasForm(layer: GatedLayer<Order>, spec: CellSpec, found: CellSpec): boolean {
	if (spec.variant === found.variant) return true;
	if (spec.cell !== "lstm" || found.variant !== "forget") return false;
	const letters = lettersOf(layer.order);
	const block = (data: Floats, letter: string) => pickBlocks(data, letters, [letter]);
	const bias = sum(layer.b_ih, layer.b_hh);
	const matrices = [layer.w_ih, layer.w_hh];
	if (spec.variant === "coupled") {
		return [...matrices, bias].every((data) => {
			const i = block(data, "i");
			return block(data, "f").every((value, k) => value === -i[k]!);
		});
	}
	const open = block(bias, "f").every((value) => value >= CAROUSEL_BIAS);
	return spec.variant === "1997" && open && matrices.every((data) => block(data, "f").every((value) => value === 0));
}

function ownTensors(layer: GatedLayer<Order>, l: number, spec: ModelSpec): NamedTensor[] {
	const { hidden: H } = spec;
	const letters = spec.cell === "rnn" ? lettersOf("a") : gateLetters(spec);
	const pick = (data: Floats) => pickBlocks(data, lettersOf(layer.order), letters);
	const apart = spec.cell === "gru" && spec.variant === "reset-after"; // the inner bias of n stays separate
	const b = pick(sum(layer.b_ih, layer.b_hh));
	if (apart) b.set(layer.b_ih.subarray(2 * H), 2 * H);
	const rows = letters.length * H;
	const tensors: NamedTensor[] = [
		{ name: `weight_ih_l${l}`, shape: [rows, layer.w_ih.length / (layer.b_ih.length || 1)], data: pick(layer.w_ih) },
		{ name: `weight_hh_l${l}`, shape: [rows, H], data: pick(layer.w_hh) },
		{ name: `bias_l${l}`, shape: [rows], data: b },
	];
	if (layer.p) tensors.push({ name: `weight_peephole_l${l}`, shape: [3 * H], data: layer.p });
	if (apart) tensors.push({ name: `bias_hn_l${l}`, shape: [H], data: layer.b_hh.slice(2 * H) });
	return tensors;
}

function sum(a: Floats, b: Floats): Floats {
	const total = alike(a, a.length);
	for (let k = 0; k < a.length; k++) total[k] = a[k]! + b[k]!;
	return total;
}

/** Bounds of folding an embedding: numbers of the result (64 MiB), and multiplications (about a second). */
const FOLD_NUMBERS = 2 ** 24;
const FOLD_COST = 2 ** 30;

/**
 * Folds an embedding into the layer above it: W x for x = E[id] is a matrix product, so W_ih E^T takes the ids
 * themselves. `w_ih` is [G*H,E], `embedding` [V,E]; the result is [G*H,V].
 */
export function foldEmbedding(w_ih: Floats, embedding: Floats, E: number, where: string): Floats {
	const rows = w_ih.length / E;
	const V = embedding.length / E;
	if (rows * V > FOLD_NUMBERS || rows * V * E > FOLD_COST) {
		const got = `[${V},${E}] R=${rows}`;
		throw fail("E_IMPORT", { where, why: "embedding", got, wanted: "R*V <= 2^24, R*V*E <= 2^30" });
	}
	const folded = alike(w_ih, rows * V);
	for (let row = 0; row < rows; row++) {
		for (let v = 0; v < V; v++) {
			let total = 0;
			for (let e = 0; e < E; e++) total += w_ih[row * E + e]! * embedding[v * E + e]!;
			folded[row * V + v] = total;
		}
	}
	return folded;
}
