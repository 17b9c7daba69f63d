/** The parser's complaints as coded errors, in the words of the catalogue. */
import type { CommanderError } from "commander";
import { fail, type SluiceError } from "../src/errors/index.ts";

/** A unit with the sign that tables give it, `-l0.c.48`; for compare, settings of train that are chosen there by other flags. */
function meant(word: string, verb: string): string | undefined {
	if (/^-l\d+\.\w/.test(word)) return word.slice(1);
	if (verb !== "sluice compare") return undefined;
	if (/^--lr(=|$)/.test(word)) return "--rates";
	const remedy = /^--(cell|variant|init|forget-bias|clip-norm|clip-value|omega|omega-form|l1|l2)(=|$)/;
	return remedy.test(word) ? "--remedies" : undefined;
}

/** `verb` is the full name of the command that was being parsed, such as `sluice data get`. */
export function usageError(error: CommanderError, verb: string): SluiceError {
	const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? "";
	const suggestion = /Did you mean (?:one of )?(.+)\?\)/.exec(error.message)?.[1];
	const help = `${verb} --help`;
	switch (error.code) {
		case "commander.unknownOption":
			return fail("E_FLAG", { flag: quoted.split("=", 1)[0]!, suggestion: meant(quoted, verb) ?? suggestion, help });
		case "commander.optionMissingArgument":
			return fail("E_FLAG_VALUE", { flag: quoted, help });
		case "commander.unknownCommand":
			return fail("E_VERB", { verb: quoted, suggestion, help });
		case "commander.missingArgument":
			return fail("E_ARGUMENT", { verb, why: { reason: "missing", forms: [quoted.toUpperCase()] } });
		case "commander.excessArguments": {
			const [, count, got] = /Expected (\d+) arguments? but got (\d+)/.exec(error.message) ?? [];
			return fail("E_ARGUMENT", { verb, why: { reason: "tooMany", got: Number(got), max: Number(count) } });
		}
		default:
			return fail("E_ARGUMENT", { verb, why: { reason: "parser", message: error.message } });
	}
}
