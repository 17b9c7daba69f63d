/** Labels of the opened text by patterns, kept as long as the network is open. Expressions were matched by the page. */
import { browserHost } from "../../../../src/browser/browserHost.ts";
import { fail } from "../../../../src/errors/index.ts";
import { wantedPatterns } from "../../../../src/interpretation/patterns/askedPatterns.ts";
import { type ChosenPatterns, chosenPatterns } from "../../../../src/interpretation/patterns/chosenPatterns.ts";
import { labelText } from "../../../../src/interpretation/patterns/labelText.ts";
import type { Labels } from "../../../../src/interpretation/patterns/pattern.ts";
import { inTurns } from "../../../../src/training/host.ts";
import { type Opened, openedOf } from "./opened.ts";
import { charactersOf } from "./wholeText.ts";
import type { Work } from "./work.ts";

/** Patterns by name or as expressions, with the matches of each expression in UTF-16 indices. */
export interface PatternsAsked {
	/** Absent: those of what the text is. */
	patterns?: readonly string[];
	matches?: Readonly<Record<string, Float64Array>>;
	/** Symbols from the start of the text. Default: all. */
	limit?: number;
}

export interface Labelled {
	labels: Labels;
	chosen: ChosenPatterns | null;
	symbols: number;
}

/** The newest labels of each network: a second panel that asks for the same waits for nothing. */
const newest = new WeakMap<Opened, { key: string; labelled: Labelled }>();
const host = browserHost();

export async function labelled(work: Work, { patterns, matches = {}, limit }: PatternsAsked): Promise<Labelled> {
	const opened = openedOf(work);
	const key = JSON.stringify([patterns ?? null, limit ?? 0]);
	const known = newest.get(opened);
	if (known?.key === key) return known.labelled;
	const text = charactersOf(opened);
	const symbols = Math.min(limit ?? opened.ids.length, opened.ids.length);
	const chosen = patterns ? null : await chosenPatterns(text, symbols);
	const wanted = wantedPatterns(patterns ?? chosen!.patterns, "cells find");
	const { signal } = work;
	const help = {
		async matches(_: string, { source, place }: { source: string; place: string }) {
			const found = Object.entries(matches).find(([name]) => name.startsWith(`${place}:/${source}/`))?.[1];
			if (!found) throw fail("E_INTERNAL", { what: "an expression without its matches" });
			return found;
		},
		async spans(file: string): Promise<never> {
			throw fail("E_SPANS", { where: file, why: { reason: "entry", entry: "spans:FILE", got: file } });
		},
		async inTurns(run: Parameters<typeof inTurns<void>>[0]) {
			await inTurns(run, host, { signal });
			signal.throwIfAborted();
		},
	};
	const made = { labels: await labelText(text, symbols, wanted, { where: "cells find", help }), chosen, symbols };
	newest.set(opened, { key, labelled: made });
	return made;
}

/** The opened text up to a symbol, as the library reads it. */
export function textUpTo({ text, ids }: Opened, symbols: number) {
	return { name: "the text", symbols: Math.min(symbols, ids.length), reader: (at: number) => text.reader(at) };
}
