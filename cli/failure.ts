/** Error output of the command line: one message (or one JSON document) on standard error, and an exit code. */

import type { Lang } from "../src/errors/define.ts";
import { fail, SluiceError } from "../src/errors/index.ts";
import { isMemoryRefused } from "../src/errors/memoryRefused.ts";
import { isSpoken } from "../src/workbench/machine/ranks/lastWords.ts";
import type { Paint } from "./display/colour.ts";
import { escapeJson, escapeText } from "./display/escape.ts";
import type { Io } from "./io.ts";
import type { Translate } from "./messages/catalogue.ts";

interface Voice {
	lang: Lang;
	t: Translate;
	paint: Paint;
	json: boolean;
}

/** Reports `thrown` on standard error, if that has not been done, and returns its exit code. */
export function report(thrown: unknown, io: Io, voice: Voice): number {
	const error = coded(thrown);
	if (isSpoken(error)) return error.exitCode;
	io.stderr.write(messageOf(error, voice));
	if (io.env.SLUICE_DEBUG && !voice.json && thrown instanceof Error)
		io.stderr.write(`${escapeText(thrown.stack ?? "")}\n`);
	return error.exitCode;
}

/** One error as it is printed, with the end of its line. */
export function messageOf(error: SluiceError, { lang, t, paint, json }: Voice): string {
	if (json) return `${escapeJson(JSON.stringify({ error: { code: error.code, message: error.message } }))}\n`;
	return `${paint.red(`${t("error.label")}:`)} ${escapeText(error.text(lang))}\n`;
}

/** Operating-system errors are for the user to fix. Any other error without a code is a bug in Sluice. */
function coded(thrown: unknown): SluiceError {
	if (thrown instanceof SluiceError) return thrown;
	const { code, syscall } = (thrown ?? {}) as NodeJS.ErrnoException;
	const what = thrown instanceof Error ? thrown.message : String(thrown);
	if (isMemoryRefused(thrown)) return fail("E_MEMORY", { need: "host", what }, { cause: thrown });
	if (typeof code === "string" && typeof syscall === "string")
		return fail("E_SYSTEM", { what, code }, { cause: thrown });
	return fail("E_INTERNAL", { what }, { cause: thrown });
}
