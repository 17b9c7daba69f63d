/** Finds text and expressions in the whole text, in a worker that is ended when an expression takes more than two seconds. */
import type { Expression } from "../../../src/interpretation/patterns/expression.ts";
import { instrument, shownModel } from "../instrument/shownModel.ts";
import type { FindAnswered, FindAsked } from "../worker/findWorker.ts";
import findAddress from "../worker/findWorker.ts?worker&url";
import type { PatternsAsked } from "../worker/instrument/labelling.ts";
import { trusted } from "../worker/trusted.ts";

export interface Found {
	/** In UTF-16 indices of the whole text, flat. */
	matches: Float64Array;
	/** In symbols, flat. */
	spans: Uint32Array;
}

/** late: the time was up. deep: the expression took more memory than there is. */
export type FindFailure = "late" | "deep";

const MOST_MS = 2000;
let worker: Worker | undefined;
let given: unknown = null;
let asks = 0;

/** Looks for `expression`; what was asked before and has no answer yet is given up. */
export async function find(expression: Expression, limit = Number.POSITIVE_INFINITY): Promise<Found | FindFailure> {
	const now = shownModel.get().facts;
	const id = ++asks;
	if (!worker || given !== now) {
		const whole = await instrument.ask("wholeText", undefined);
		if (id !== asks) return new Promise(() => {}); // overtaken
		worker ??= new Worker(trusted(findAddress), { type: "module" });
		given = now;
		worker.postMessage({ type: "text", ...whole } satisfies FindAsked);
	}
	const mine = worker;
	return new Promise((resolve) => {
		const timer = setTimeout(() => {
			end(mine);
			resolve("late");
		}, MOST_MS);
		mine.addEventListener("message", function answered({ data }: MessageEvent<FindAnswered>) {
			if (data.id !== id) return;
			mine.removeEventListener("message", answered);
			clearTimeout(timer);
			resolve("failed" in data ? "deep" : data);
		});
		mine.postMessage({ type: "find", id, expression, limit } satisfies FindAsked);
	});
}

function end(one: Worker): void {
	one.terminate();
	if (worker === one) worker = undefined;
}

/** What is typed, as an expression: /re/flags, else the very text, whose capitals do not matter. */
export function expressionOf(typed: string): Expression | undefined {
	const [, source, flags] = /^\/(.+)\/([a-z]*)$/s.exec(typed) ?? [];
	if (source === undefined) return { place: "in", source: typed.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), flags: "giu" };
	const all = [...new Set(`g${flags!.includes("v") ? "" : "u"}${flags}`)].join("");
	try {
		new RegExp(source, all);
		return { place: "in", source, flags: all };
	} catch {
		return undefined;
	}
}

/** The patterns that are typed, with the matches of those that are expressions, as the worker is asked. */
export async function patternsOf(typed: string, limit?: number): Promise<PatternsAsked | FindFailure | "wrong"> {
	const text = typed.trim();
	if (text === "") return {};
	const [, place, re, flags] = /^(in|at|after):(\/.+\/)([a-z]*)$/s.exec(text) ?? [];
	if (place === undefined) return { patterns: text.split(",").map((name) => name.trim()) };
	const expression = expressionOf(`${re}${flags}`);
	if (!expression) return "wrong";
	const found = await find({ ...expression, place: place as Expression["place"] }, limit);
	return typeof found === "string" ? found : { patterns: [text], matches: { [text]: found.matches } };
}
