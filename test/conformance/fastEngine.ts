/** Engines for the tests of lower rooms, which may not open one themselves: the reference, or the fastest of this machine. */
import { openEngine } from "../../src/experiments/engines.ts";
import type { Engine } from "../../src/kernels/kernels.ts";

/** "fast" is native, or wasm where there is no addon: float32 in both. */
export function engineFor(name: "reference" | "fast"): Engine {
	return openEngine({ engine: name === "fast" ? "auto" : name, threads: 1 });
}
