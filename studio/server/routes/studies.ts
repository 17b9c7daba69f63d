/** Studies: the list, one of them, its files; stop, resume and retry. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { exportStudy, retryStudy as retryTrials, stopStudy as stopWorkers } from "../../../src/index.ts";
import type { Studies, StudyDetail } from "../../wire/studies.ts";
import { type Changed, RUN_ID } from "../../wire.ts";
import { fieldsOf, need, wholeOf } from "../body.ts";
import type { FileAnswer, Handler } from "../handler.ts";
import { studyDetail } from "../studyRows.ts";

const MOST_WORKERS = 256;
const MOST_TRIALS = 1000;
const TYPES = { csv: "text/csv", json: "application/json", html: "text/html" } as const;

export const listStudies: Handler = ({ studyWatch }): Studies => ({ studies: studyWatch.rows() });

export const readStudy: Handler = ({ studies, commands }, { id }): StudyDetail => {
	const name = studies.nameOf(id);
	return studyDetail(studies.reader.read(name), studies, commands.studyArgument(name));
};

export const studyFile: Handler = ({ studies, privateFolder, lang: ours }, { id, query }): FileAnswer => {
	const name = studies.nameOf(id);
	const kind = query("as") as keyof typeof TYPES;
	need("as", Object.hasOwn(TYPES, kind ?? ""), "csv|json|html");
	const lang = query("lang") ?? ours;
	need("lang", lang === "en" || lang === "ko", "en|ko");
	const folder = mkdtempSync(join(privateFolder, "study-"));
	try {
		const file = join(folder, `study.${kind}`);
		exportStudy({ study: studies.folderOf(name), files: [file], lang: lang as "en" | "ko" });
		return { file: readFileSync(file), name: `${name}.${kind}`, type: `${TYPES[kind]}; charset=utf-8` };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
};

export const stopStudy: Handler = ({ studies }, { id, body }): Changed => {
	fieldsOf(body, []);
	stopWorkers({ study: studies.folderOf(studies.nameOf(id)) });
	return { id };
};

export const resumeStudy: Handler = async ({ studies, studyWorkers, commands }, { id, body }): Promise<Changed> => {
	const workers = wholeOf(fieldsOf(body, ["workers"]), "workers", 1, MOST_WORKERS);
	const name = studies.nameOf(id);
	await studyWorkers.start(name, commands.resumeStudy(name, workers));
	return { id };
};

export const retryStudy: Handler = ({ studies }, { id, body }): Changed => {
	const { trials } = fieldsOf(body, ["trials"]);
	const fits = Array.isArray(trials) && trials.length <= MOST_TRIALS && trials.every((one) => RUN_ID.test(String(one)));
	need("trials", trials === undefined || fits, `["0123456789abcdef"] (0..${MOST_TRIALS})`);
	const chosen = trials === undefined ? {} : { trials: trials as string[] };
	retryTrials({ study: studies.folderOf(studies.nameOf(id)), ...chosen });
	return { id };
};
