/** `sluice reproduce`: reruns a published experiment. Exit code 4 if an asserted row does not hold. */
import { fail } from "../../../src/errors/index.ts";
import type { ReproductionResult } from "../../../src/index.ts";
import { type Context, print, printJson, suggestNext, talk } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { clock } from "../../display/numbers.ts";
import { Progress } from "../../display/progress.ts";
import { type Column, table } from "../../display/table.ts";
import { cellsOf, loadWidths, width } from "../../display/width.ts";
import { foldWords } from "../../display/words.ts";
import { quote } from "../../next.ts";
import { printPoint } from "../shared/printPoint.ts";
import type { ValuesOf } from "../spec.ts";
import type { reproduce } from "./spec.ts";

type Values = ValuesOf<typeof reproduce>;

export async function run(context: Context<Values>, [name]: string[]): Promise<number> {
	const { io, t, lang, show, library, format, settings } = context;
	const { quick, full, seeds, updates, data, sizes, out, at } = settings.values;
	if (name === undefined) return list(context);
	if (at !== undefined) {
		printPoint(context, library.reproducePoint({ name, at }));
		return 0;
	}
	if (quick && full) {
		throw fail("E_ARGUMENT", { verb: "sluice reproduce", why: { reason: "notBoth", forms: ["--quick", "--full"] } });
	}
	const mode = full ? "full" : "quick";
	const entry = library.listReproductions().find((one) => one.name === name);
	const asStudy = entry !== undefined && entry.sizes.full.length > 0;
	const folder = `${out ?? "reproductions"}/${name}/${asStudy ? "studies" : "full-units"}`;
	if (seeds !== undefined && entry?.seeds[mode] === 0) talk(context, t("reproduce.seedsUnused", { name }));
	if (data !== undefined && entry?.takesData === false) talk(context, t("reproduce.dataUnused", { name }));
	const signal = io.stop.listen(() => {
		if (mode === "quick") return false; // nothing to keep
		show.say(t("reproduce.stopping", { folder: escapeLine(folder) }));
		return true;
	});
	let view: Progress | undefined;
	const onProgress = (done: number, total: number, kept: number) => {
		view ??= new Progress(t, t("phase.reproduce", { name }), String, io.now(), kept);
		view.set(done, total, io.now());
		show.update(view);
	};
	const result = await library.reproduce(
		{ name, mode, seeds, updates, data, sizes: sizes?.map(Number), out, lang },
		{ onProgress, signal },
	);
	show.end(true);
	const failed = library.failedRows(result);
	const code = failed.length > 0 ? 4 : 0;
	if (format !== "text") {
		printJson(context, result);
		return code;
	}
	await loadWidths();
	tell(context, result);
	const count = result.rows.filter(({ holds }) => holds !== null).length;
	if (count === 0) talk(context, t("reproduce.unchecked"));
	else if (code === 0) talk(context, context.err.green(t("reproduce.ok", { count })));
	else talk(context, context.err.red(t("reproduce.failed", { failed: failed.length, count })));
	const where = `${data === undefined ? "" : ` --data ${quote(data)}`}${out === undefined ? "" : ` --out ${quote(out)}`}`;
	const again = [
		...(seeds === undefined ? [] : [` --seeds ${seeds}`]),
		...(updates === undefined ? [] : [` --updates ${updates}`]),
		...(sizes === undefined ? [] : [` --sizes ${sizes.join(",")}`]),
	].join("");
	suggestNext(context, [`sluice reproduce ${name} --full${where}${mode === "quick" ? "" : `${again} --json`}`]);
	return code;
}

function list(context: Context): number {
	const { t, lang, library, format, out } = context;
	const known = library.listReproductions(lang);
	if (format !== "text") {
		printJson(context, { reproductions: known });
		return 0;
	}
	const columns = [{ title: t("reproduce.name") }, { title: t("reproduce.shows") }];
	const left = 2 + Math.max(...known.map(({ name }) => name.length), width(columns[0]!.title));
	const rows = known.flatMap(({ name, shows }) =>
		foldWords(shows, Math.max(20, lineOf(context) - left)).map((line, k) => [k === 0 ? name : "", line]),
	);
	const [head, ...body] = table(columns, rows);
	print(context, [out.dim(head!), ...body].join("\n"));
	suggestNext(context, [`sluice reproduce ${known[0]!.name}`]);
	return 0;
}

/** Lines are not cut if the output is not a terminal. */
const lineOf = (context: Context) => cellsOf(context, Number.POSITIVE_INFINITY);

/** A table too wide for the terminal has its first column on a line of its own. */
function stacked(columns: readonly Column[], rows: readonly string[][], cells: number): string[] {
	const lines = table(columns, rows);
	if (lines.every((line) => width(line) <= cells)) return lines;
	const others = table(
		columns.slice(1),
		rows.map((row) => row.slice(1)),
	);
	return others.map((line, n) => `${n === 0 ? columns[0]!.title : rows[n - 1]![0]}\n    ${line}`);
}

/** Prints the table, the notes below its rows, and the paths of the figures. */
function tell(
	context: Context,
	{ title, mode, seeds, seconds, rows, figures, files, studies }: ReproductionResult,
): void {
	const { t, out } = context;
	const columns = [
		{ title: t("reproduce.what") },
		{ title: t("reproduce.published"), right: true },
		{ title: t("reproduce.ours"), right: true },
		{ title: t("reproduce.holds") },
	];
	const holds = (value: boolean | null) => (value === null ? "-" : t(value ? "reproduce.yes" : "reproduce.no"));
	const lines = rows.map((row) => [row.what, told(row.published), told(row.ours), holds(row.holds)]);
	const [head, ...body] = stacked(columns, lines, lineOf(context));
	const drawn =
		seeds > 1 ? t("reproduce.seeds", { count: seeds }) : t(seeds === 1 ? "compare.seed" : "reproduce.noSeeds");
	const coloured = body.map((line, n) => {
		const { holds, note } = rows[n]!;
		const told = holds === false ? out.red(line) : line;
		return note && holds !== true ? `${told}\n${out.dim(`    ${note}`)}` : told;
	});
	print(
		context,
		[
			out.bold(t("reproduce.heading", { title, mode, seeds: drawn, time: clock(seconds) })),
			...[out.dim(head!), ...coloured, t("reproduce.figures")],
			...figures.map((path) => `  ${escapeLine(path)}`),
			...(files.length > 0 ? [t("reproduce.files")] : []),
			...files.map((path) => `  ${escapeLine(path)}`),
			...(studies.length > 0 ? [t("reproduce.studies")] : []),
			...studies.map((path) => `  ${escapeLine(path)}`),
		].join("\n"),
	);
}

/** Numbers with up to nine digits; below 1e-3 or from 1e5 in scientific notation with four. Strings are unchanged. */
function told(value: number | string | null): string {
	if (value === null) return "-";
	if (typeof value === "string") return value;
	const size = Math.abs(value);
	if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(3).replace("e+", "e");
	return String(Number(value.toPrecision(9)));
}
