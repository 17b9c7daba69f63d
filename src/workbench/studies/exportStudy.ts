/** Writes a study as files: CSV with a line per trial, JSON, an HTML report, and Optuna's journal. */
import { extname } from "node:path";
import { csvText } from "../../data/csv.ts";
import type { Lang } from "../../errors/define.ts";
import { fail } from "../../errors/index.ts";
import { checkLang, checkRequest } from "../../errors/request.ts";
import { STUDY_REPORT_STYLE, type StudyPage, studyReportHtml } from "../../views/studyReport.ts";
import { realDisk } from "../disk/disk.ts";
import { placeFor, replaceFile } from "../disk/publish.ts";
import { sha256Base64 } from "../disk/sha256.ts";
import { optunaJournal } from "./optunaExchange.ts";
import { overviewOf, type StudyShown } from "./studyOverview.ts";
import { DEFAULT_STUDIES, openStudy } from "./studyPlaces.ts";

export interface ExportStudyRequest {
	/** Name or folder of the study. */
	study: string;
	/** Folder of studies. Default: ./studies. */
	studies?: string;
	/** Files that end in .csv, .json or .html. Default: none. */
	files?: readonly string[];
	/** Journal file for Optuna. Default: none. */
	optuna?: string;
	/** Language of the report. Default: en. */
	lang?: Lang;
}

const ENDINGS = [".csv", ".json", ".html"] as const;

/** @throws E_STUDY_MISSING; E_ARGUMENT without a file or for another ending; E_EXPORT_PLACE. */
export function exportStudy(request: ExportStudyRequest): { study: string; files: string[] } {
	checkRequest(request, "exportStudy()", ["study", "studies", "files", "optuna", "lang"]);
	const { studies = DEFAULT_STUDIES, files = [] } = request;
	const study = openStudy(request.study, studies);
	const unknown = files.find((file) => !ENDINGS.includes(extname(file) as ".csv"));
	if (unknown !== undefined || (files.length === 0 && request.optuna === undefined)) {
		const why = { reason: "form", forms: ENDINGS.map((ending) => `FILE${ending}`) } as const;
		throw fail("E_OPTION", {
			option: "file",
			why: { ...why, ...(unknown !== undefined && { got: unknown }) },
			where: "exportStudy()",
		});
	}
	const shown = overviewOf(study);
	const { lang = "en" } = request;
	checkLang(lang, "exportStudy()");
	for (const file of files) writeText(file, textOf(shown, extname(file), lang));
	const { optuna } = request;
	if (optuna !== undefined) writeText(optuna, optunaJournal(study));
	return { study: study.name, files: [...files, ...(optuna === undefined ? [] : [optuna])] };
}

function textOf(shown: StudyShown, ending: string, lang: Lang): string {
	if (ending === ".csv") return studyCsv(shown);
	if (ending === ".html") return studyReportHtml(pageOf(shown, lang), sha256Base64(STUDY_REPORT_STYLE));
	return `${JSON.stringify({ schema: 1, ...shown }, null, 2)}\n`;
}

function writeText(file: string, text: string): void {
	const { parent, name } = placeFor(realDisk, file, "study.csv");
	replaceFile(realDisk, parent, name, Buffer.from(text));
}

/** A line per trial, a column per option that is varied. */
export function studyCsv({ trials }: StudyShown): string {
	const options = [...new Set(trials.flatMap(({ settings }) => Object.keys(settings)))].sort();
	const more = ["value", "lossNats", "weightsSha256", "worker", "seconds", "tries", "steps"] as const;
	const head = ["id", "state", ...options, "seed", ...more];
	const rows = trials.map((trial) => [
		...[trial.id, trial.state, ...options.map((option) => trial.settings[option] ?? ""), trial.seed],
		...more.map((name) => trial[name] ?? ""),
	]);
	return [head, ...rows].map((row) => `${row.map((field) => csvText(String(field))).join(",")}\n`).join("");
}

function pageOf(shown: StudyShown, lang: Lang): StudyPage {
	const { study, data, state, search, seeds, rows, importance, trials } = shown;
	const options = [...new Set(trials.flatMap(({ settings }) => Object.keys(settings)))].sort();
	return {
		...{ lang, study, data, state, search, seeds: seeds.length, options, rows, importance, trials },
		nats: trials.some(({ lossNats }) => lossNats !== null),
		commands: [`sluice study show ${study} --json`, `sluice runs --runs studies/${study}/trials`],
	};
}
