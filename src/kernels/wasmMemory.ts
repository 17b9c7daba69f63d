/** The part of the host's WebAssembly API used here (the library does not use the DOM's types), and its memory. */

export interface WasmMemory {
	readonly buffer: ArrayBufferLike;
}
export interface WasmImports {
	memory: WasmMemory;
	/** 1 if this instance's thread may sleep, else 0. Only the builds with threads import it and the clock. */
	may_sleep: 0 | 1;
	/** Returns milliseconds. */
	now(): number;
}
export interface WebAssemblyApi {
	validate(bytes: Uint8Array): boolean;
	Module: {
		new (bytes: Uint8Array): object;
		exports(module: object): readonly { name: string }[];
	};
	Instance: new (module: object, imports: { env: WasmImports }) => { exports: unknown };
	Memory: new (pages: { initial: number; maximum: number; shared?: boolean }) => WasmMemory;
}
export const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi };

const PAGE = 65536;

/** Reserves a memory of its full size; with `less`, of the largest halving of it that the host grants. */
export function reserve(
	bytes: number,
	options: { least: number; less: boolean; shared: boolean },
): WasmMemory | undefined {
	for (let size = bytes; size >= options.least; size /= 2) {
		const pages = Math.floor(size / PAGE);
		try {
			return new WebAssembly.Memory({
				initial: pages,
				maximum: pages,
				...(options.shared ? { shared: true } : {}),
			});
		} catch {
			if (!options.less) return undefined;
		}
	}
	return undefined;
}

/** Returns true if this thread may sleep until a number in the memory changes; a page's main thread may not. */
export function maySleep({ buffer }: WasmMemory): boolean {
	try {
		const words = new Int32Array(buffer, 0, 1);
		Atomics.wait(words, 0, ~Atomics.load(words, 0), 0);
		return true;
	} catch {
		return false;
	}
}
