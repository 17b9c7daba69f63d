/** Opens a network on the plain wasm engine, whose bits are the same on every computer. */
import { browserHost } from "../../../../src/browser/browserHost.ts";
import { openEngine } from "../../../../src/browser/engine.ts";
import type { ModelSpec } from "../../../../src/cells/layout.ts";
import { Weights } from "../../../../src/cells/weights.ts";
import { openCorpus, type PartName, parseSplit } from "../../../../src/data/corpus.ts";
import { bytesSource } from "../../../../src/data/source.ts";
import type { Unit } from "../../../../src/data/units.ts";
import type { Vocabulary } from "../../../../src/data/vocabulary.ts";
import { readOwn } from "../../../../src/interop/portable.ts";
import type { NamedTensor } from "../../../../src/interop/safetensors.ts";
import { textOf } from "../../../../src/interpretation/model.ts";
import { type GivenOptions, modelOf, parseOptions } from "../../../../src/training/options/options.ts";
import { WASM } from "../../ownFiles.ts";
import type { NamedText } from "./openDropped.ts";
import type { Opened } from "./opened.ts";
import type { Work } from "./work.ts";

/** Where a network comes from: the training of this page, or a file of weights as `sluice export` writes it. */
export type ModelBytes =
	| {
			from: "training";
			text: string;
			part: PartName;
			unit?: Unit;
			split?: string;
			options: GivenOptions;
			tensors: NamedTensor[];
	  }
	| { from: "file"; bytes: ArrayBuffer; text: string | Int32Array }
	| { from: "dropped"; bytes: ArrayBuffer; file: string; texts: NamedText[] };

export interface ModelFacts {
	spec: ModelSpec;
	unit: Unit;
	/** Printable name of each symbol, [V]. */
	labels: string[];
	/** Symbols of the text. */
	symbols: number;
	parameters: number;
	weightsSha256: string;
	/** Of a dropped file: the text that was chosen to read, and the one whose symbols it has ("byte" for bytes). */
	dropped?: { text: string; symbolsOf: string | null };
}

export async function open(work: Work, given: ModelBytes): Promise<ModelFacts> {
	work.opened?.engine.close();
	const engine = await openEngine({ wasm: WASM, build: "plain", threads: 1 });
	const { spec, tensors, vocabulary, ids, dropped } = await partsOf(given);
	const weights = Weights.of(engine, spec, tensors);
	const opened: Opened = { engine, weights, vocabulary, ids, text: textOf(ids) };
	work.keep(opened);
	return {
		...{ spec, unit: vocabulary.unit, symbols: ids.length, parameters: weights.flat.length },
		labels: Array.from({ length: vocabulary.size }, (_, id) => vocabulary.label(id)),
		weightsSha256: await browserHost().sha256(weights.flat),
		...(dropped && { dropped }),
	};
}

interface Parts {
	spec: ModelSpec;
	tensors: readonly NamedTensor[];
	vocabulary: Vocabulary;
	ids: Int32Array;
	dropped?: NonNullable<ModelFacts["dropped"]>;
}

async function partsOf(given: ModelBytes): Promise<Parts> {
	if (given.from === "file") return fromFile(given);
	if (given.from === "training") return fromTraining(given);
	const { openDropped } = await import("./openDropped.ts");
	const { model, vocabulary, ids, text, symbolsOf } = await openDropped(given.bytes, given.file, given.texts);
	return { spec: model.spec, tensors: model.tensors, vocabulary, ids, dropped: { text, symbolsOf } };
}

function fromFile({ bytes, text }: Extract<ModelBytes, { from: "file" }>): Parts {
	const { spec, tensors, vocabulary } = readOwn(new Uint8Array(bytes), "weights");
	if (!vocabulary) throw new Error("the file of weights has no vocabulary");
	return { spec, tensors, vocabulary, ids: typeof text === "string" ? vocabulary.encode(text) : text };
}

/** The same corpus as that of the training, so that a part has the same symbols. */
async function fromTraining(given: Extract<ModelBytes, { from: "training" }>): Promise<Parts> {
	const { text, part, unit = "codepoint", split, options, tensors } = given;
	const corpus = await openCorpus(bytesSource("text", new TextEncoder().encode(text)), {
		unit,
		...(split !== undefined && { split: parseSplit(split) }),
	});
	const read = corpus.parts[part];
	const { vocabulary } = corpus;
	const spec = modelOf(parseOptions(options, "options"), vocabulary.size);
	return { spec, tensors, vocabulary, ids: await read.reader(0).read(read.symbols) };
}
