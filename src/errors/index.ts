/**
 * Coded errors: what happened, where, got, wanted, and the next move, in English and Korean.
 *
 * Each room keeps its own catalogue beside this file; this one joins them. A code never changes its meaning.
 * Room 0: every room may import it, it imports nothing.
 */
import { cliErrors } from "./cli.ts";
import { dataErrors } from "./data.ts";
import { datasetErrors } from "./datasets.ts";
import type { ErrorEntry, Lang, ParamsOf } from "./define.ts";
import { diagnosisErrors } from "./diagnosis.ts";
import { diskErrors } from "./disk.ts";
import { exchangeErrors } from "./exchange.ts";
import { interopErrors } from "./interop.ts";
import { interpretationErrors } from "./interpretation.ts";
import { kernelErrors } from "./kernels.ts";
import { labelledErrors } from "./labelled.ts";
import { limitErrors } from "./limits.ts";
import { modelErrors } from "./models.ts";
import { optionErrors } from "./option.ts";
import { ownCellErrors } from "./ownCells.ts";
import { ownTaskErrors } from "./ownTasks.ts";
import { pairErrors } from "./pairs.ts";
import { publishErrors } from "./publish.ts";
import { cutLong, cutMessage } from "./quote.ts";
import { rankErrors } from "./ranks.ts";
import { readingErrors } from "./readings.ts";
import { remedyErrors } from "./remedies.ts";
import { replayErrors } from "./replay.ts";
import { reproductionErrors } from "./reproductions.ts";
import { runErrors } from "./runs.ts";
import { sourceErrors } from "./sources.ts";
import { studyErrors } from "./studies.ts";
import { studioErrors } from "./studio.ts";
import { trainingErrors } from "./training.ts";
import { weightFileErrors } from "./weightFiles.ts";

export const catalogue = {
	...optionErrors,
	...kernelErrors,
	...limitErrors,
	...dataErrors,
	...ownTaskErrors,
	...ownCellErrors,
	...modelErrors,
	...remedyErrors,
	...interopErrors,
	...trainingErrors,
	...rankErrors,
	...diagnosisErrors,
	...interpretationErrors,
	...diskErrors,
	...sourceErrors,
	...datasetErrors,
	...labelledErrors,
	...pairErrors,
	...runErrors,
	...readingErrors,
	...exchangeErrors,
	...weightFileErrors,
	...replayErrors,
	...reproductionErrors,
	...studioErrors,
	...studyErrors,
	...publishErrors,
	...cliErrors,
};

export type ErrorCode = keyof typeof catalogue;
export type { Lang } from "./define.ts";

/**
 * An error with a stable code. `message` is English and ends with `(CODE)`, or with `(CODE): ` and a command to copy;
 * `text(lang)` gives it in either language.
 */
export class SluiceError extends Error {
	/** "SluiceError", for every coded error. */
	override readonly name = "SluiceError";
	/** Stable code, such as "E_OPTION". It never changes its meaning. */
	readonly code: ErrorCode;
	/** The facts of the message, as plain data. */
	readonly params: unknown;

	constructor(code: ErrorCode, params: unknown, options?: ErrorOptions) {
		super(render(code, params, "en"), options);
		this.code = code;
		this.params = params;
	}

	/** The message in `lang`, with its code at the end or before the command that it ends with. */
	text(lang: Lang): string {
		return render(this.code, this.params, lang);
	}

	/** As JSON gives it to machines: the code and the English message. */
	toJSON(): { code: ErrorCode; message: string } {
		return { code: this.code, message: this.message };
	}

	/** Process exit code for this error: 1 failure, 2 bad usage, 3 diverged. */
	get exitCode(): number {
		const { exit = 1 } = catalogue[this.code] as ErrorEntry<unknown>;
		return typeof exit === "function" ? exit(this.params) : exit;
	}
}

/** A command after the last colon of a message, up to its end. */
const COMMAND = /^(.*): ((?:[A-Z]+=\S+ )?(?:sluice|npm|npx|mpirun|ls|gzip) .*[^.])$/s;

/** The code comes before such a command, which can then be copied to the end of its line. */
function render(code: ErrorCode, params: unknown, lang: Lang): string {
	const entry = catalogue[code] as ErrorEntry<unknown>;
	const said = cutMessage(entry[lang](cutLong(params)));
	const [, before, command] = COMMAND.exec(said) ?? [];
	return command === undefined ? `${said} (${code})` : `${before} (${code}): ${command}`;
}

/** Makes (does not throw) the error `code`: `throw fail("E_SHAPE", { ... })`. */
export function fail<C extends ErrorCode>(
	code: C,
	params: ParamsOf<(typeof catalogue)[C]>,
	options?: ErrorOptions,
): SluiceError {
	return new SluiceError(code, params, options);
}
