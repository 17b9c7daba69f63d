/**
 * Every verb in the order of the help: its spec, and a loader for its code. The specs are cheap to load, without engine
 * or library, so a page can build forms from them and a settings file can be checked against them.
 */
import type { Context } from "../context.ts";
import { analyse } from "./analyse/spec.ts";
import { cellsAblate } from "./cells/ablate/spec.ts";
import { cellsClamp } from "./cells/clamp/spec.ts";
import { cellsFind } from "./cells/find/spec.ts";
import { cellsHistory } from "./cells/history/spec.ts";
import { cellsName } from "./cells/name/spec.ts";
import { cellsNames } from "./cells/names/spec.ts";
import { cellsPatch } from "./cells/patch/spec.ts";
import { cellsPatterns } from "./cells/patterns/spec.ts";
import { cellsReport } from "./cells/report/spec.ts";
import { cellsScale } from "./cells/scale/spec.ts";
import { cellsShow } from "./cells/show/spec.ts";
import { cellsSimilar } from "./cells/similar/spec.ts";
import { cells } from "./cells/spec.ts";
import { chat } from "./chat/spec.ts";
import { check } from "./check/spec.ts";
import { claim } from "./claim/spec.ts";
import { compare } from "./compare/spec.ts";
import { dataGet } from "./data/get/spec.ts";
import { dataList } from "./data/list/spec.ts";
import { dataNgrams } from "./data/ngrams/spec.ts";
import { dataReport } from "./data/report/spec.ts";
import { data } from "./data/spec.ts";
import { diagnose } from "./diagnose/spec.ts";
import { evaluate } from "./eval/spec.ts";
import { exporting } from "./export/spec.ts";
import { forecast } from "./forecast/spec.ts";
import { fork } from "./fork/spec.ts";
import { gradcheck } from "./gradcheck/spec.ts";
import { importing } from "./import/spec.ts";
import { predictions } from "./predictions/spec.ts";
import { receipt } from "./receipt/spec.ts";
import { replay } from "./replay/spec.ts";
import { report } from "./report/spec.ts";
import { reproduce } from "./reproduce/spec.ts";
import { resume } from "./resume/spec.ts";
import { runsRename } from "./runs/rename/spec.ts";
import { runsRestore } from "./runs/restore/spec.ts";
import { runsRm } from "./runs/rm/spec.ts";
import { runsShow } from "./runs/show/spec.ts";
import { runs } from "./runs/spec.ts";
import { runsTag } from "./runs/tag/spec.ts";
import { sample } from "./sample/spec.ts";
import type { GroupSpec, Spec, ValuesOf } from "./spec.ts";
import { studio } from "./studio/spec.ts";
import { studyAsk } from "./study/ask/spec.ts";
import { studyExport } from "./study/export/spec.ts";
import { studyList } from "./study/list/spec.ts";
import { studyResume } from "./study/resume/spec.ts";
import { studyRetry } from "./study/retry/spec.ts";
import { studyRun } from "./study/run/spec.ts";
import { studyShow } from "./study/show/spec.ts";
import { study } from "./study/spec.ts";
import { studyStop } from "./study/stop/spec.ts";
import { studyWatch } from "./study/watch/spec.ts";
import { studyWork } from "./study/work/spec.ts";
import { trace } from "./trace/spec.ts";
import { train } from "./train/spec.ts";

/** What a verb's `run.ts` exports: it calls the library, prints, and returns the exit code. */
interface Runnable {
	run(context: Context, args: string[]): Promise<number>;
}

export interface Verb {
	spec: Spec;
	load(): Promise<Runnable>;
}

type Run<S extends Spec> = (context: Context<ValuesOf<S>>, args: string[]) => Promise<number>;

/** Checks that `run` uses only the options of its own spec. */
const verb = <S extends Spec>(spec: S, load: () => Promise<{ run: Run<S> }>): Verb => ({ spec, load });

export const VERBS: readonly Verb[] = [
	verb(train, () => import("./train/run.ts")),
	verb(resume, () => import("./resume/run.ts")),
	verb(evaluate, () => import("./eval/run.ts")),
	verb(forecast, () => import("./forecast/run.ts")),
	verb(sample, () => import("./sample/run.ts")),
	verb(chat, () => import("./chat/run.ts")),
	verb(replay, () => import("./replay/run.ts")),
	verb(fork, () => import("./fork/run.ts")),
	verb(receipt, () => import("./receipt/run.ts")),
	verb(studio, () => import("./studio/run.ts")),
	verb(runs, () => import("./runs/run.ts")),
	verb(runsShow, () => import("./runs/show/run.ts")),
	verb(runsTag, () => import("./runs/tag/run.ts")),
	verb(runsRename, () => import("./runs/rename/run.ts")),
	verb(runsRm, () => import("./runs/rm/run.ts")),
	verb(runsRestore, () => import("./runs/restore/run.ts")),
	verb(exporting, () => import("./export/run.ts")),
	verb(importing, () => import("./import/run.ts")),
	verb(check, () => import("./check/run.ts")),
	verb(dataList, () => import("./data/list/run.ts")),
	verb(dataGet, () => import("./data/get/run.ts")),
	verb(dataReport, () => import("./data/report/run.ts")),
	verb(dataNgrams, () => import("./data/ngrams/run.ts")),
	verb(diagnose, () => import("./diagnose/run.ts")),
	verb(report, () => import("./report/run.ts")),
	verb(trace, () => import("./trace/run.ts")),
	verb(predictions, () => import("./predictions/run.ts")),
	verb(cellsFind, () => import("./cells/find/run.ts")),
	verb(cellsReport, () => import("./cells/report/run.ts")),
	verb(cellsPatterns, () => import("./cells/patterns/run.ts")),
	verb(cellsShow, () => import("./cells/show/run.ts")),
	verb(cellsSimilar, () => import("./cells/similar/run.ts")),
	verb(cellsHistory, () => import("./cells/history/run.ts")),
	verb(cellsAblate, () => import("./cells/ablate/run.ts")),
	verb(cellsClamp, () => import("./cells/clamp/run.ts")),
	verb(cellsPatch, () => import("./cells/patch/run.ts")),
	verb(cellsName, () => import("./cells/name/run.ts")),
	verb(cellsNames, () => import("./cells/names/run.ts")),
	verb(cellsScale, () => import("./cells/scale/run.ts")),
	verb(claim, () => import("./claim/run.ts")),
	verb(analyse, () => import("./analyse/run.ts")),
	verb(gradcheck, () => import("./gradcheck/run.ts")),
	verb(compare, () => import("./compare/run.ts")),
	verb(reproduce, () => import("./reproduce/run.ts")),
	verb(studyRun, () => import("./study/run/run.ts")),
	verb(studyWork, () => import("./study/work/run.ts")),
	verb(studyList, () => import("./study/list/run.ts")),
	verb(studyShow, () => import("./study/show/run.ts")),
	verb(studyWatch, () => import("./study/watch/run.ts")),
	verb(studyStop, () => import("./study/stop/run.ts")),
	verb(studyResume, () => import("./study/resume/run.ts")),
	verb(studyRetry, () => import("./study/retry/run.ts")),
	verb(studyAsk, () => import("./study/ask/run.ts")),
	verb(studyExport, () => import("./study/export/run.ts")),
];

/** First words of the two-word verbs that are no verb by themselves, as "runs" is. */
export const GROUPS: readonly GroupSpec[] = [data, cells, study];

/** Names of all options: the keys of a configuration file. */
export const FLAG_NAMES: readonly string[] = [...new Set(VERBS.flatMap(({ spec }) => Object.keys(spec.flags)))];
