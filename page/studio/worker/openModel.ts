/** Opens a file of weights with its notes in a worker: a network that reads, without a run. */
import { Weights } from "../../../src/cells/weights.ts";
import type { Vocabulary } from "../../../src/data/vocabulary.ts";
import { fail } from "../../../src/errors/index.ts";
import { readOwn } from "../../../src/interop/portable.ts";
import type { Engine } from "../../../src/kernels/kernels.ts";

export interface OpenedModel {
	weights: Weights;
	vocabulary: Vocabulary;
}

/** @throws what readOwn throws for a damaged file; E_IMPORT for one without a vocabulary. */
export function openModel(engine: Engine, bytes: ArrayBuffer, where = "first.safetensors"): OpenedModel {
	const { spec, tensors, vocabulary } = readOwn(new Uint8Array(bytes), where);
	if (!vocabulary) throw fail("E_IMPORT", { where, why: "none" });
	return { weights: Weights.of(engine, spec, tensors), vocabulary };
}
