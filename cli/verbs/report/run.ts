/** `sluice report RUN [--html FILE]` */
import type { DiagnoseResult, EchoDiagnosis } from "../../../src/index.ts";
import { type Context, note, print, printJson, suggestNext, talk } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { bytes, count } from "../../display/numbers.ts";
import { Progress } from "../../display/progress.ts";
import { sameRun } from "../../next.ts";
import { echoVerdicts } from "../diagnose/echo.ts";
import { verdictText } from "../diagnose/verdict.ts";
import type { ValuesOf } from "../spec.ts";
import type { report } from "./spec.ts";

type Values = ValuesOf<typeof report>;

export async function run(context: Context<Values>, [run]: string[]): Promise<number> {
	const { io, t, show, library, lang, settings } = context;
	const { html, runs } = settings.values;
	const view = new Progress(t, t("phase.runReport"), (value) => count(Math.round(value)), io.now());
	const request = {
		run: run!,
		runs,
		html:
			html ??
			`${run!
				.replace(/[/\\]+$/, "")
				.split(/[/\\]/)
				.at(-1)}.html`,
		lang,
	};
	const result = await library.reportRun(request, {
		onProgress(done, total) {
			view.set(done, total, io.now());
			show.update(view);
		},
		onNotice: (notice) => note(context, notice),
		verdicts: (diagnosis: DiagnoseResult | EchoDiagnosis) =>
			"echo" in diagnosis
				? echoVerdicts(context, diagnosis)
				: diagnosis.findings.map((finding) => verdictText(context, finding, diagnosis.model)),
	});
	show.end(true);
	if (context.format !== "text") {
		printJson(context, result);
		return 0;
	}
	if (result.undiagnosed !== null) {
		const refused = result.undiagnosed.includes("E_MODEL_USE");
		const why = escapeLine(result.undiagnosed);
		talk(context, refused ? t("runReport.undiagnosedPair") : t("runReport.undiagnosed", { why }));
	}
	print(context, t("runReport.saved", { file: escapeLine(result.html), bytes: bytes(result.bytes) }));
	const onText = result.curves.task === null;
	suggestNext(context, onText ? [`sluice cells report ${sameRun(run!, settings)} --html cells.html`] : []);
	return 0;
}
