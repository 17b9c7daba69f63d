/** Lines of a run's log after a step, thinned evenly if there are too many. */
import { checkRequest, checksOf, notOneOf } from "../../../errors/request.ts";
import type { LogLine } from "../../../training/run/logLines.ts";
import { parseConfig } from "../../runs/config.ts";
import { DEFAULT_RUNS } from "../../runs/runNames.ts";
import { openRun } from "../../runs/runStore.ts";
import { LOGS, type LogName } from "./runsReader.ts";

export interface RunLinesRequest {
	/** Name or folder of the run. */
	run: string;
	/** Folder of runs. Default: "runs". */
	runs?: string | undefined;
	/** metrics, records or samples. */
	log: LogName;
	/** Only lines after this step. Default: all. */
	from?: number | undefined;
	/** Most lines to return, at least 2. Default: 20,000. */
	most?: number | undefined;
}

export interface RunLines {
	/** Lines in the order of the log, the first and the last among them. */
	lines: LogLine[];
	/** Number of lines that the log holds after `from`. */
	of: number;
}

const need = checksOf("runLines");
const DEFAULT_MOST = 20_000;

/** Reads a log. @throws E_RUN_NAME, E_RUN_MISSING, E_LOG_DAMAGED. */
export function runLines(request: RunLinesRequest): RunLines {
	checkRequest(request, "runLines()", ["run", "runs", "log", "from", "most"]);
	const { run, runs = DEFAULT_RUNS, log, from, most = DEFAULT_MOST } = request;
	need("log", log, LOGS.includes(log), notOneOf(LOGS, log));
	const opened = openRun(run, runs, { validate: parseConfig });
	const all = { metrics: opened.readMetrics, records: opened.readRecords, samples: opened.readSamples }[log]();
	const after = from === undefined ? all : all.filter(({ step }) => typeof step === "number" && step > from);
	const of = after.length;
	if (of <= most) return { lines: after, of };
	const lines = Array.from({ length: most }, (_, k) => after[Math.round((k * (of - 1)) / (most - 1))]!);
	return { lines, of };
}
