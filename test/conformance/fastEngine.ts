/** Engines for the tests of lower rooms, which may not open one themselves: the reference, or the fastest of this machine. */

import type { FastKernels } from "../../src/kernels/calls.ts";
import type { Engine } from "../../src/kernels/kernels.ts";
import { openEngine } from "../../src/workbench/machine/engines.ts";

/** "fast" is native, or wasm where there is no addon: float32 in both. */
export function engineFor(name: "reference" | "fast"): Engine {
	return openEngine({ engine: name === "fast" ? "auto" : name, threads: 1 });
}

export type Fast = Engine & FastKernels;

/** Every engine and instruction set that this machine has. */
export function fastEnginesHere(): { name: string; engine: Fast; fused: boolean }[] {
	const wanted = [
		{ engine: "native", isa: "avx512" },
		{ engine: "native", isa: "avx2" },
		{ engine: "native", isa: "sse2" },
		{ engine: "native", isa: "neon" },
		{ engine: "wasm-plain" },
		{ engine: "wasm-relaxed" },
	] as const;
	return wanted.flatMap((options) => {
		try {
			const engine = openEngine({ threads: 1, memoryBytes: 2 ** 28, ...options }) as Fast;
			return [{ name: engine.build, engine, fused: !/sse2|wasm simd/.test(engine.build) }];
		} catch {
			return [];
		}
	});
}
