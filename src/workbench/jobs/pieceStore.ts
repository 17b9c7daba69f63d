/** Finished pieces of long work on disk, one file each, so that interrupted work continues where it stopped. */
import { join } from "node:path";
import { SluiceError } from "../../errors/index.ts";
import type { Json } from "../../training/json.ts";
import { isRecord } from "../../training/json.ts";
import { type Disk, foreignIn, onDisk, quietly, removeTree } from "../disk/disk.ts";
import { decodeJson, encodeJson } from "../disk/losslessJson.ts";
import { makeFolders, removeStrays, replaceFile } from "../disk/publish.ts";
import { readSmall } from "../disk/readSmall.ts";

const FORMAT = 1;
/** A larger piece counts as damaged. */
const MOST_PIECE_BYTES = 2 ** 26;

export interface Kept {
	value: Json;
	seconds: number;
}

export class PieceStore {
	readonly #disk: Disk;
	readonly #folder: string;
	/** Revision and version that a saved piece must have been made by to be reused. */
	readonly #maker: { revision: number; version: string };

	constructor(disk: Disk, folder: string, maker: { revision: number; version: string }) {
		this.#disk = disk;
		this.#folder = folder;
		this.#maker = maker;
	}

	/**
	 * Reads a saved piece. Undefined if it has to be run: missing, damaged, or saved by another version or for another
	 * request.
	 */
	read(key: string, request: Json = null): Kept | undefined {
		const found = this.#piece(key);
		if (typeof found?.seconds !== "number") return undefined;
		if (found.revision !== this.#maker.revision || found.version !== this.#maker.version) return undefined;
		if (encodeJson(found.request ?? null) !== encodeJson(request)) return undefined;
		return found.value === undefined ? undefined : { value: found.value, seconds: found.seconds };
	}

	/** Content of a piece's file; undefined if it is missing or invalid. */
	#piece(key: string): { [field: string]: Json } | undefined {
		const path = join(this.#folder, `${key}.json`);
		try {
			const bytes = readSmall(this.#disk, path, MOST_PIECE_BYTES);
			if (!bytes) return undefined;
			const found = decodeJson(bytes, path, { bytes: MOST_PIECE_BYTES });
			return isRecord(found) && found.format === FORMAT && found.key === key ? found : undefined;
		} catch (error) {
			if (error instanceof SluiceError && error.code !== "E_INTERNAL") return undefined;
			throw error;
		}
	}

	write(key: string, value: Json, seconds: number, request: Json = null): void {
		makeFolders(this.#disk, this.#folder);
		const content = encodeJson({ format: FORMAT, key, ...this.#maker, request, seconds, value });
		replaceFile(this.#disk, this.#folder, `${key}.json`, Buffer.from(`${content}\n`));
		removeTree(this.#disk, this.workOf(key));
	}

	/** Folder for the snapshots of an unfinished piece. @throws E_LINK if it is a link, which a job would follow. */
	workOf(key: string): string {
		const path = join(this.#folder, key);
		onDisk("read", path, () => this.#disk.stat(path));
		return path;
	}

	/**
	 * Removes all pieces and the snapshots of unfinished ones, and then the folder unless it contains something else.
	 */
	clear(): void {
		const disk = this.#disk;
		const folder = this.#folder;
		if (!onDisk("read", folder, () => disk.stat(folder))) return;
		removeStrays(disk, folder, true);
		for (const name of onDisk("list", folder, () => disk.readdir(folder))) {
			const path = join(folder, name);
			const isPiece = name.endsWith(".json") && this.#piece(name.slice(0, -5)) !== undefined;
			const isWork = () => onDisk("read", path, () => disk.stat(join(path, "checkpoints")))?.kind === "folder";
			if ((isPiece || isWork()) && foreignIn(disk, path) === undefined) removeTree(disk, path);
		}
		quietly(() => disk.rmdir(folder));
	}
}
