/** Opens a network on the plain wasm engine, whose bits are the same on every computer. */
import { browserHost } from "../../../../src/browser/browserHost.ts";
import { openEngine } from "../../../../src/browser/engine.ts";
import { type ModelSpec, parameterCount } from "../../../../src/cells/layout.ts";
import { Weights } from "../../../../src/cells/weights.ts";
import { openCorpus, type Part, type PartName, parseSplit } from "../../../../src/data/corpus.ts";
import { bytesSource } from "../../../../src/data/source.ts";
import type { Unit } from "../../../../src/data/units.ts";
import type { Vocabulary } from "../../../../src/data/vocabulary.ts";
import { SluiceError } from "../../../../src/errors/index.ts";
import { readOwn } from "../../../../src/interop/portable.ts";
import type { NamedTensor } from "../../../../src/interop/safetensors.ts";
import { textOf } from "../../../../src/interpretation/model.ts";
import { type GivenOptions, modelOf, parseOptions } from "../../../../src/training/options/options.ts";
import { WASM } from "../../ownFiles.ts";
import type { EchoBytes } from "./echo/openEcho.ts";
import type { ModelFacts } from "./modelFacts.ts";
import type { NamedText } from "./openDropped.ts";
import type { Opened } from "./opened.ts";
import { symbolsTyped } from "./symbolsTyped.ts";
import type { Work } from "./work.ts";

export type { ModelFacts } from "./modelFacts.ts";

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
	/** A network that comes with the page, and its whole text. */
	| { from: "stored"; bytes: ArrayBuffer; text: string; part: PartName }
	| { from: "dropped"; bytes: ArrayBuffer; file: string; texts: NamedText[] };

/** A sentence that is read in the place of the text; "" for none. */
export type Asked = (ModelBytes | EchoBytes) & { sentence?: string };

export async function open(work: Work, given: Asked): Promise<ModelFacts> {
	if (given.from === "echo files" || given.from === "echo training") return openedEcho(work, given);
	work.opened?.engine.close();
	const opened = await openedFrom(given);
	work.keep(opened);
	return factsOf(opened);
}

async function openedEcho(work: Work, given: EchoBytes): Promise<ModelFacts> {
	const { echoFactsOf, openEcho } = await import("./echo/openEcho.ts");
	work.echo?.model.engine.close();
	const echo = await openEcho(given);
	work.keepEcho(echo);
	return echoFactsOf(echo);
}

export async function openedFrom(given: ModelBytes & { sentence?: string }): Promise<Opened> {
	const { spec, tensors, vocabulary, ids: ownIds, training, dropped } = await readParts(given);
	const engine = await engineFor(spec);
	const sentence = given.sentence ? symbolsTyped(vocabulary, `${given.sentence}\n`) : undefined;
	const ids = sentence?.ids ?? ownIds;
	const weights = Weights.of(engine, spec, tensors);
	const more = {
		...(training && { training }),
		...(dropped && { dropped }),
		...(sentence && { sentence }),
	};
	return { engine, weights, vocabulary, ids, text: textOf(ids), ...more };
}

const engineFor = async ({ cell }: ModelSpec) =>
	cell === "own" ? (await ownCells()).openOwnEngine() : openEngine({ wasm: WASM, build: "plain", threads: 1 });

export async function factsOf({ weights, vocabulary, ids, dropped, sentence }: Opened): Promise<ModelFacts> {
	const { spec } = weights;
	return {
		...{ spec, unit: vocabulary.unit, symbols: ids.length, parameters: parameterCount(spec) },
		labels: Array.from({ length: vocabulary.size }, (_, id) => vocabulary.label(id)),
		weightsSha256: await browserHost().sha256(weights.flat),
		...(spec.cell === "own" && { own: (await import("./ownFacts.ts")).ownFactsOf(spec) }),
		...(dropped && { dropped }),
		...(sentence && { sentence: { signs: sentence.signs, unknown: sentence.unknown } }),
	};
}

interface Parts {
	spec: ModelSpec;
	tensors: readonly NamedTensor[];
	vocabulary: Vocabulary;
	ids: Int32Array;
	/** Symbols of the training part. */
	training?: () => Promise<Int32Array>;
	dropped?: NonNullable<Opened["dropped"]>;
}

/** Reads equations only where a network has some: no other network loads the code for them. */
async function readParts(given: ModelBytes): Promise<Parts> {
	try {
		return await partsOf(given);
	} catch (error) {
		if (!(error instanceof SluiceError && error.code === "E_CELL_USE")) throw error;
		await ownCells();
		return partsOf(given);
	}
}

const ownCells = () => import("../ownCells.ts");

async function partsOf(given: ModelBytes): Promise<Parts> {
	if (given.from === "training") return fromTraining(given);
	if (given.from === "dropped") return fromDropped(given);
	const { spec, tensors, vocabulary } = readOwn(new Uint8Array(given.bytes), "weights");
	if (!vocabulary) throw new Error("the file of weights has no vocabulary");
	const model = { spec, tensors, vocabulary };
	if (given.from === "stored") return withPart(model, given);
	const { text } = given;
	return { ...model, ids: typeof text === "string" ? vocabulary.encode(text) : text };
}

async function fromDropped({ bytes, file, texts }: Extract<ModelBytes, { from: "dropped" }>): Promise<Parts> {
	const { openDropped } = await import("./openDropped.ts");
	const { model, vocabulary, ids, text, symbolsOf } = await openDropped(bytes, file, texts);
	return { spec: model.spec, tensors: model.tensors, vocabulary, ids, dropped: { text, symbolsOf } };
}

async function withPart(
	model: Pick<Parts, "spec" | "tensors" | "vocabulary">,
	{ text, part }: Extract<ModelBytes, { from: "stored" }>,
): Promise<Parts> {
	const { vocabulary } = model;
	const { unit } = vocabulary;
	const corpus = await openCorpus(bytesSource("text", new TextEncoder().encode(text)), { unit, vocabulary });
	return { ...model, ids: await symbolsOf(corpus.parts[part]), training: () => symbolsOf(corpus.parts.train) };
}

/** The same corpus as that of the training, so that a part has the same symbols. */
async function fromTraining(given: Extract<ModelBytes, { from: "training" }>): Promise<Parts> {
	const { text, part, unit = "codepoint", split, options, tensors } = given;
	const corpus = await openCorpus(bytesSource("text", new TextEncoder().encode(text)), {
		unit,
		...(split !== undefined && { split: parseSplit(split) }),
	});
	const { vocabulary, parts } = corpus;
	const spec = modelOf(parseOptions(options, "options"), vocabulary.size);
	return { spec, tensors, vocabulary, ids: await symbolsOf(parts[part]), training: () => symbolsOf(parts.train) };
}

const symbolsOf = (part: Part) => part.reader(0).read(part.symbols);
