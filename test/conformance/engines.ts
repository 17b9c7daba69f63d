/** The engines that conformance is asked of: the reference, and each fast one that this machine can open. */

import type { Engine } from "../../src/kernels/kernels.ts";
import { type EngineChoice, openEngine } from "../../src/workbench/machine/engines.ts";

const choices: EngineChoice[] = ["reference", "native", "wasm-plain", "wasm-relaxed"];

/** Opened engines by name; one that cannot be had here is left out. */
export const engines: [name: string, engine: Engine][] = choices.flatMap((choice) => {
	try {
		return [[choice, openEngine({ engine: choice, threads: 2 })] satisfies [string, Engine]];
	} catch {
		return [];
	}
});

/** Relative error allowed to an answer that float64 knows: 1e-12, or for engines in float32 1e-5 (about 170 roundings). */
export const boundOf = (engine: Engine) => (engine.precision === 64 ? 1e-12 : 1e-5);
