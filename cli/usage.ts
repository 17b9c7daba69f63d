/** Turns the parser's errors into coded errors with catalogue messages. */
import type { CommanderError } from "commander";
import { fail, type SluiceError } from "../src/errors/index.ts";

/**
 * Explains an unknown option: a unit with the sign used in tables, `-l0.c.48`, or for compare a training setting that
 * another option selects.
 */
function meant(word: string, verb: string): string | undefined {
	if (/^-l\d+\.\w/.test(word)) return word.slice(1);
	if (verb !== "sluice compare") return undefined;
	if (/^--lr(=|$)/.test(word)) return "--rates";
	const remedy = /^--(cell|variant|init|forget-bias|clip-norm|clip-value|omega|omega-form|l1|l2)(=|$)/;
	return remedy.test(word) ? "--remedies" : undefined;
}

/** @param verb full name of the command being parsed, such as `sluice data get`. */
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
