/**
 * Writes an HDF5 file of float32 or float64 datasets in groups, in the oldest form (superblock 0, symbol tables), which every
 * HDF5 library reads: per group an object header, a B-tree of one node, a local heap with the names, and symbol table nodes.
 */
import { fail } from "../../errors/index.ts";
import { encodeNumbers } from "../dtypes.ts";
import type { NamedTensor } from "../safetensors.ts";

/** Half the entries of a symbol table node, and half the children of a B-tree node, as the superblock states them. */
const LEAF = 4;
const NODE = 16;
const UNDEFINED = 2n ** 64n - 1n;
const SUPERBLOCK_BYTES = 96;

interface Group {
	groups: Map<string, Group>;
	datasets: Map<string, NamedTensor>;
}
const emptyGroup = (): Group => ({ groups: new Map(), datasets: new Map() });

/** Bytes of one structure, little-endian, whose place in the file is known. */
class Block {
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly #view: DataView;
	#at = 0;

	constructor(size: number) {
		this.bytes = new Uint8Array(size);
		this.#view = new DataView(this.bytes.buffer);
	}

	/** Writes numbers of `width` bytes, one after the other. */
	put(width: 1 | 2 | 4 | 8, ...numbers: (number | bigint)[]): this {
		for (const number of numbers) {
			if (width === 1) this.#view.setUint8(this.#at, Number(number));
			else if (width === 2) this.#view.setUint16(this.#at, Number(number), true);
			else if (width === 4) this.#view.setUint32(this.#at, Number(number), true);
			else this.#view.setBigUint64(this.#at, BigInt(number), true);
			this.#at += width;
		}
		return this;
	}

	text(letters: string): this {
		return this.put(1, ...new TextEncoder().encode(letters));
	}

	skip(bytes: number): this {
		this.#at += bytes;
		return this;
	}
}

/** @param groups paths of groups that have no dataset. */
export function writeHdf5(tensors: readonly NamedTensor[], groups: readonly string[] = []): Uint8Array {
	const root = emptyGroup();
	for (const path of groups) groupAt(root, path.split("/"));
	for (const tensor of tensors) {
		const parts = tensor.name.split("/");
		groupAt(root, parts.slice(0, -1)).datasets.set(parts.at(-1)!, tensor);
	}
	const file = new Parts();
	const { header, tree, heap } = writeGroup(root, file);
	const end = file.size;
	const first = new Block(SUPERBLOCK_BYTES).put(1, 0x89).text("HDF\r\n").put(1, 0x1a, 0x0a);
	first.put(1, 0, 0, 0, 0, 0, 8, 8, 0).put(2, LEAF, NODE).put(4, 0).put(8, 0, UNDEFINED, end, UNDEFINED);
	first.put(8, 0, header).put(4, 1, 0).put(8, tree, heap);
	return file.joined(first.bytes);
}

function groupAt(root: Group, path: readonly string[]): Group {
	let at = root;
	for (const name of path) {
		const next = at.groups.get(name) ?? emptyGroup();
		at.groups.set(name, next);
		at = next;
	}
	return at;
}

/** Structures placed one after the other, each at a multiple of 8. */
class Parts {
	size = SUPERBLOCK_BYTES;
	readonly #parts: [number, Uint8Array][] = [];

	place(bytes: Uint8Array): number {
		const at = this.size;
		this.#parts.push([at, bytes]);
		this.size = Math.ceil((at + bytes.length) / 8) * 8;
		return at;
	}

	joined(first: Uint8Array): Uint8Array {
		const file = new Uint8Array(this.size);
		file.set(first);
		for (const [at, bytes] of this.#parts) file.set(bytes, at);
		return file;
	}
}

interface Placed {
	header: number;
	tree: number;
	heap: number;
}

function writeGroup(group: Group, file: Parts): Placed {
	const children = [
		...[...group.groups].map(([name, child]) => ({ name, ...writeGroup(child, file) })),
		...[...group.datasets].map(([name, tensor]) => ({ name, header: writeDataset(tensor, file) })),
	].sort((a, b) => (a.name < b.name ? -1 : 1)) as (Partial<Placed> & { name: string; header: number })[];
	const perNode = 2 * LEAF;
	const nodes = Math.ceil(children.length / perNode);
	if (nodes > 2 * NODE) throw fail("E_INTERNAL", { what: `HDF5: ${children.length} entries in one group` });
	const names = children.map(({ name }) => new TextEncoder().encode(name));
	const offsets: number[] = [];
	let heapBytes = 8; // the empty name
	for (const name of names) {
		offsets.push(heapBytes);
		heapBytes += Math.ceil((name.length + 1) / 8) * 8;
	}
	const segment = new Uint8Array(heapBytes);
	for (const [k, name] of names.entries()) segment.set(name, offsets[k]!);
	const segmentAt = file.place(segment);
	const heap = file.place(new Block(32).text("HEAP").put(1, 0, 0, 0, 0).put(8, heapBytes, 1, segmentAt).bytes);
	const tree = new Block(24 + 8 * (2 * NODE + 1) + 8 * 2 * NODE).text("TREE").put(1, 0, 0).put(2, nodes);
	tree.put(8, UNDEFINED, UNDEFINED, 0);
	for (let node = 0; node < nodes; node++) {
		const from = node * perNode;
		const entries = children.slice(from, from + perNode);
		const table = new Block(8 + 40 * perNode).text("SNOD").put(1, 1, 0).put(2, entries.length);
		for (const [k, entry] of entries.entries()) {
			table.put(8, offsets[from + k]!, entry.header);
			if (entry.tree === undefined) table.put(4, 0, 0).put(8, 0, 0);
			else table.put(4, 1, 0).put(8, entry.tree, entry.heap!);
		}
		tree.put(8, file.place(table.bytes), offsets[from + entries.length - 1]!);
	}
	const treeAt = file.place(tree.bytes);
	const header = headerOf([{ type: 17, data: new Block(16).put(8, treeAt, heap).bytes }]);
	return { header: file.place(header), tree: treeAt, heap };
}

function writeDataset({ shape, data }: NamedTensor, file: Parts): number {
	const numbers = file.place(encodeNumbers(data));
	const space = new Block(8 + 8 * shape.length)
		.put(1, 1, shape.length, 0)
		.skip(5)
		.put(8, ...shape);
	const isWide = data instanceof Float64Array;
	// IEEE 754, lowest byte first, sign in the highest bit: size, then exponent and fraction as place and width, and the bias
	const type = new Block(24)
		.put(1, 0x11, 0x20, isWide ? 63 : 31, 0)
		.put(4, isWide ? 8 : 4)
		.put(2, 0, isWide ? 64 : 32);
	type.put(1, ...(isWide ? [52, 11, 0, 52] : [23, 8, 0, 23])).put(4, isWide ? 1023 : 127);
	const fill = new Block(8).put(1, 2, 2, 2, 0);
	const layout = new Block(24).put(1, 3, 1).put(8, numbers, data.byteLength);
	const messages = [
		{ type: 1, data: space.bytes },
		{ type: 3, data: type.bytes },
		{ type: 5, data: fill.bytes },
		{ type: 8, data: layout.bytes },
	];
	return file.place(headerOf(messages));
}

/** An object header of version 1. */
function headerOf(messages: readonly { type: number; data: Uint8Array }[]): Uint8Array {
	const bytes = messages.reduce((sum, { data }) => sum + 8 + data.length, 0);
	const header = new Block(16 + bytes).put(1, 1, 0).put(2, messages.length).put(4, 1, bytes, 0);
	for (const { type, data } of messages) header.put(2, type, data.length).put(1, 0, 0, 0, 0, ...data);
	return header.bytes;
}
