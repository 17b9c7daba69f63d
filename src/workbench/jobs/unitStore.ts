/** Finished pieces of a long work on disk, one file each, so that an interrupted one goes on where it stopped. */
import { join } from "node:path";
import { SluiceError } from "../../errors/index.ts";
import type { Json } from "../../training/snapshot.ts";
import { type Disk, onDisk, removeTree } from "../disk/disk.ts";
import { decodeJson, encodeJson, isRecord } from "../disk/losslessJson.ts";
import { makeFolders, replaceFile } from "../disk/publish.ts";

const FORMAT = 1;

export interface Kept {
	value: Json;
	seconds: number;
}

export class UnitStore {
	readonly #disk: Disk;
	readonly #folder: string;
	/** What a kept unit must have been made by to be taken up. */
	readonly #maker: { revision: number; version: string };

	constructor(disk: Disk, folder: string, maker: { revision: number; version: string }) {
		this.#disk = disk;
		this.#folder = folder;
		this.#maker = maker;
	}

	/** Undefined where the unit is to be run: not kept, kept by another version or of another request, or damaged. */
	read(key: string, request: Json = null): Kept | undefined {
		const path = join(this.#folder, `${key}.json`);
		const bytes = onDisk("read", path, () => (this.#disk.stat(path) ? this.#disk.read(path) : undefined));
		if (!bytes) return undefined;
		let found: Json;
		try {
			found = decodeJson(bytes, path);
		} catch (error) {
			if (error instanceof SluiceError && error.code !== "E_INTERNAL") return undefined;
			throw error;
		}
		if (!isRecord(found) || found.format !== FORMAT || found.key !== key || typeof found.seconds !== "number")
			return undefined;
		if (found.revision !== this.#maker.revision || found.version !== this.#maker.version) return undefined;
		if (encodeJson(found.request ?? null) !== encodeJson(request)) return undefined;
		return found.value === undefined ? undefined : { value: found.value, seconds: found.seconds };
	}

	write(key: string, value: Json, seconds: number, request: Json = null): void {
		makeFolders(this.#disk, this.#folder);
		const content = encodeJson({ format: FORMAT, key, ...this.#maker, request, seconds, value });
		replaceFile(this.#disk, this.#folder, `${key}.json`, Buffer.from(`${content}\n`));
		removeTree(this.#disk, this.workOf(key));
	}

	/** Folder of what a unit keeps while it is not finished. */
	workOf(key: string): string {
		return join(this.#folder, key);
	}

	clear(): void {
		removeTree(this.#disk, this.#folder);
	}
}
