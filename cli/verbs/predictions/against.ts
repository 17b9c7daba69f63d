/** `sluice predictions RUN --against OTHER`: the difference of two runs on one text, and the units that explain it. */
import { fail } from "../../../src/errors/index.ts";
import type { ComparedOnText, SymbolDifference } from "../../../src/index.ts";
import { type Context, print, suggestNext, talk } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { clock, count, loss, percent } from "../../display/numbers.ts";
import { ownPart } from "../../display/ownPart.ts";
import { table } from "../../display/table.ts";
import { cellsOf, loadWidths } from "../../display/width.ts";
import { foldWords } from "../../display/words.ts";
import { flagWords, sameRun } from "../../next.ts";
import { checkpointOf } from "../shared/checkpoint.ts";
import { readingOf } from "../shared/reading.ts";
import { symbolShown } from "../shared/symbolShown.ts";
import type { ValuesOf } from "../spec.ts";
import { oneByOne } from "./oneByOne.ts";
import { PREDICTIONS_LIMIT, type predictions } from "./spec.ts";

type Values = ValuesOf<typeof predictions>;

/** Options that only a comparison has. */
const ONLY = ["againstCheckpoint", "pattern", "units", "places"] as const;
/** Options that a comparison does not have. */
const NOT = ["top", "sure", "ngrams", "countOn"] as const;
const signed = (value: number) => `${value < 0 ? "" : "+"}${loss(value)}`;

/** @throws E_OPTION for an option that goes with --against only, without it. */
export function needsAgainst({ settings }: Context<Values>): void {
	const option = ONLY.find((name) => settings.values[name] !== undefined);
	if (option === undefined) return;
	throw fail("E_OPTION", { option, why: { reason: "needs", options: ["against"] }, where: "sluice predictions" });
}

export async function runAgainst(context: Context<Values>, against: string, args: string[]): Promise<number> {
	const { format, library, settings } = context;
	const { pattern: patterns = [], units, places, limit = PREDICTIONS_LIMIT, againstCheckpoint } = settings.values;
	const other = NOT.find((name) => settings.values[name] !== undefined);
	if (other !== undefined)
		throw fail("E_OPTION", {
			option: other,
			why: { reason: "together", with: "against" },
			where: "sluice predictions",
		});
	if (patterns.length > 1) {
		const why = { reason: "count", of: "patterns", got: patterns.length, min: 1, max: 1 } as const;
		throw fail("E_OPTION", { option: "pattern", why, where: "sluice predictions" });
	}
	const request = {
		...{ ...readingOf(context, "sluice predictions", args), against, limit, units, places, pattern: patterns[0] },
		...(againstCheckpoint !== undefined && {
			againstCheckpoint: checkpointOf(againstCheckpoint, context, "againstCheckpoint"),
		}),
	};
	const { result } = await oneByOne<SymbolDifference, ComparedOnText>(context, {
		...{ phase: "phase.against", type: "difference", most: 0 },
		read: (onDifference, hooks) => library.compareOnText(request, { onDifference, ...hooks }),
	});
	if (format !== "text") return 0;
	await loadWidths();
	printCompared(context, result, args);
	const words = flagWords(settings, "part", "checkpoint", "against", "againstCheckpoint", "pattern");
	if (result.explained === null && result.better !== null)
		suggestNext(context, [`sluice predictions ${sameRun(args[0]!, settings)}${words} --units 64`]);
	return 0;
}

function printCompared(context: Context<Values>, result: ComparedOnText, args: string[]): void {
	const { t, out } = context;
	const cells = cellsOf(context, 80, 100);
	const { against, sums, pattern, places, explained, symbols, textSymbols, leftOut } = result;
	const text = args.length > 1 ? escapeLine(result.text) : ownPart(t, result.text);
	const whole = symbols === textSymbols;
	const read = whole ? count(symbols) : t("predictions.of", { count: count(symbols), total: count(textSymbols) });
	const names = {
		run: `${escapeLine(result.run)}@${result.step}`,
		other: `${escapeLine(against.run)}@${against.step}`,
	};
	const facts = { ...names, text, symbols: read, time: clock(result.seconds) };
	print(context, foldWords(t("against.heading", facts), cells).map(out.bold).join("\n"));
	const name = escapeLine(pattern?.name ?? "");
	const rows = (["inside", "outside", "all"] as const).flatMap((kind) => {
		const sum = sums[kind];
		if (!sum) return [];
		return [
			[
				t(`against.${kind}`, { pattern: name }),
				count(sum.symbols),
				loss(sum.lossNats),
				loss(sum.againstNats),
				signed(sum.gainNats),
			],
		];
	});
	const titles = ["", t("against.symbols"), names.run, names.other, t("against.gain")];
	printTable(context, titles, rows);
	if (leftOut > 0) talk(context, t("against.left", { count: leftOut }));
	for (const [key, list] of [
		["better", places.better],
		["worse", places.worse],
	] as const) {
		if (list.length === 0) continue;
		print(context, `\n${out.bold(t(`against.${key}`, names))}`);
		printTable(
			context,
			[t("predictions.at"), t("predictions.came"), names.run, names.other, t("against.gain")],
			list.map(({ at, symbol, nats, againstNats, gainNats }) => [
				...[String(at), symbolShown(symbol), loss(nats), loss(againstNats), signed(gainNats)],
			]),
		);
	}
	if (explained) printUnits(context, result, names);
}

function printUnits(
	context: Context<Values>,
	{ explained, better, pattern }: ComparedOnText,
	names: { run: string; other: string },
): void {
	const { t, out } = context;
	const { units, of } = explained!;
	const run = better === "run" ? names.run : names.other;
	const shown = units.slice(0, 10);
	print(context, `\n${out.bold(t("against.units", { run, shown: shown.length, measured: units.length, of }))}`);
	const titles = [t("against.unit"), t("against.rise"), t("against.share"), t("against.correlation")];
	if (pattern) titles.push(t("against.riseOutside"));
	printTable(
		context,
		titles,
		shown.map(({ unit, riseNats, share, correlation, outsideNats }) => [
			...[unit, signed(riseNats), percent(share), correlation.toFixed(3)],
			...(outsideNats === null ? [] : [signed(outsideNats)]),
		]),
	);
}

function printTable(context: Context<Values>, titles: readonly string[], rows: readonly (readonly string[])[]): void {
	const [head, ...body] = table(
		titles.map((title, k) => ({ title, right: k > 0 })),
		rows,
	);
	print(context, `${context.out.dim(head!)}\n${body.join("\n")}`);
}
