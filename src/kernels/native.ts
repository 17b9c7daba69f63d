/**
 * The native engine: the C kernels of native/ in a Node-API addon, which the caller loads and passes in. Its arrays are
 * ordinary Float32Arrays that begin on a cache line; calls accept any Float32Array.
 */
import { fail } from "../errors/index.ts";
import { attentionCalls } from "./attentionCalls.ts";
import { CALL_ORDER, type CallArray, type FastKernels, fastKernels, type Host, MOST_NUMBERS } from "./calls.ts";
import { closable } from "./closing.ts";
import type { Engine } from "./kernels.ts";
import { arrayOf } from "./memory.ts";
import { ownCalls } from "./ownCalls.ts";
import type { Precision } from "./precision.ts";
import { bufferOf } from "./typedArrays.ts";

/** Instruction sets that the kernels are built for, with display names. */
const ISAS = {
	...{ avx512: "avx512", avx2: "avx2+fma", sse2: "sse2", neon: "neon" },
	...{ "amx-bf16": "amx bfloat16", "avx512-bf16": "avx512 bfloat16" },
} as const;
export type Isa = keyof typeof ISAS;

export interface NativeOptions {
	/** Maximum number of threads, 1 to 64; a call uses as many as pay off for its size. Default 1. */
	threads?: number;
	/**
	 * Operands of products of more than three rows, and of all weight gradients. Default: float32. bfloat16 needs a
	 * processor with AVX512-BF16 or AMX-BF16.
	 */
	precision?: Precision;
	/** Instruction set, one that the processor has for this precision. Default: the addon's first. Others are for tests. */
	isa?: Isa;
	/** For tests: all threads at any size; above two, one fewer every third job. */
	alwaysThreads?: boolean;
}

export interface NativeEngine extends Engine, FastKernels {
	readonly isa: Isa;
	/** Bytes of scratch memory held between calls. */
	readonly scratchBytes: number;
}

/** Exports of prebuilds/<platform>-<arch>/sluice.node; see native/addon.c. */
interface Addon {
	isas: readonly Isa[];
	/** Instruction sets of this processor for bfloat16. */
	halves?: readonly Isa[];
	/** CALL_ORDER of the sources that the addon was built from. */
	order: number;
	open(threads: number, isa: string, always: boolean): unknown;
	close(handle: unknown): void;
	call(handle: unknown, call: number, numbers: Float64Array, ...arrays: CallArray[]): number;
	threads(handle: unknown): number;
	scratchBytes(handle: unknown): number;
	/** Address of a buffer's first byte, modulo 64. */
	address(buffer: ArrayBuffer): number;
	/** Frees a buffer's memory now; its arrays have length 0 afterwards. */
	detach(buffer: ArrayBuffer): void;
}

const FUNCTIONS = ["open", "close", "call", "threads", "scratchBytes", "address", "detach"] as const;

function isAddon(value: unknown): value is Addon {
	const addon = value as Partial<Addon> | null | undefined;
	return FUNCTIONS.every((name) => typeof addon?.[name] === "function") && Array.isArray(addon?.isas);
}

/**
 * Creates the native engine.
 * @throws E_ENGINE if `addon` is not Sluice's addon, or lacks the requested instruction set or bfloat16; E_SIZE for
 * `threads` out of range; E_MEMORY.
 */
export function createNative(addon: unknown, options: NativeOptions = {}): NativeEngine {
	const { threads = 1, precision = "float32", isa, alwaysThreads = false } = options;
	if (!isAddon(addon)) {
		throw fail("E_ENGINE", { engine: "native", why: { reason: "notSluice" } });
	}
	if (addon.order !== CALL_ORDER) {
		throw fail("E_ENGINE", { engine: "native", why: { reason: "otherSources" } });
	}
	if (!Number.isInteger(threads) || threads < 1 || threads > 64) {
		throw fail("E_SIZE", { what: "--threads", got: threads, min: 1, max: 64 });
	}
	const half = precision === "bfloat16";
	const has = half ? (addon.halves ?? []) : addon.isas;
	if (half && has.length === 0) throw fail("E_ENGINE", { engine: "native", why: { reason: "noBfloat16" } });
	const chosen = isa ?? has[0]!;
	if (!has.includes(chosen))
		throw fail("E_ENGINE", { engine: `native ${chosen}`, why: { reason: "instructions", has } });
	const handle = addon.open(threads, chosen, alwaysThreads);
	if (handle === undefined) throw fail("E_MEMORY", { need: "scratch", engine: "native" });
	const numbers = new Float64Array(MOST_NUMBERS);
	const host: Host = {
		numbers,
		copiesShared: true,
		send: (call, arrays) => addon.call(handle, call, numbers, ...arrays),
		full: () => fail("E_MEMORY", { need: "scratch", engine: "native" }),
	};
	const aligned = (length: number): [ArrayBuffer, number] => {
		const buffer = arrayOf(length, 4, (n) => new ArrayBuffer(n * 4 + 60), 2 ** 31 - 32);
		return [buffer, (64 - addon.address(buffer)) % 64];
	};
	const engine: NativeEngine = {
		...fastKernels(host),
		own: ownCalls(host, (words) => words),
		attention: attentionCalls(host),
		name: "native",
		build: `native ${ISAS[chosen]}`,
		isa: chosen,
		precision: 32,
		...(half && { operands: precision }),
		threads: addon.threads(handle),
		get scratchBytes() {
			return addon.scratchBytes(handle);
		},
		floats(length) {
			const [buffer, offset] = aligned(length);
			return new Float32Array(buffer, offset, length);
		},
		ints(length) {
			const [buffer, offset] = aligned(length);
			return new Int32Array(buffer, offset, length);
		},
		free(...arrays) {
			for (const array of arrays) {
				const buffer = bufferOf(array);
				if (buffer instanceof ArrayBuffer) addon.detach(buffer);
			}
		},
		close: () => addon.close(handle),
	};
	return closable(engine);
}
