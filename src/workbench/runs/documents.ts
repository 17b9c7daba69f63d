/** The small JSON files of a run, each `{"format": 1, "<what>": ...}`; other keys are rejected. */
import { join } from "node:path";
import { Vocabulary } from "../../data/vocabulary.ts";
import { fail } from "../../errors/index.ts";
import { nearest } from "../../errors/nearest.ts";
import { shown } from "../../errors/quote.ts";
import type { Json } from "../../training/json.ts";
import { isRecord } from "../../training/json.ts";
import type { Disk } from "../disk/disk.ts";
import { decodeJson, encodeJson } from "../disk/losslessJson.ts";
import { readSmall } from "../disk/readSmall.ts";

export const RUN_FORMAT = 1;

const FILES = {
	config: "config.json",
	vocabulary: "vocabulary.json",
	state: "status.json",
	cells: "cells.json",
	tags: "tags.json",
} as const;
export type Document = keyof typeof FILES;

/** Encodes the content of the file that holds `what`. */
export function writeDocument(what: Document, value: Json): Uint8Array {
	return Buffer.from(`${encodeJson({ format: RUN_FORMAT, [what]: value })}\n`);
}

/** Reads a run's file; undefined if it does not exist. @throws E_JSON, E_RUN_FILE, E_RUN_FORMAT, E_RUN_FIELD. */
export function readDocument(disk: Disk, folder: string, what: Document): Json | undefined {
	const path = join(folder, FILES[what]);
	const bytes = readSmall(disk, path);
	if (!bytes) return undefined;
	const document = decodeJson(bytes, path);
	if (!isRecord(document))
		throw fail("E_RUN_FIELD", { path, key: what, why: { reason: "type", types: ["object"], keys: ["format", what] } });
	const { format } = document;
	if (typeof format !== "number" || !Number.isInteger(format) || format < 1)
		throw fail("E_RUN_FIELD", {
			path,
			key: "format",
			why: { reason: "whole", min: 1, max: RUN_FORMAT, got: shown(format) },
		});
	if (format > RUN_FORMAT) throw fail("E_RUN_FORMAT", { path, got: format, newest: RUN_FORMAT });
	rejectUnknownKeys(document, ["format", what], path);
	return document[what];
}

/** @throws E_RUN_FILE for a key of `record` that is not in `known`, with the most similar known key as a suggestion. */
export function rejectUnknownKeys(record: { [key: string]: Json }, known: readonly string[], path: string): void {
	for (const key of Object.keys(record)) {
		if (known.includes(key)) continue;
		const suggestion = nearest(key, known);
		throw fail("E_RUN_FILE", { path, key, known: known.join(", "), ...(suggestion !== undefined && { suggestion }) });
	}
}

/** Decodes the vocabulary of a run on text. @throws what Vocabulary.fromJSON throws. */
export function vocabularyOf(json: Json | undefined, folder: string): Vocabulary {
	return Vocabulary.fromJSON(json, `${folder}/vocabulary.json`);
}
