/**
 * Reads the part of HDF5 (format specification 3.0) that h5py writes for Keras: groups, and datasets of numbers stored in one
 * piece. All input is untrusted: every address and size is checked against the file, no structure is visited twice, and a
 * dataset costs no more than its bytes in the file.
 *
 *   superblock 0, 1: symbol tables, found by B-trees and local heaps        object headers 1
 *   superblock 2, 3: links in the group's own header                        object headers 2
 */
import { fail, type SluiceError } from "../../errors/index.ts";
import type { Hdf5Trouble } from "../../errors/weightFiles.ts";
import { DTYPES, type Dtype, decodeNumbers } from "../dtypes.ts";
import type { NamedTensor } from "../safetensors.ts";
import { isHdf5 } from "./magic.ts";
import { headerMessages, type Message } from "./objectHeader.ts";
import { Span } from "./span.ts";

const LIMITS = { objects: 10_000, depth: 24, rank: 8 } as const;

/** Kinds of header messages that are read. */
const TYPE = { space: 1, linkInfo: 2, datatype: 3, link: 6, external: 7, layout: 8, filters: 11, table: 17 } as const;

/** A dataset of the file; `read` decodes its numbers. */
export interface Hdf5Dataset {
	/** Path without the first slash: "layers/lstm/cell/vars/0". */
	name: string;
	shape: readonly number[];
	read(): NamedTensor;
}

/** Returns all datasets by their paths, and the paths of all groups. @throws E_HDF5. */
export function readHdf5(
	bytes: Uint8Array,
	where: string,
): { datasets: Map<string, Hdf5Dataset>; groups: Set<string> } {
	const reader = new Reader(bytes, where);
	reader.visit(reader.root(), "", 0);
	return reader;
}

class Reader {
	readonly datasets = new Map<string, Hdf5Dataset>();
	readonly groups = new Set<string>();
	readonly #span: Span;
	readonly #where: string;
	/** Addresses of structures that were visited. */
	readonly #seen = new Set<number>();
	/** Bytes that all datasets may have together: a dataset cannot be in the file twice. */
	#rest: number;

	constructor(bytes: Uint8Array, where: string) {
		this.#where = where;
		this.#rest = bytes.length;
		if (!isHdf5(bytes)) throw this.#trouble("magic");
		this.#span = new Span(bytes, (why) => this.#trouble(why));
	}

	#trouble(why: Hdf5Trouble, name?: string, got?: string, wanted?: string): SluiceError {
		const facts = { ...(name !== undefined && { name }), ...(got !== undefined && { got }) };
		return fail("E_HDF5", { where: this.#where, why, ...facts, ...(wanted !== undefined && { wanted }) });
	}

	#visitOnce(address: number, name: string): void {
		if (this.#seen.has(address)) throw this.#trouble("damaged", name, `a second way to ${address}`);
		if (this.#seen.size >= LIMITS.objects) throw this.#trouble("limit", name, String(this.#seen.size));
		this.#seen.add(address);
	}

	/** Address of the root group's header. */
	root(): number {
		const version = this.#span.u8(8);
		const [offsets, lengths] = version < 2 ? [13, 14] : [9, 10];
		if (version > 3) throw this.#trouble("version", undefined, `superblock ${version}`);
		if (this.#span.u8(offsets) !== 8 || this.#span.u8(lengths) !== 8) throw this.#trouble("version");
		if (version >= 2) return this.#span.address(36);
		return this.#span.address(version === 0 ? 64 : 68);
	}

	/** Visits an object: a group with all below it, or a dataset. */
	visit(address: number, name: string, depth: number): void {
		if (depth > LIMITS.depth) throw this.#trouble("limit", name, `${depth} groups deep`);
		this.#visitOnce(address, name);
		const messages = headerMessages(this.#span, address, (why) => this.#trouble(why, name));
		const find = (type: number) => messages.find((message) => message.type === type);
		if (find(TYPE.external)) throw this.#trouble("layout", name);
		const space = find(TYPE.space);
		const layout = find(TYPE.layout);
		if (space && layout) {
			const parts = { space, layout, datatype: find(TYPE.datatype), isFiltered: find(TYPE.filters) !== undefined };
			this.datasets.set(name, this.#dataset(name, parts));
			return;
		}
		this.groups.add(name);
		const path = (child: string) => (name === "" ? child : `${name}/${child}`);
		const table = find(TYPE.table);
		if (table) {
			const heap = this.#heap(this.#span.address(table.at + 8), name);
			this.#tree(this.#span.address(table.at), heap, name, depth, 0);
			return;
		}
		const info = find(TYPE.linkInfo);
		if (info && this.#span.u64(info.at + 2 + (this.#span.u8(info.at + 1) & 1 ? 8 : 0)) !== undefined)
			throw this.#trouble("version", name, "dense links");
		for (const message of messages) {
			if (message.type !== TYPE.link) continue;
			const { child, to } = this.#link(message, name);
			this.#add(path(child), to, depth);
		}
	}

	#add(path: string, address: number, depth: number): void {
		if (this.datasets.has(path) || this.groups.has(path)) throw this.#trouble("damaged", path, "given twice");
		this.visit(address, path, depth + 1);
	}

	/** Where the names of a group are: the data segment of its local heap. */
	#heap(address: number, name: string): { from: number; bytes: number } {
		if (!this.#span.has(address, "HEAP")) throw this.#trouble("damaged", name, "heap");
		const bytes = this.#span.size(address + 8);
		const from = this.#span.address(address + 24);
		this.#span.need(from, bytes);
		return { from, bytes };
	}

	/** A node of a group's B-tree, or a symbol table node at its end. */
	#tree(address: number, heap: { from: number; bytes: number }, name: string, depth: number, level: number): void {
		this.#visitOnce(address, name);
		const span = this.#span;
		if (span.has(address, "SNOD")) {
			const entries = span.u16(address + 6);
			for (let k = 0; k < entries; k++) this.#entry(address + 8 + 40 * k, heap, name, depth);
			return;
		}
		if (!span.has(address, "TREE") || span.u8(address + 4) !== 0 || level > LIMITS.depth)
			throw this.#trouble("damaged", name, "B-tree");
		const children = span.u16(address + 6);
		for (let k = 0; k < children; k++) this.#tree(span.address(address + 32 + 16 * k), heap, name, depth, level + 1);
	}

	#entry(at: number, heap: { from: number; bytes: number }, name: string, depth: number): void {
		const offset = this.#span.size(at);
		if (offset >= heap.bytes) throw this.#trouble("damaged", name, "name");
		const child = this.#span.name(heap.from + offset, heap.bytes - offset);
		if (child === undefined) throw this.#trouble("damaged", name, "name");
		const path = name === "" ? child : `${name}/${child}`;
		if (this.#span.u32(at + 16) > 1) throw this.#trouble("link", path);
		this.#add(path, this.#span.address(at + 8), depth);
	}

	/** A link message: version 1, hard. */
	#link({ at, bytes }: Message, name: string): { child: string; to: number } {
		const span = this.#span;
		const flags = span.u8(at + 1);
		let from = at + 2;
		if (flags & 8 && span.u8(from++) !== 0) throw this.#trouble("link", name);
		if (flags & 4) from += 8;
		if (flags & 16) from += 1;
		const width = 1 << (flags & 3);
		const length =
			width === 8 ? span.size(from) : width === 4 ? span.u32(from) : width === 2 ? span.u16(from) : span.u8(from);
		from += width;
		if (from + length + 8 > at + bytes) throw this.#trouble("damaged", name, "link");
		const child = span.text(from, length);
		if (child === undefined) throw this.#trouble("damaged", name, "name");
		return { child, to: span.address(from + length) };
	}

	#dataset(
		name: string,
		{
			space,
			layout,
			datatype,
			isFiltered,
		}: { space: Message; layout: Message; datatype: Message | undefined; isFiltered: boolean },
	): Hdf5Dataset {
		const span = this.#span;
		const shape = this.#shape(space, name);
		const dtype = datatype && this.#dtype(datatype);
		const version = span.u8(layout.at);
		const kind = span.u8(layout.at + 1);
		const isPlain = (version === 3 || version === 4) && kind < 2 && !isFiltered;
		const [from, bytes] = !isPlain
			? [0, 0]
			: kind === 0
				? [layout.at + 4, span.u16(layout.at + 2)]
				: [span.u64(layout.at + 2) ?? -1, span.size(layout.at + 10)];
		return {
			name,
			shape,
			read: () => {
				if (!isPlain || from < 0) throw this.#trouble("layout", name);
				if (!dtype) throw this.#trouble("type", name);
				const wanted = shape.reduce((product, size) => product * BigInt(size), BigInt(DTYPES[dtype]));
				if (wanted !== BigInt(bytes)) throw this.#trouble("bytes", name, `[${shape}], ${bytes}`, String(wanted));
				span.need(from, bytes);
				this.#rest -= bytes;
				if (this.#rest < 0) throw this.#trouble("damaged", name, "numbers that overlap");
				return {
					name,
					shape,
					data: decodeNumbers(dtype, span.bytes.subarray(from, from + bytes), { where: this.#where, name }),
				};
			},
		};
	}

	#shape({ at }: Message, name: string): number[] {
		const version = this.#span.u8(at);
		const rank = this.#span.u8(at + 1);
		if (version < 1 || version > 2 || rank > LIMITS.rank) throw this.#trouble("version", name, `${rank} axes`);
		return Array.from({ length: rank }, (_, k) => this.#span.size(at + (version === 1 ? 8 : 4) + 8 * k));
	}

	/** IEEE floats, lowest byte first; undefined for what is not read. */
	#dtype({ at }: Message): Dtype | undefined {
		const span = this.#span;
		const isFloat = (span.u8(at) & 0xf) === 1;
		const isBig = (span.u8(at + 1) & 0x41) !== 0;
		const size = span.u32(at + 4);
		const [exponent, fraction] = [span.u8(at + 13), span.u8(at + 15)];
		if (!isFloat || isBig) return undefined;
		if (size === 4 && exponent === 8 && fraction === 23) return "F32";
		if (size === 8 && exponent === 11 && fraction === 52) return "F64";
		return size === 2 && exponent === 5 && fraction === 10 ? "F16" : undefined;
	}
}
