/**
 * Opens a dropped file of weights. Its symbols are those that it names; else those of one of the page's texts, if they are as
 * many; else bytes.
 */
import { openCorpus } from "../../../../src/data/corpus.ts";
import { bytesSource } from "../../../../src/data/source.ts";
import { Vocabulary } from "../../../../src/data/vocabulary.ts";
import { fail } from "../../../../src/errors/index.ts";
import { formatOf, readFormat } from "../../../../src/interop/anyFormat.ts";
import type { PortableModel } from "../../../../src/interop/portable.ts";

/** A text of the page or of the reader, which a dropped network can read. */
export interface NamedText {
	name: string;
	text: string;
}

export interface Dropped {
	model: PortableModel;
	vocabulary: Vocabulary;
	/** Name of the text that it reads, its symbols, and the fraction of them that the network knows is the largest. */
	text: string;
	ids: Int32Array;
	/** Name of the text that the symbols are those of, or "byte"; null if the file names them. */
	symbolsOf: string | null;
}

/** @param texts the reader's own first @throws the coded errors of `sluice import` */
export async function openDropped(bytes: ArrayBuffer, file: string, texts: readonly NamedText[]): Promise<Dropped> {
	const content = new Uint8Array(bytes);
	const model = await readFormat(content, formatOf(content, file), file);
	const { vocabulary, symbolsOf } = await symbolsFor(model, file, texts);
	const read = texts.map(({ name, text }) => ({ name, ids: vocabulary.encode(text) }));
	const { name, ids } = read.reduce((a, b) => (known(b.ids) > known(a.ids) ? b : a));
	return {
		model,
		vocabulary,
		symbolsOf,
		text: symbolsOf === null || symbolsOf === "byte" ? name : symbolsOf,
		ids: idsOf(read, symbolsOf) ?? ids,
	};
}

const idsOf = (read: readonly { name: string; ids: Int32Array }[], name: string | null) =>
	read.find((one) => one.name === name)?.ids;

/** Fraction of the symbols that the vocabulary has. */
const known = (ids: Int32Array) => ids.reduce((n, id) => n + (id >= 0 ? 1 : 0), 0) / Math.max(1, ids.length);

async function symbolsFor(
	{ vocabulary, spec: { symbols: V } }: PortableModel,
	where: string,
	texts: readonly NamedText[],
): Promise<Pick<Dropped, "vocabulary" | "symbolsOf">> {
	const wrong = (why: "size" | "missing", facts: object) => fail("E_IMPORT_VOCABULARY", { where, why, ...facts });
	if (vocabulary) {
		const got = String(vocabulary.size);
		if (vocabulary.size !== V) throw wrong("size", { got, wanted: `V = ${V}` });
		return { vocabulary, symbolsOf: null };
	}
	for (const { name, text } of texts) {
		const source = bytesSource(name, new TextEncoder().encode(text));
		const { vocabulary: own } = await openCorpus(source, { unit: "codepoint", split: [100, 0, 0] });
		if (own.size === V) return { vocabulary: own, symbolsOf: name };
	}
	if (V === 256) return { vocabulary: new Vocabulary("byte"), symbolsOf: "byte" };
	throw wrong("missing", { got: `V = ${V}` });
}
