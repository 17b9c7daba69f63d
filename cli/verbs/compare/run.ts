/** `sluice compare TASK|FILE|DIR|@NAME...`: compares remedies. A trial that diverges is a result, not a failure. */
import { fail } from "../../../src/errors/index.ts";
import { flagOf } from "../../../src/errors/option.ts";
import type { CompareResult } from "../../../src/index.ts";
import { type Context, note, print, printJson, suggestNext } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { clock, loss, percent, small } from "../../display/numbers.ts";
import { Progress } from "../../display/progress.ts";
import { type Column, table } from "../../display/table.ts";
import { TrainProgress } from "../../display/trainProgress.ts";
import { cellsOf, loadWidths, width } from "../../display/width.ts";
import { foldWords } from "../../display/words.ts";
import { quote, sameFlags } from "../../next.ts";
import type { Settings } from "../../settings.ts";
import { DATA_FLAGS, dataOf, withoutData } from "../shared/data.ts";
import type { ValuesOf } from "../spec.ts";
import { lagBars } from "./lagBars.ts";
import type { compare } from "./spec.ts";

type Values = ValuesOf<typeof compare>;

export async function run(context: Context<Values>, on: string[]): Promise<number> {
	const { io, t, lang, show, library, format, settings } = context;
	const { remedies, seeds, firstSeed, rates, goal, list, out, workers, engine, quiet: _, ...more } = settings.values;
	if (list) return listRemedies(context);
	if (on.length === 0) {
		throw fail("E_ARGUMENT", {
			verb: "sluice compare",
			why: { reason: "missing", forms: ["TASK", "FILE", "DIR", "@NAME"], such: "sluice compare temporal-order" },
		});
	}
	const words = on.map((word) => library.taskWord(word));
	const data = await dataOf(context, "compare", words);
	const options = withoutData(more);
	let folder: string | undefined;
	const signal = io.stop.listen(() => {
		if (folder === undefined) return false; // nothing to keep
		show.say(t("compare.stopping", { folder: escapeLine(folder) }));
		return true;
	});
	const opening = new TrainProgress(t, context.err);
	let view: Progress | undefined;
	const request = { data, remedies, seeds, firstSeed, rates, goal, options, out, workers, engine, lang };
	const result = await library.compare(request, {
		signal,
		onNotice: (notice) => note(context, notice),
		onEvent(event) {
			opening.take(event, io.now());
			show.update(opening);
		},
		onStart: (started) => {
			folder = started;
		},
		onProgress(done, total, before) {
			const label = t("phase.compare", { name: escapeLine(on.join(" ")) });
			view ??= new Progress(t, label, (trials) => String(Math.floor(trials + 1e-6)), io.now(), before);
			view.set(done, total, io.now());
			show.update(view);
		},
	});
	show.end(true);
	if (format !== "text") printJson(context, result);
	else {
		await loadWidths();
		tell(context, result);
	}
	suggestNext(context, nextMoves(on, words, result, settings));
	return 0;
}

/** Prints the table, the meaning of its columns, where trials diverged, and the files. */
function tell(context: Context, result: CompareResult): void {
	const { t, out } = context;
	const { on, kind, unit, goal, rows, trials, seconds, folder, figure, csv } = result;
	const columns = cellsOf(context, 100, Number.POSITIVE_INFINITY);
	const [head, ...body] = tableOf(context, result, columns);
	const { steps, minutes } = rows[0]!.options;
	const budget =
		minutes === undefined ? t("compare.updates", { count: steps! }) : t("compare.minutes", { count: minutes });
	const from = trials[0]?.seed ?? 1;
	const to = from + rows[0]!.seeds - 1;
	const one = from === 1 ? t("compare.seed") : t("compare.oneSeed", { from });
	const seeds = from === to ? one : t("compare.seeds", { from, to });
	const facts = { on: escapeLine(on), seeds, budget, trials: trials.length, time: clock(seconds) };
	const meanings = [
		...(goal === null
			? []
			: [kind === "text" ? t("compare.explainText", { goal }) : t("compare.explainTask", { goal: percent(goal) })]),
		t("compare.explainLoss", { unit }),
		t("compare.explainReach", { lag: Math.max(...rows.map(({ after }) => after.most)) }),
		t("compare.explainBars"),
		t(goal === null ? "compare.explainBestLoss" : "compare.explainBest"),
		...(result.baseline === null
			? []
			: [t(kind === "text" ? "compare.explainFrequencies" : "compare.explainBaseline")]),
	];
	const lines = [
		...foldWords(t("compare.heading", facts), columns).map(out.bold),
		...["", out.dim(head!), ...body, ""],
		...standing(context, result)
			.flatMap((line) => foldWords(line, columns))
			.map(out.bold),
		...(result.best === null ? [""] : []),
		...meanings.flatMap((meaning) => foldWords(meaning, columns, 2)).map(out.dim),
		...divergences(context, result)
			.flatMap((line) => foldWords(line, columns, 2))
			.map(out.yellow),
		...["", t("compare.files"), ...[figure, csv, `${folder}/compare.json`].map((path) => `  ${escapeLine(path)}`)],
	];
	print(context, lines.join("\n"));
}

/** The results table, with the gradient column as wide as the terminal allows. */
function tableOf(
	{ t }: Context,
	{ goal, rows, best, leaders, why, baseline }: CompareResult,
	columns: number,
): string[] {
	const several = rows.some(({ tried }) => tried.length > 1);
	const ties = why === "tied" || why === "seeds" || (why === "none" && leaders.length > 1) ? leaders : [];
	const withBars = (cells: number) => {
		const bars = (log10: readonly (number | null)[]) => lagBars(log10, cells).padEnd(cells);
		const titles: (Column | false)[] = [
			{ title: t("compare.remedy") },
			several && { title: t("compare.rate"), right: true },
			goal !== null && { title: t("compare.success"), right: true },
			goal !== null && { title: t("compare.steps"), right: true },
			{ title: t("compare.loss"), right: true },
			{ title: t("compare.reach"), right: true },
			{ title: t("compare.gradient") },
			{ title: t("compare.time"), right: true },
		];
		const lines = rows.map((row) => [
			`${row.remedy}${row.remedy === best ? " ★" : ties.includes(row.remedy) ? " ≈" : ""}`,
			several && (row.rate === null ? "-" : small(row.rate)),
			goal !== null && `${row.successes}/${row.seeds}`,
			goal !== null && (row.stepsToSuccess === null ? "-" : String(Math.round(row.stepsToSuccess))),
			row.finalLoss === null ? t("compare.diverged") : loss(row.finalLoss),
			`${reach(row.before)} → ${reach(row.after)}`,
			`${bars(row.before.log10)} → ${bars(row.after.log10)}`,
			clock(row.seconds),
		]);
		if (baseline !== null) {
			const empty = [several && "", goal !== null && "", goal !== null && ""] as const;
			lines.push([t("compare.baseline"), ...empty, loss(baseline), "", "", ""]);
		}
		const kept = <T>(cells: readonly (T | false)[]) => cells.filter((cell): cell is T => cell !== false);
		return table(
			kept<Column>(titles),
			lines.map((cells) => kept<string>(cells)),
		);
	};
	const bare = Math.max(...withBars(4).map((line) => width(line)));
	const longest = Math.max(...rows.map(({ after }) => after.lags.length));
	return withBars(Math.max(4, Math.min(longest, 4 + Math.floor((columns - bare) / 2))));
}

/** What the comparison comes to, if no remedy is best. */
function standing({ t }: Context, { why, leaders, baseline }: CompareResult): string[] {
	const named = { leaders: leaders.join(", "), baseline: loss(baseline) };
	if (why === null) return [];
	return [t(why === "none" && leaders.length > 1 ? "standing.noneTied" : `standing.${why}`, named)];
}

function reach({ lag, most, log10 }: CompareResult["rows"][number]["after"]): string {
	if (log10[0] === null) return "-";
	return lag === null ? `>${most}` : String(Math.round(lag));
}

/** One line for each remedy and rate with diverged trials. */
function divergences({ t }: Context, { rows }: CompareResult): string[] {
	return rows.flatMap(({ remedy, tried }) =>
		tried.flatMap(({ rate, diverged }) => {
			if (diverged.length === 0) return [];
			const where = diverged.map(({ seed, step }) => t("compare.where", { seed, step })).join(", ");
			return [t("compare.divergedAt", { remedy, rate: rate === null ? "-" : small(rate), where })];
		}),
	);
}

/**
 * Next: more seeds, which run only the new trials, and the training command of the first remedy; a larger budget if none
 * beats the baseline.
 */
function nextMoves(
	on: readonly string[],
	words: readonly string[],
	{ rows, leaders, why }: CompareResult,
	settings: Settings<Values>,
): string[] {
	const { steps, minutes } = rows[0]!.options;
	const budget = minutes === undefined ? `--steps ${2 * Number(steps)}` : `--minutes ${2 * Number(minutes)}`;
	const longer = [...sameFlags(settings, ["steps", "minutes", "quiet"]), budget];
	if (why === "baseline") return [["sluice compare", ...on.map(quote), ...longer].join(" ")];
	const more = [...sameFlags(settings, ["seeds", "quiet"]), `--seeds ${Math.max(3, 2 * rows[0]!.seeds)}`];
	const { options } = rows.find(({ remedy }) => remedy === leaders[0])!;
	const flags = Object.entries(options).map(([name, value]) => `${flagOf(name)} ${quote(String(value))}`);
	const data = sameFlags(settings, DATA_FLAGS, true);
	return [
		["sluice compare", ...on.map(quote), ...more].join(" "),
		["sluice train", ...words.map(quote), ...data, ...flags].join(" "),
	];
}

function listRemedies(context: Context): number {
	const { t, lang, library, format, out } = context;
	const known = library.listRemedies(lang);
	if (format !== "text") {
		printJson(context, { remedies: known });
		return 0;
	}
	const columns = [
		{ title: t("compare.remedy") },
		{ title: t("compare.number"), right: true },
		{ title: t("compare.summary") },
	];
	const left = 2 + Math.max(...known.map(({ name }) => name.length)) + 2 + width(columns[1]!.title);
	const room = Math.max(20, cellsOf(context, Number.POSITIVE_INFINITY) - left);
	const rows = known.flatMap(({ name, value, summary, source }) => [
		...foldWords(summary, room).map((line, k) =>
			k === 0 ? [name, value ? String(value.default) : "", line] : ["", "", line],
		),
		["", "", out.dim(source)],
	]);
	const [head, ...body] = table(columns, rows);
	print(context, [out.dim(head!), ...body].join("\n"));
	suggestNext(context, ["sluice compare temporal-order --remedies none clip:6+omega:2 lstm"]);
	return 0;
}
