/**
 * Models of Keras 3: .keras, a zip with config.json and model.weights.h5, and .weights.h5 alone. Gates come in the orders
 * i,f,c,o and z,r,h, matrices transposed: kernel [D,G*H], recurrent_kernel [H,G*H], bias [G*H] or, of a GRU with the reset
 * gate after the product, [2,3H].
 */
import type { CellName, CellSpec } from "../../cells/layout.ts";
import { fail } from "../../errors/index.ts";
import type { Floats } from "../../kernels/kernels.ts";
import { alike, type GatedLayer, reorder } from "../gateOrder.ts";
import { isHdf5 } from "../hdf5/magic.ts";
import { type Hdf5Dataset, readHdf5 } from "../hdf5/readHdf5.ts";
import { type AskedCell, cellSpec, type PortableModel, readNotes } from "../portable.ts";
import { foldEmbedding, fromStack, type OwnStack } from "../stack.ts";
import { parseStrictJsonBytes } from "../strictJson.ts";
import { zipEntries, zipRead } from "../zip.ts";
import { type KerasLayer, kerasTrouble, layersFromGroups, layersOf } from "./kerasConfig.ts";
import { CONFIG, NOTES, WEIGHTS } from "./kerasNames.ts";

// D inputs, E embedded inputs, G gate blocks, H units, V symbols; row-major, the last letter moves fastest

/** @throws E_KERAS, E_HDF5, E_ZIP, E_IMPORT. */
export async function readKeras(bytes: Uint8Array, where: string, asked: AskedCell = {}): Promise<PortableModel> {
	if (isHdf5(bytes)) return modelOf(new WeightsFile(bytes, where), undefined, { where, asked, notes: {} });
	const entries = zipEntries(bytes, where);
	const read = async (name: string) => {
		const entry = entries.find((one) => one.name === name);
		if (!entry) throw fail("E_ZIP", { where, why: "members", name });
		return zipRead(bytes, entry, where);
	};
	const config = parseStrictJsonBytes(await read(CONFIG), `${where}, ${CONFIG}`);
	const layers = layersOf(config, where);
	const notes: Record<string, string> = Object.create(null);
	if (entries.some(({ name }) => name === NOTES)) {
		const given = parseStrictJsonBytes(await read(NOTES), `${where}, ${NOTES}`);
		if (typeof given === "object" && given !== null)
			for (const [key, text] of Object.entries(given)) if (typeof text === "string") notes[key] = text;
	}
	const weights = new WeightsFile(await read(WEIGHTS), `${where}, ${WEIGHTS}`);
	return modelOf(weights, layers, { where, asked, notes });
}

/** The variables of the layers, by the layer's path. */
class WeightsFile {
	readonly groups: ReadonlySet<string>;
	readonly #datasets: ReadonlyMap<string, Hdf5Dataset>;
	readonly #read = new Set<string>();
	readonly #top: string;
	readonly #wrong;

	constructor(bytes: Uint8Array, where: string) {
		const { datasets, groups } = readHdf5(bytes, where);
		this.#wrong = kerasTrouble(where);
		const top = ["layers", "_layer_checkpoint_dependencies"].find((name) => groups.has(name));
		if (top === undefined) throw this.#wrong("legacy");
		this.#top = `${top}/`;
		this.#datasets = datasets;
		const own = [...groups].filter((path) => path.startsWith(this.#top)).map((path) => path.slice(this.#top.length));
		this.groups = new Set(own);
	}

	/** Rank of a layer's variable k; undefined if it is absent. */
	shape(layer: KerasLayer, k: number): readonly number[] | undefined {
		return this.#find(layer, k)?.shape;
	}

	/** The numbers of variable k, which must have this shape. */
	read(layer: KerasLayer, k: number, shape: readonly number[]): Floats {
		const dataset = this.#find(layer, k);
		if (!dataset) throw this.#wrong("weights", layer.name);
		if (dataset.shape.join() !== shape.join())
			throw this.#wrong("shape", layer.name, `[${dataset.shape}]`, `[${shape}]`);
		this.#read.add(dataset.name);
		return dataset.read().data;
	}

	/** @throws E_KERAS for weights of a layer that were not read: the model would compute something else. */
	checkAllRead(): void {
		for (const name of this.#datasets.keys())
			if (name.startsWith(this.#top) && !this.#read.has(name) && !name.includes("seed_generator"))
				throw this.#wrong("layer", name);
	}

	#find({ paths }: KerasLayer, k: number): Hdf5Dataset | undefined {
		const path = paths.find((one) => this.groups.has(`${one}/vars`));
		return path === undefined ? undefined : this.#datasets.get(`${this.#top}${path}/vars/${k}`);
	}
}

interface About {
	where: string;
	asked: AskedCell;
	notes: Readonly<Record<string, string>>;
}

function modelOf(weights: WeightsFile, given: KerasLayer[] | undefined, { where, asked, notes }: About): PortableModel {
	const wrong = kerasTrouble(where);
	const layers = given ?? layersFromGroups(weights.groups, where).map((layer) => withBias(weights, layer));
	const isCell = (layer: KerasLayer): layer is KerasLayer & { kind: CellName } => /lstm|gru|rnn/.test(layer.kind);
	const cells = layers.filter(isCell);
	const head = layers.at(-1);
	const embedding = layers[0]?.kind === "embedding" ? layers[0] : undefined;
	if (cells.length === 0) throw fail("E_IMPORT", { where, why: "none" });
	if (head?.kind !== "dense" || layers.length !== cells.length + (embedding ? 2 : 1))
		throw wrong("model", undefined, layers.map(({ kind }) => kind).join(", "), "recurrent layers, then one Dense");
	if (cells.some(({ kind, variant }) => kind !== cells[0]!.kind || variant !== cells[0]!.variant))
		throw wrong("model", cells[0]!.name, cells.map(({ kind, variant }) => `${kind} ${variant ?? ""}`).join(", "));
	const { kind } = cells[0]!;
	const G = { lstm: 4, gru: 3, rnn: 1 }[kind];
	const H = weights.shape(cells[0]!, 1)?.[0] ?? 0;
	const inputs = weights.shape(cells[0]!, 0)?.[0] ?? 0;
	const V = weights.shape(head, 0)?.[1] ?? 0;
	if (H * inputs * V === 0) throw wrong("weights", cells[0]!.name);
	const found = foundCell(weights, cells[0]!, asked, readNotes(notes, where).spec);
	const isInner = found.variant === "reset-after";
	const parts = cells.map((layer, l) => partsOf(weights, layer, { D: l === 0 ? inputs : H, H, G, isInner }));
	if (embedding) {
		const table = weights.read(embedding, 0, [V, inputs]);
		parts[0]!.w_ih = foldEmbedding(parts[0]!.w_ih, table, inputs, where);
	} else if (inputs !== V) throw fail("E_IMPORT", { where, why: "inputs", got: `D = ${inputs}`, wanted: `V = ${V}` });
	const headWeight = turned(weights.read(head, 0, [H, V]), H, V);
	const headBias = head.useBias ? weights.read(head, 1, [V]) : alike(headWeight, V);
	weights.checkAllRead();
	const top = { symbols: V, hidden: H, headWeight, headBias };
	return fromStack(stackOf(kind, parts, top), found, { asked, notes: readNotes(notes, where), where });
}

/** Without a configuration, a bias that is not in the file was not used. */
function withBias(weights: WeightsFile, layer: KerasLayer): KerasLayer {
	return { ...layer, useBias: weights.shape(layer, layer.kind === "dense" ? 1 : 2) !== undefined };
}

/** The cell; where no configuration names it, by the shape of the bias, what was asked, or the file's notes. */
function foundCell(weights: WeightsFile, layer: KerasLayer, asked: AskedCell, noted: CellSpec | undefined): CellSpec {
	const { kind, variant } = layer;
	const isTwo = weights.shape(layer, 2)?.length === 2;
	const nonlinearity = asked.variant ?? (noted?.cell === "rnn" ? noted.variant : undefined);
	const guessed = kind === "gru" ? (isTwo ? "reset-after" : "reset-before") : kind === "rnn" ? nonlinearity : undefined;
	return cellSpec(kind, variant ?? guessed) ?? cellSpec(kind, undefined)!;
}

type Parts = { -readonly [K in "w_ih" | "w_hh" | "b_ih" | "b_hh"]: Floats };

function partsOf(
	weights: WeightsFile,
	layer: KerasLayer,
	{ D, H, G, isInner }: { D: number; H: number; G: number; isInner: boolean },
): Parts {
	const rows = G * H;
	const w_ih = turned(weights.read(layer, 0, [D, rows]), D, rows);
	const w_hh = turned(weights.read(layer, 1, [H, rows]), H, rows);
	if (!layer.useBias) return { w_ih, w_hh, b_ih: alike(w_ih, rows), b_hh: alike(w_ih, rows) };
	if (!isInner) return { w_ih, w_hh, b_ih: weights.read(layer, 2, [rows]), b_hh: alike(w_ih, rows) };
	const both = weights.read(layer, 2, [2, rows]);
	return { w_ih, w_hh, b_ih: both.slice(0, rows), b_hh: both.slice(rows) };
}

function stackOf(kind: CellName, parts: readonly Parts[], top: Omit<OwnStack, "layers">): OwnStack {
	const as = <O extends "ifgo" | "zrh" | "a">(order: O) => parts.map((part): GatedLayer<O> => ({ ...part, order }));
	if (kind === "lstm") return { ...top, layers: as("ifgo") };
	if (kind === "gru") return { ...top, layers: as("zrh").map((layer) => reorder(layer, "rzn")) };
	return { ...top, layers: as("a") };
}

/** [N,M] -> [M,N] */
export function turned(data: Floats, N: number, M: number): Floats {
	const out = alike(data, data.length);
	for (let n = 0; n < N; n++) for (let m = 0; m < M; m++) out[m * N + n] = data[n * M + m]!;
	return out;
}
