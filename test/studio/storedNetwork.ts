/** A network that comes with the page, opened by the library from its file. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Weights } from "../../src/cells/weights.ts";
import { readOwn } from "../../src/interop/portable.ts";
import type { Engine } from "../../src/kernels/kernels.ts";

const STORED = join(import.meta.dirname, "../../page/studio/stored");

/** @param file such as korean.safetensors */
export function openStored(engine: Engine, file: string) {
	const { spec, tensors, vocabulary } = readOwn(readFileSync(join(STORED, file)), file);
	return { weights: Weights.of(engine, spec, tensors), vocabulary: vocabulary! };
}
