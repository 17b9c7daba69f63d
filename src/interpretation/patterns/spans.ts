/** Patterns from spans of a text: matches of an expression, or a file of spans. */
import { checkJsonSize } from "../../data/jsonSize.ts";
import { fail } from "../../errors/index.ts";
import type { SpansReason } from "../../errors/interpretation.ts";
import type { Labeller, Pattern } from "./pattern.ts";

/** Code points [from, to), from 0; with a degree if the spans are graded. */
export interface Span {
	from: number;
	to: number;
	value?: number;
}

/**
 * Returns the pattern that holds inside the spans; of overlapping spans, the one that begins last determines the
 * degree. Graded if any has a value other than 1.
 */
export function spanPattern(name: string, spans: readonly Span[]): Pattern {
	const sorted = [...spans].sort((a, b) => a.from - b.from);
	const graded = sorted.some(({ value = 1 }) => value !== 1);
	return {
		name,
		graded,
		open(): Labeller {
			let next = 0;
			let at = 0;
			const open: Span[] = []; // by their beginning; ended ones below the last are removed later
			return () => {
				while (next < sorted.length && sorted[next]!.from <= at) open.push(sorted[next++]!);
				while (open.length > 0 && open.at(-1)!.to <= at) open.pop();
				at++;
				const last = open.at(-1);
				return last ? (last.value ?? 1) : 0;
			};
		},
	};
}

const MOST_SPANS = 1 << 20;
/** Bounds of a JSON file of spans. */
const MOST_JSON = { bytes: 1 << 26, values: 1 << 22, containers: 1 << 19 };

/**
 * Parses a file of spans. TSV: FROM, TO and optionally a degree from 1 to 255 on each line; blank lines and lines that
 * begin with `#` are skipped. JSON: a list of [from, to], [from, to, value] or {from, to, value}.
 * @throws E_SPANS with the invalid line or entry.
 */
export function parseSpans(text: string, where: string): Span[] {
	const json = /^\s*\[/.test(text);
	const refuse = (why: SpansReason) => fail("E_SPANS", { where, why });
	const spans: Span[] = [];
	const add = (entry: string, got: () => string, from: unknown, to: unknown, value: unknown = 1) => {
		const whole = (x: unknown): x is number => Number.isSafeInteger(x);
		const fits = whole(from) && whole(to) && from >= 0 && to > from && whole(value) && value >= 1 && value <= 255;
		if (!fits) throw refuse({ reason: "entry", entry, got: got() });
		if (spans.length >= MOST_SPANS) throw refuse({ reason: "tooMany", max: MOST_SPANS });
		spans.push({ from, to, value });
	};
	if (json) {
		checkJsonSize(text, where, MOST_JSON);
		let entries: unknown[];
		try {
			entries = JSON.parse(text) as unknown[];
		} catch (error) {
			throw refuse({ reason: "json", message: (error as Error).message });
		}
		for (const [k, entry] of entries.entries()) {
			const { from, to, value } = (entry ?? {}) as Partial<Span>;
			const [a, b, c] = Array.isArray(entry) ? (entry as unknown[]) : [from, to, value];
			add(`[${k}]`, () => shown(entry), a, b, c);
		}
	} else {
		for (let k = 0, at = 0; at < text.length; k++) {
			const end = text.indexOf("\n", at);
			const line = text.slice(at, end < 0 ? text.length : end).replace(/\r$/, "");
			at = end < 0 ? text.length : end + 1;
			if (line.trim() === "" || line.startsWith("#")) continue;
			const numbers = line
				.trim()
				.split(/\s+/)
				.map((cell) => (/^\d+$/.test(cell) ? Number(cell) : Number.NaN));
			add(`line ${k + 1}`, () => line, numbers[0], numbers[1], numbers[2]);
		}
	}
	return spans;
}

/** A short form of an entry of a JSON file; only its kind if it is nested too deeply to be written. */
function shown(entry: unknown): string {
	try {
		return JSON.stringify(entry);
	} catch {
		return "a list nested too deep";
	}
}
