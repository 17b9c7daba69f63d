/** The searches of one cell history, all over the same symbols, with their joint progress. */

import type { Part } from "../../../data/corpus.ts";
import { findCells } from "../../../interpretation/findCells.ts";
import { type AskedPattern, wantedPatterns } from "../../../interpretation/patterns/askedPatterns.ts";
import { chosenPatterns } from "../../../interpretation/patterns/chosenPatterns.ts";
import type { CellSearchResult } from "../../../interpretation/search/cellSearchResult.ts";
import { turn } from "../../machine/turns.ts";
import type { Model } from "../../models/textModel.ts";
import { labelText } from "./labels.ts";
import { notOne } from "./onePattern.ts";

export const WHERE = "cells history";

export interface SearchHooks {
	onProgress?(done: number, total: number): void;
	signal?: AbortSignal;
}

/** A text with its labels, reused for every checkpoint. */
type Labelled = Awaited<ReturnType<Searches["labelled"]>>;

export class Searches {
	readonly #title: string;
	readonly #symbols: number;
	/** Total symbols of all searches. */
	readonly #total: number;
	readonly #hooks: SearchHooks;
	#done = 0;

	constructor({ title, symbols, total }: { title: string; symbols: number; total: number }, hooks: SearchHooks) {
		this.#title = title;
		this.#symbols = symbols;
		this.#total = total;
		this.#hooks = hooks;
	}

	/** Labels the text with the requested pattern, or with those of what the text is. */
	async labelled(text: Part, asked?: AskedPattern) {
		const symbols = Math.min(this.#symbols, text.symbols);
		const listed = asked === undefined ? (await chosenPatterns(text, symbols)).patterns : [asked];
		const wanted = wantedPatterns(listed, WHERE);
		if (asked !== undefined && wanted.length !== 1) throw notOne(wanted.length, WHERE);
		const labels = await labelText(text, symbols, wanted, { where: WHERE, signal: this.#hooks.signal });
		return {
			labels,
			strict: asked !== undefined,
			name: this.#title,
			symbols,
			reader: (at: number) => text.reader(at),
		};
	}

	/** Searches the named values. `also` is a unit to list even if it is not the best. */
	async search(
		model: Model,
		{ labels, strict, ...read }: Labelled,
		names: string[],
		also?: string,
	): Promise<CellSearchResult> {
		const found = await findCells(model, read, labels, {
			names,
			best: 1,
			also,
			strict,
			signal: this.#hooks.signal,
			onProgress: async (symbols) => {
				this.#hooks.onProgress?.(this.#done + symbols, this.#total);
				await turn();
			},
		});
		this.#done += this.#symbols;
		return found;
	}
}
