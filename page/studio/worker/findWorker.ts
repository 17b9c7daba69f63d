/**
 * Looks for an expression in a text. An expression may take for ever: the page ends this worker when its time is up, and
 * `reached` says where it was.
 */
import { type Expression, matchesOf } from "../../../src/interpretation/patterns/expression.ts";

export type FindAsked =
	| { type: "text"; text: string; symbols: Uint8Array | null }
	/** `limit`: symbols of the text from its start. */
	| { type: "find"; id: number; expression: Expression; limit: number };

export type FindAnswered =
	/** `matches`: in UTF-16 indices, flat. `spans`: in symbols of the text, flat. */
	| { id: number; matches: Float64Array; spans: Uint32Array }
	/** The expression took more memory than there is. */
	| { id: number; failed: true };

let text = "";
let symbols: Uint8Array | null = null;

addEventListener("message", ({ data }: MessageEvent<FindAsked>) => {
	if (data.type === "text") {
		({ text, symbols } = data);
		return;
	}
	try {
		const matches = Float64Array.from(matchesOf(beginning(data.limit), data.expression));
		postMessage({ id: data.id, matches, spans: spansOf(matches) } satisfies FindAnswered);
	} catch {
		postMessage({ id: data.id, failed: true } satisfies FindAnswered);
	}
});

/** The characters of the first symbols, without one that is cut off. */
function beginning(limit: number): string {
	let [unit, character, symbol] = [0, 0, 0];
	while (unit < text.length) {
		symbol += symbols ? symbols[character++]! : 1;
		if (symbol > limit) break;
		unit += text.codePointAt(unit)! > 0xffff ? 2 : 1;
	}
	return text.slice(0, unit);
}

/** Indices of UTF-16 as indices of symbols. */
function spansOf(matches: Float64Array): Uint32Array {
	const spans = new Uint32Array(matches.length);
	let [unit, character, symbol] = [0, 0, 0];
	for (const [n, index] of matches.entries()) {
		for (; unit < index; character++) {
			unit += text.codePointAt(unit)! > 0xffff ? 2 : 1;
			symbol += symbols ? symbols[character]! : 1;
		}
		spans[n] = symbol;
	}
	return spans;
}
