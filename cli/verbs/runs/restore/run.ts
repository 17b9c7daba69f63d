/** `sluice runs restore [RUN...]`; without a run, lists the bin. */
import { type Context, print, printJson, suggestNext, talk } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { table } from "../../../display/table.ts";
import { loadWidths } from "../../../display/width.ts";
import { runArgument, sameRun } from "../../../next.ts";
import type { ValuesOf } from "../../spec.ts";
import type { runsRestore } from "./spec.ts";

type Values = ValuesOf<typeof runsRestore>;

export async function run(context: Context<Values>, names: string[]): Promise<number> {
	if (names.length === 0) return list(context);
	const { t, io, library, settings } = context;
	const restored = library.restoreRuns({ names, runs: settings.values.runs });
	if (context.format !== "text") printJson(context, { restored });
	else {
		for (const one of restored)
			print(context, t("runs.restored", { run: escapeLine(one.run), folder: escapeLine(one.folder) }));
	}
	const { run, folder } = restored.at(-1)!;
	suggestNext(context, [`sluice runs show ${runArgument(run, folder, io)}`]);
	return 0;
}

async function list(context: Context<Values>): Promise<number> {
	const { t, out, library, settings } = context;
	const bin = library.binned(settings.values.runs);
	if (context.format !== "text") {
		printJson(context, { bin });
		return 0;
	}
	if (bin.length === 0) {
		talk(context, t("runs.binEmpty"));
		return 0;
	}
	await loadWidths();
	const rows = bin.map(({ run, removed }) => [escapeLine(run), removed]);
	const [head, ...body] = table([{ title: t("runs.name") }, { title: t("runs.binned") }], rows);
	print(context, `${out.dim(head!)}\n${body.join("\n")}`);
	suggestNext(context, [`sluice runs restore ${sameRun(bin.at(-1)!.run, settings)}`]);
	return 0;
}
