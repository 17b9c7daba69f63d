/** `sluice cells name RUN UNIT NAME [FILE...] [--pattern P]`, or `UNIT --remove`. Without a unit, lists the names. */
import { fail } from "../../../../src/errors/index.ts";
import { type Context, print, printJson, suggestNext } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { sameRun } from "../../../next.ts";
import { readingOf } from "../../shared/reading.ts";
import { watched } from "../../shared/watched.ts";
import type { ValuesOf } from "../../spec.ts";
import { run as list } from "../names/run.ts";
import { onePattern } from "../shared/interventions.ts";
import { evidenceText } from "./evidence.ts";
import type { cellsName } from "./spec.ts";

type Values = ValuesOf<typeof cellsName>;

const VERB = "sluice cells name";

export async function run(context: Context<Values>, args: string[]): Promise<number> {
	const { t, show, library, settings } = context;
	const { remove = false, limit, runs } = settings.values;
	const [run, unit, name, ...files] = args as [string, string?, string?, ...string[]];
	const { pattern } = onePattern(context);
	if (unit === undefined && !remove && pattern === undefined) return list(context, [run]);
	if (unit === undefined || (name === undefined) !== remove || (remove && pattern !== undefined))
		throw fail("E_ARGUMENT", {
			verb: VERB,
			why: { reason: "form", forms: ["UNIT NAME", "UNIT --remove"], got: args.slice(1).join(" ") },
		});
	const again = sameRun(run, settings);
	if (remove) {
		const result = library.forgetCell({ run, runs, unit });
		if (context.format !== "text") printJson(context, result);
		else {
			const { removed } = result;
			print(
				context,
				t("names.removed", { unit: removed.unit, run: escapeLine(result.run), name: escapeLine(removed.name) }),
			);
			suggestNext(context, [`sluice cells names ${again}`]);
		}
		return 0;
	}
	if (files.length > 0 && pattern === undefined)
		throw fail("E_ARGUMENT", { verb: VERB, why: { reason: "needs", given: "FILE", forms: ["--pattern"] } });
	const request = { ...readingOf(context, VERB, [run, ...files]), unit, name: name!, pattern, limit };
	const result = await library.nameCell(request, watched(context, t("phase.cells")));
	show.end(true);
	if (context.format !== "text") {
		printJson(context, result);
		return 0;
	}
	const { cell, before } = result;
	const facts = { unit: cell.unit, run: escapeLine(result.run), name: escapeLine(cell.name) };
	const renamed = before !== null && before !== cell.name;
	print(context, renamed ? t("names.renamed", { ...facts, before: escapeLine(before) }) : t("names.named", facts));
	const evidence = evidenceText(context, cell);
	if (evidence) print(context, evidence);
	suggestNext(context, [`sluice cells names ${again}`, `sluice cells ablate ${again} ${cell.unit}`]);
	return 0;
}
