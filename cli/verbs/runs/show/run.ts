/** `sluice runs show RUN... [--svg FILE] [--csv FILE] [--tensorboard DIR]` */
import type { RunCurves } from "../../../../src/index.ts";
import { type Context, print, printJson, suggestNext, talk } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { lookInto, runArgument } from "../../../next.ts";
import type { ValuesOf } from "../../spec.ts";
import { curveTable } from "./curveTable.ts";
import type { runsShow } from "./spec.ts";

type Values = ValuesOf<typeof runsShow>;

export async function run(context: Context<Values>, names: string[]): Promise<number> {
	const { t, io, library, lang, settings, format } = context;
	const { svg, csv, tensorboard, runs } = settings.values;
	const result = await library.runCurves({ names, runs, svg, csv, tensorboard, lang });
	if (format !== "text") {
		printJson(context, result);
		return 0;
	}
	for (const [n, curves] of result.curves.entries()) await tell(context, curves, n > 0);
	for (const file of [result.svg, result.csv, ...(result.tensorboard ?? [])]) {
		if (file !== null) talk(context, t("curves.saved", { file: escapeLine(file) }));
	}
	const again = result.curves.map(({ run, folder }) => runArgument(run, folder, io));
	const opened = result.curves.find(({ own }) => !own); // the command line cannot open a program's own task
	suggestNext(context, [
		...(svg === undefined ? [`sluice runs show ${again.join(" ")} --svg curves.svg`] : []),
		...(opened ? [lookInto(runArgument(opened.run, opened.folder, io), opened.attention)] : []),
	]);
	return 0;
}

async function tell(context: Context<Values>, curves: RunCurves, spaced: boolean): Promise<void> {
	const { t, out } = context;
	const run = escapeLine(curves.run);
	const [head, ...body] = await curveTable(context, curves);
	if (head === undefined) {
		print(context, t("curves.none", { run }));
		return;
	}
	const model = [curves.model, curves.task ?? []].flat().map(escapeLine).join(", ");
	const step = Math.max(...[curves.train, curves.valid].map((curve) => curve.at(-1)?.[0] ?? 0));
	print(context, `${spaced ? "\n" : ""}${t("curves.head", { run: out.bold(run), model, step })}`);
	print(context, `\n${out.dim(head)}\n${body.join("\n")}`);
}
