/** The symbols of a text as a model reads them: a stretch of ids, for programs that compute on their own. */
import { checkRequest, checkWhole } from "../../errors/request.ts";
import { TEXT_KEYS, type TextChoice, withText } from "../models/readText.ts";
import { onText, parseConfig } from "../runs/config.ts";
import { vocabularyOf } from "../runs/documents.ts";
import { DEFAULT_RUNS } from "../runs/runNames.ts";
import { openRun } from "../runs/runStore.ts";

export interface SymbolsRequest extends TextChoice {
	/** Name or folder of the run. */
	run: string;
	/** Folder of runs. Default: ./runs. */
	runs?: string | undefined;
	/** Index of the first symbol. Range: at least 0. Default: 0. */
	from?: number;
	/** Number of symbols; fewer at the end of the text. Range: 1 to 4194304. Default: 65536. */
	count?: number;
}

export interface SymbolsResult {
	/** Name of the run. */
	run: string;
	/** Text read: file names, or the part. */
	text: string;
	/** Number of symbols in the whole text. */
	symbols: number;
	/** Index of the first symbol. */
	from: number;
	/** Id of each symbol in the run's vocabulary, -1 for one that it lacks. */
	ids: Int32Array;
}

/** Largest stretch of one call, in symbols. */
export const MOST_SYMBOLS = 1 << 22;

/** Reads a stretch of a text as ids. @throws E_RUN_TASK for a run on a task, E_RUN_NO_TEXT, E_OPTION. */
export async function readSymbols(request: SymbolsRequest): Promise<SymbolsResult> {
	checkRequest(request, "readSymbols()", ["run", "runs", "from", "count", ...TEXT_KEYS]);
	const { from = 0, count = 1 << 16 } = request;
	checkWhole("from", from, { min: 0 }, "readSymbols");
	checkWhole("count", count, { min: 1, max: MOST_SYMBOLS }, "readSymbols");
	const run = onText(openRun(request.run, request.runs ?? DEFAULT_RUNS, { validate: parseConfig }));
	const vocabulary = vocabularyOf(run.readVocabulary(), run.folder);
	const model = { name: run.name, config: run.config, vocabulary };
	return withText(model, request, { verb: "predictions", least: 1 }, async (text, title) => ({
		...{ run: run.name, text: title, symbols: text.symbols, from },
		ids: await text.reader(Math.min(from, text.symbols)).read(count),
	}));
}
