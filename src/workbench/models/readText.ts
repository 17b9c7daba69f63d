/** Opens the text that a trained model reads: named files, or a part of its run's text. */
import { PARTS, type Part, type PartName } from "../../data/corpus.ts";
import { fail } from "../../errors/index.ts";
import { notOneOf } from "../../errors/request.ts";
import { lasting, openTexts, sameText, scan } from "../datasets/texts.ts";
import type { Model, ModelRequest } from "./textModel.ts";

export interface TextChoice {
	/** Other texts, read whole. Default: `part` of the run's own text. */
	texts?: string[];
	/** Part of the run's text. Default: valid. */
	part?: PartName;
	/** Replaces malformed UTF-8 by U+FFFD. Default: as in training. */
	lossy?: boolean;
	/** Encoding of `texts`. Default: UTF-8, or UTF-16 with its byte order mark. */
	encoding?: string;
}

/** A run and the text to read with it. */
export interface TextReading extends ModelRequest, TextChoice {}

export const TEXT_KEYS = ["texts", "part", "lossy", "encoding"] as const;

/**
 * Opens the text, passes it on with a display name, and closes it.
 * @param least minimum length in symbols.
 * @throws E_RUN_NO_TEXT, E_OPTION for a shorter text, E_FILE_CHANGED.
 */
export async function withText<T>(
	{ name, config, vocabulary }: Pick<Model, "name" | "config" | "vocabulary">,
	{ texts, part = "valid", lossy = config.lossy, encoding }: TextChoice,
	{ verb, least }: { verb: string; least: number },
	use: (text: Part, title: string) => Promise<T>,
): Promise<T> {
	checkPart(part, verb);
	if (!texts && config.texts.length === 0)
		throw fail("E_RUN_NO_TEXT", { run: name, next: `sluice ${verb} ${name} FILE` });
	const source = await openTexts(texts ? lasting(texts) : config.texts, () => {}, {
		encoding: texts ? encoding : config.encoding,
		unit: vocabulary.unit,
	});
	try {
		if (!texts) sameText(source, config);
		const split = texts ? ([100, 0, 0] as const) : config.split;
		const corpus = await scan(source, { unit: vocabulary.unit, split, lossy, vocabulary }, () => {});
		const read = corpus.parts[texts ? "train" : part];
		const title = texts ? texts.join(" ") : part;
		if (read.symbols < least) {
			const why = { reason: "count", of: "symbols", in: title, got: read.symbols, min: least } as const;
			throw fail("E_OPTION", { option: texts ? "texts" : "part", why, where: verb });
		}
		return await use(read, title);
	} finally {
		await source.close();
	}
}

/** @throws E_OPTION for an unknown part. */
export function checkPart(part: PartName, where: string): void {
	if (!PARTS.includes(part)) throw fail("E_OPTION", { option: "part", why: notOneOf(PARTS, part), where });
}
