/** Korean messages of every verb, collected from the folder of each verb. */
import { joined } from "../messages/joined.ts";
import { ko as analyse } from "./analyse/ko.ts";
import { ko as cellsAblate } from "./cells/ablate/ko.ts";
import { ko as cellsClamp } from "./cells/clamp/ko.ts";
import { ko as cellsFind } from "./cells/find/ko.ts";
import { ko as cellsHistory } from "./cells/history/ko.ts";
import { ko as cells } from "./cells/ko.ts";
import { ko as cellsName } from "./cells/name/ko.ts";
import { ko as cellsNames } from "./cells/names/ko.ts";
import { ko as cellsPatch } from "./cells/patch/ko.ts";
import { ko as cellsPatterns } from "./cells/patterns/ko.ts";
import { ko as cellsReport } from "./cells/report/ko.ts";
import { ko as cellsScale } from "./cells/scale/ko.ts";
import { ko as cellsShow } from "./cells/show/ko.ts";
import { ko as cellsSimilar } from "./cells/similar/ko.ts";
import { ko as chat } from "./chat/ko.ts";
import { ko as check } from "./check/ko.ts";
import { ko as claim } from "./claim/ko.ts";
import { ko as compare } from "./compare/ko.ts";
import { ko as dataGet } from "./data/get/ko.ts";
import { ko as data } from "./data/ko.ts";
import { ko as dataList } from "./data/list/ko.ts";
import { ko as dataNgrams } from "./data/ngrams/ko.ts";
import { ko as dataReport } from "./data/report/ko.ts";
import { ko as diagnose } from "./diagnose/ko.ts";
import { ko as evaluate } from "./eval/ko.ts";
import { ko as exporting } from "./export/ko.ts";
import { ko as forecast } from "./forecast/ko.ts";
import { ko as fork } from "./fork/ko.ts";
import { ko as gradcheck } from "./gradcheck/ko.ts";
import { ko as importing } from "./import/ko.ts";
import { ko as predictions } from "./predictions/ko.ts";
import { ko as receipt } from "./receipt/ko.ts";
import { ko as replay } from "./replay/ko.ts";
import { ko as report } from "./report/ko.ts";
import { ko as reproduce } from "./reproduce/ko.ts";
import { ko as resume } from "./resume/ko.ts";
import { ko as runs } from "./runs/ko.ts";
import { ko as runsRename } from "./runs/rename/ko.ts";
import { ko as runsRestore } from "./runs/restore/ko.ts";
import { ko as runsRm } from "./runs/rm/ko.ts";
import { ko as runsShow } from "./runs/show/ko.ts";
import { ko as runsTag } from "./runs/tag/ko.ts";
import { ko as sample } from "./sample/ko.ts";
import { ko as studio } from "./studio/ko.ts";
import { ko as studyAsk } from "./study/ask/ko.ts";
import { ko as studyExport } from "./study/export/ko.ts";
import { ko as study } from "./study/ko.ts";
import { ko as studyList } from "./study/list/ko.ts";
import { ko as studyResume } from "./study/resume/ko.ts";
import { ko as studyRetry } from "./study/retry/ko.ts";
import { ko as studyRun } from "./study/run/ko.ts";
import { ko as studyShow } from "./study/show/ko.ts";
import { ko as studyStop } from "./study/stop/ko.ts";
import { ko as studyWatch } from "./study/watch/ko.ts";
import { ko as studyWork } from "./study/work/ko.ts";
import { ko as trace } from "./trace/ko.ts";
import { ko as train } from "./train/ko.ts";

export const ko = joined(
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
