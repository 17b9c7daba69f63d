/** English messages of every verb, collected from the folder of each verb. */
import { joined } from "../messages/joined.ts";
import { en as analyse } from "./analyse/en.ts";
import { en as cellsAblate } from "./cells/ablate/en.ts";
import { en as cellsClamp } from "./cells/clamp/en.ts";
import { en as cells } from "./cells/en.ts";
import { en as cellsFind } from "./cells/find/en.ts";
import { en as cellsHistory } from "./cells/history/en.ts";
import { en as cellsName } from "./cells/name/en.ts";
import { en as cellsNames } from "./cells/names/en.ts";
import { en as cellsPatch } from "./cells/patch/en.ts";
import { en as cellsPatterns } from "./cells/patterns/en.ts";
import { en as cellsReport } from "./cells/report/en.ts";
import { en as cellsScale } from "./cells/scale/en.ts";
import { en as cellsShow } from "./cells/show/en.ts";
import { en as cellsSimilar } from "./cells/similar/en.ts";
import { en as chat } from "./chat/en.ts";
import { en as check } from "./check/en.ts";
import { en as claim } from "./claim/en.ts";
import { en as compare } from "./compare/en.ts";
import { en as data } from "./data/en.ts";
import { en as dataGet } from "./data/get/en.ts";
import { en as dataList } from "./data/list/en.ts";
import { en as dataNgrams } from "./data/ngrams/en.ts";
import { en as dataReport } from "./data/report/en.ts";
import { en as diagnose } from "./diagnose/en.ts";
import { en as evaluate } from "./eval/en.ts";
import { en as exporting } from "./export/en.ts";
import { en as forecast } from "./forecast/en.ts";
import { en as fork } from "./fork/en.ts";
import { en as gradcheck } from "./gradcheck/en.ts";
import { en as importing } from "./import/en.ts";
import { en as predictions } from "./predictions/en.ts";
import { en as receipt } from "./receipt/en.ts";
import { en as replay } from "./replay/en.ts";
import { en as report } from "./report/en.ts";
import { en as reproduce } from "./reproduce/en.ts";
import { en as resume } from "./resume/en.ts";
import { en as runs } from "./runs/en.ts";
import { en as runsRename } from "./runs/rename/en.ts";
import { en as runsRestore } from "./runs/restore/en.ts";
import { en as runsRm } from "./runs/rm/en.ts";
import { en as runsShow } from "./runs/show/en.ts";
import { en as runsTag } from "./runs/tag/en.ts";
import { en as sample } from "./sample/en.ts";
import { en as studio } from "./studio/en.ts";
import { en as studyAsk } from "./study/ask/en.ts";
import { en as study } from "./study/en.ts";
import { en as studyExport } from "./study/export/en.ts";
import { en as studyList } from "./study/list/en.ts";
import { en as studyResume } from "./study/resume/en.ts";
import { en as studyRetry } from "./study/retry/en.ts";
import { en as studyRun } from "./study/run/en.ts";
import { en as studyShow } from "./study/show/en.ts";
import { en as studyStop } from "./study/stop/en.ts";
import { en as studyWatch } from "./study/watch/en.ts";
import { en as studyWork } from "./study/work/en.ts";
import { en as trace } from "./trace/en.ts";
import { en as train } from "./train/en.ts";

export const en = joined(
	analyse,
	cells,
	cellsAblate,
	cellsClamp,
	cellsFind,
	cellsHistory,
	cellsName,
	cellsNames,
	cellsPatch,
	cellsPatterns,
	cellsReport,
	cellsScale,
	cellsShow,
	cellsSimilar,
	chat,
	check,
	claim,
	compare,
	data,
	dataGet,
	dataList,
	dataNgrams,
	dataReport,
	diagnose,
	evaluate,
	exporting,
	fork,
	gradcheck,
	importing,
	forecast,
	predictions,
	receipt,
	replay,
	report,
	reproduce,
	resume,
	runs,
	runsRename,
	runsRestore,
	runsRm,
	runsShow,
	runsTag,
	sample,
	studio,
	study,
	studyAsk,
	studyExport,
	studyList,
	studyResume,
	studyRetry,
	studyRun,
	studyShow,
	studyStop,
	studyWatch,
	studyWork,
	trace,
	train,
);
