/** `reportRun`: one HTML file about a run, with its curves, diagnosis, samples, named cells, settings and digests. */
import { join } from "node:path";
import type { Lang } from "../../../errors/define.ts";
import { SluiceError } from "../../../errors/index.ts";
import { checkRequest, checksOf, notOneOf } from "../../../errors/request.ts";
import { RUN_REPORT_STYLE, type RunReportPage, runReportHtml } from "../../../views/runReport.ts";
import { titleOf } from "../../datasets/dataSpec.ts";
import { realDisk } from "../../disk/disk.ts";
import { placeFor, replaceFile } from "../../disk/publish.ts";
import { sha256Base64 } from "../../disk/sha256.ts";
import type { ModelHooks } from "../../models/textModel.ts";
import { parseConfig, type RunConfig } from "../../runs/config.ts";
import { DEFAULT_RUNS } from "../../runs/runNames.ts";
import { openRun, type Run } from "../../runs/runStore.ts";
import { runCurves } from "../curves/curves.ts";
import { curvesSvg } from "../curves/curvesFigure.ts";
import type { RunCurves } from "../curves/curvesResult.ts";
import { diagnose } from "../diagnosis/diagnose.ts";
import { echoSvg } from "../diagnosis/diagnoseEchoFigure.ts";
import { diagnosisSvg } from "../diagnosis/diagnoseFigure.ts";
import type { DiagnoseResult } from "../diagnosis/diagnosisReport.ts";
import type { EchoDiagnosis } from "../diagnosis/echoDiagnosis.ts";
import { runFacts } from "./runFacts.ts";

export interface RunReportRequest {
	/** Name or folder of the run. */
	run: string;
	/** Folder of runs. Default: ./runs. */
	runs?: string | undefined;
	/** HTML file to write. An existing file is replaced atomically. */
	html: string;
	/** Language of the page. Default: "en". */
	lang?: Lang | undefined;
}

export interface RunReport {
	/** Name of the run. */
	run: string;
	/** Path of the page. */
	html: string;
	/** Size of the page. */
	bytes: number;
	/** What the page shows. */
	curves: RunCurves;
	/** The diagnosis; null if it could not be made, for the reason in `undiagnosed`. */
	diagnosis: DiagnoseResult | EchoDiagnosis | null;
	/** Why there is no diagnosis; null if there is one. */
	undiagnosed: string | null;
	/** SHA-256 of the weights that the diagnosis read, in the order of their layout. */
	weightsSha256: string;
}

export interface RunReportHooks extends ModelHooks {
	/** Progress of the diagnosis. */
	onProgress?(done: number, total: number): void;
	/** The sentences of a diagnosis. Default: the kinds of its findings. */
	verdicts?(diagnosis: DiagnoseResult | EchoDiagnosis): string[];
}

const need = checksOf("reportRun");

/**
 * Writes the report. Without its data, a run has a report without a diagnosis. @throws E_RUN_NAME, E_RUN_MISSING,
 * E_EXPORT_PLACE, and what reading the logs throws.
 */
export async function reportRun(request: RunReportRequest, hooks: RunReportHooks = {}): Promise<RunReport> {
	checkRequest(request, "reportRun()", ["run", "runs", "html", "lang"]);
	const { runs = DEFAULT_RUNS, lang = "en" } = request;
	need("lang", lang, lang === "en" || lang === "ko", notOneOf(["en", "ko"], lang));
	const place = placeFor(realDisk, request.html, "report.html");
	const run = openRun(request.run, runs, { validate: parseConfig });
	const {
		curves: [curves],
	} = await runCurves({ names: [request.run], runs });
	const { diagnosis, undiagnosed } = await diagnosed(request, hooks);
	const facts = runFacts(run, curves!, diagnosis?.step);
	const { verdicts = ({ findings }) => findings.map(({ kind }) => kind) } = hooks;
	const svg = diagnosis && ("echo" in diagnosis ? await echoSvg(diagnosis, lang) : await diagnosisSvg(diagnosis, lang));
	const page: RunReportPage = {
		...{ lang, run: run.name, model: curves!.model, data: dataOf(run), state: curves!.state },
		figures: {
			...(hasPoints(curves!) && { curves: await curvesSvg([curves!], lang) }),
			...(svg && { diagnosis: svg }),
		},
		verdicts: diagnosis ? verdicts(diagnosis) : [undiagnosed!.text(lang)],
		...facts,
	};
	const html = Buffer.from(runReportHtml(page, sha256Base64(RUN_REPORT_STYLE)));
	replaceFile(realDisk, place.parent, place.name, html);
	return {
		...{ run: run.name, html: join(place.parent, place.name), bytes: html.length, curves: curves!, diagnosis },
		...{ undiagnosed: undiagnosed?.message ?? null, weightsSha256: facts.weightsSha256 },
	};
}

/** Diagnoses the run, unless something that a report can do without is missing, such as its text. */
async function diagnosed(
	{ run, runs }: RunReportRequest,
	hooks: RunReportHooks,
): Promise<{ diagnosis: DiagnoseResult | EchoDiagnosis | null; undiagnosed?: SluiceError }> {
	try {
		return { diagnosis: await diagnose({ run, ...(runs !== undefined && { runs }) }, hooks) };
	} catch (error) {
		if (!(error instanceof SluiceError) || error.code === "E_INTERNAL") throw error;
		return { diagnosis: null, undiagnosed: error };
	}
}

const hasPoints = ({ train, valid }: RunCurves) => train.length + valid.length > 0;

function dataOf({ config }: Run<RunConfig>): string {
	return config.data ? titleOf(config.data) : config.texts.join(", ") || config.imported?.file || "-";
}
