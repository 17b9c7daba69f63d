/**
 * A disk in memory that can lose its power. Every file has the content that was written and the content that was
 * brought to the disk (fsync); every folder has its names and the changes of names not yet brought there (fsyncDir).
 *
 * `afterPowerCut(rng)` is one of the states that a machine may find on starting again: unsynced bytes are there, lost,
 * torn or zero, and each unsynced change of a name happened or did not, whatever its order. A rename is one change.
 */
import { basename, dirname } from "node:path";
import type { RandomStream } from "../../src/kernels/random.ts";
import type { Disk, FileHandle, FileInfo, FilePart } from "../../src/workbench/disk/disk.ts";

interface FileNode {
	kind: "file";
	bytes: Uint8Array;
	/** What a power cut surely leaves; undefined when the content never was brought to the disk. */
	synced: Uint8Array | undefined;
}
interface FolderNode {
	kind: "folder";
	entries: Map<string, Node>;
	synced: Map<string, Node>;
	/** Changes of names since the last fsyncDir; undefined stands for a name removed. */
	pending: [name: string, node: Node | undefined][][];
}
type Node = FileNode | FolderNode;

export class MemoryDisk implements Disk {
	#root = folder();
	#open = new Map<FileHandle, FileNode>();
	#nextHandle = 3;

	mkdir(path: string): void {
		const parent = this.#folder(dirname(path));
		if (parent.entries.has(basename(path))) throw errnoError("EEXIST", path);
		change(parent, [[basename(path), folder()]]);
	}

	open(path: string, mode: "new" | "append"): FileHandle {
		const parent = this.#folder(dirname(path));
		let node = parent.entries.get(basename(path));
		if (node && mode === "new") throw errnoError("EEXIST", path);
		if (node?.kind === "folder") throw errnoError("EISDIR", path);
		if (!node) {
			node = { kind: "file", bytes: new Uint8Array(), synced: undefined };
			change(parent, [[basename(path), node]]);
		}
		this.#open.set(this.#nextHandle, node);
		return this.#nextHandle++;
	}

	write(file: FileHandle, bytes: Uint8Array, at?: number): number {
		const node = this.#file(file);
		const start = at ?? node.bytes.length;
		const joined = new Uint8Array(Math.max(node.bytes.length, start + bytes.length));
		joined.set(node.bytes);
		joined.set(bytes, start);
		node.bytes = joined;
		return bytes.length;
	}

	truncate(file: FileHandle, sizeBytes: number): void {
		const node = this.#file(file);
		node.bytes = node.bytes.slice(0, sizeBytes);
	}

	fsync(file: FileHandle): void {
		const node = this.#file(file);
		node.synced = node.bytes;
	}

	close(file: FileHandle): void {
		this.#file(file);
		this.#open.delete(file);
	}

	rename(from: string, to: string): void {
		const parent = this.#folder(dirname(from));
		if (dirname(from) !== dirname(to)) throw errnoError("EXDEV", from);
		const node = parent.entries.get(basename(from));
		if (!node) throw errnoError("ENOENT", from);
		const target = parent.entries.get(basename(to));
		if (node.kind === "folder" && target?.kind === "file") throw errnoError("ENOTDIR", to);
		if (node.kind === "file" && target?.kind === "folder") throw errnoError("EISDIR", to);
		if (target?.kind === "folder" && target.entries.size > 0) throw errnoError("ENOTEMPTY", to);
		change(parent, [
			[basename(from), undefined],
			[basename(to), node],
		]);
	}

	unlink(path: string): void {
		const parent = this.#folder(dirname(path));
		const node = parent.entries.get(basename(path));
		if (!node) throw errnoError("ENOENT", path);
		if (node.kind === "folder") throw errnoError("EISDIR", path);
		change(parent, [[basename(path), undefined]]);
	}

	rmdir(path: string): void {
		if (this.#folder(path).entries.size > 0) throw errnoError("ENOTEMPTY", path);
		change(this.#folder(dirname(path)), [[basename(path), undefined]]);
	}

	fsyncDir(path: string): void {
		const node = this.#folder(path);
		node.synced = new Map(node.entries);
		node.pending = [];
	}

	readdir(path: string): string[] {
		return [...this.#folder(path).entries.keys()];
	}

	/** Of every read and write; undefined: the default. */
	pieceBytes?: number;

	read(path: string, part?: FilePart): Uint8Array {
		const node = this.#find(path);
		if (!node) throw errnoError("ENOENT", path);
		if (node.kind === "folder") throw errnoError("EISDIR", path);
		return part ? node.bytes.slice(part.at, part.at + part.length) : node.bytes.slice();
	}

	stat(path: string): FileInfo | undefined {
		const node = this.#find(path);
		return node && { kind: node.kind, sizeBytes: node.kind === "file" ? node.bytes.length : 0, changedMs: 0 };
	}

	/** Replaces a file's content behind every layer's back. */
	corrupt(path: string, bytes: Uint8Array): void {
		const node = this.#find(path);
		if (node?.kind !== "file") throw errnoError("ENOENT", path);
		node.bytes = bytes;
	}

	/** Every path, folders with a slash at the end, sorted. */
	paths(): string[] {
		const found: string[] = [];
		const walk = (node: FolderNode, path: string) => {
			for (const [name, child] of node.entries) {
				found.push(`${path}/${name}${child.kind === "folder" ? "/" : ""}`);
				if (child.kind === "folder") walk(child, `${path}/${name}`);
			}
		};
		walk(this.#root, "");
		return found.sort();
	}

	/** The same content, nothing shared, handles closed: what the next process finds after a kill. */
	afterKill(): MemoryDisk {
		return this.#copied(
			(node) => node.bytes,
			(node) => node.entries,
		);
	}

	/** One of the states in which a power cut may leave the disk. */
	afterPowerCut(rng: RandomStream): MemoryDisk {
		const entries = (node: FolderNode) => {
			const survived = new Map(node.synced);
			for (const changes of node.pending) {
				if (rng.below(2) === 0) continue;
				for (const [name, child] of changes) {
					if (child) survived.set(name, child);
					else survived.delete(name);
				}
			}
			return survived;
		};
		return this.#copied((node) => survivingBytes(node, rng), entries);
	}

	#copied(bytes: (node: FileNode) => Uint8Array, entries: (node: FolderNode) => Map<string, Node>): MemoryDisk {
		const seen = new Map<Node, Node>();
		const copyOf = (node: Node): Node => {
			const known = seen.get(node);
			if (known) return known;
			if (node.kind === "file") {
				const content = bytes(node).slice();
				const copy: FileNode = { kind: "file", bytes: content, synced: content };
				seen.set(node, copy);
				return copy;
			}
			const copy = folder();
			seen.set(node, copy);
			for (const [name, child] of entries(node)) copy.entries.set(name, copyOf(child));
			copy.synced = new Map(copy.entries);
			return copy;
		};
		const disk = new MemoryDisk();
		disk.#root = copyOf(this.#root) as FolderNode;
		return disk;
	}

	#find(path: string): Node | undefined {
		let node: Node | undefined = this.#root;
		for (const name of path.split("/").filter((part) => part !== "")) {
			if (node?.kind === "file") throw errnoError("ENOTDIR", path);
			node = node?.entries.get(name);
		}
		return node;
	}

	#folder(path: string): FolderNode {
		const node = this.#find(path);
		if (!node) throw errnoError("ENOENT", path);
		if (node.kind === "file") throw errnoError("ENOTDIR", path);
		return node;
	}

	#file(file: FileHandle): FileNode {
		const node = this.#open.get(file);
		if (!node) throw errnoError("EBADF", String(file));
		return node;
	}
}

/** What Node throws for `code`. */
export function errnoError(code: string, path: string): Error {
	return Object.assign(new Error(`${code}: ${path}`), { code });
}

function folder(): FolderNode {
	return { kind: "folder", entries: new Map(), synced: new Map(), pending: [] };
}

function change(parent: FolderNode, changes: [string, Node | undefined][]): void {
	for (const [name, node] of changes) {
		if (node) parent.entries.set(name, node);
		else parent.entries.delete(name);
	}
	parent.pending.push(changes);
}

/** Unsynced content after a power cut: all that was added, none, a torn beginning, or zeros. */
function survivingBytes(node: FileNode, rng: RandomStream): Uint8Array {
	const synced = node.synced ?? new Uint8Array();
	if (node.bytes === node.synced) return synced;
	const fate = rng.below(4);
	if (fate === 0) return node.bytes;
	if (fate === 1) return synced;
	const kept = Math.min(synced.length, node.bytes.length);
	if (fate === 2) return node.bytes.slice(0, kept + rng.below(node.bytes.length - kept + 1));
	const zeroed = new Uint8Array(node.bytes.length);
	zeroed.set(synced.subarray(0, kept));
	return zeroed;
}
