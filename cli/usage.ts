/** Turns the parser's errors into coded errors with catalogue messages. */
import type { CommanderError } from "commander";
import type { Lacking } from "../src/errors/cli.ts";
import { fail, type SluiceError } from "../src/errors/index.ts";
import { flagOf } from "../src/errors/option.ts";
import { VERBS } from "./verbs/index.ts";

/** Options of PyTorch, Keras and char-rnn, and what they are called here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
	...{ "--learning-rate": "--lr", "--batch-size": "--batch", "--num-layers": "--layers", "--n-layers": "--layers" },
	...{ "--rnn-size": "--hidden", "--hidden-size": "--hidden", "--units": "--hidden", "--nhid": "--hidden" },
	...{
		"--num-units": "--hidden",
		"--emsize": "--hidden",
		"--seq-length": "--k1",
		"--seq-len": "--k1",
		"--bptt": "--k1",
	},
	...{ "--sequence-length": "--k1", "--model": "--cell", "--rnn-type": "--cell", "--model-type": "--cell" },
	...{ "--max-epochs": "--epochs", "--num-epochs": "--epochs", "--n-epochs": "--epochs", "--max-steps": "--steps" },
	...{ "--iterations": "--steps", "--grad-clip": "--clip-norm", "--clip": "--clip-norm", "--clipnorm": "--clip-norm" },
	...{
		"--clipvalue": "--clip-value",
		"--max-grad-norm": "--clip-norm",
		"--max-norm": "--clip-norm",
		"--momentum": "--optimizer momentum --beta1",
		"--log-dir": "--runs",
		"--logdir": "--runs",
		"--lr-scheduler": "--schedule",
		"--wd": "--weight-decay",
		"--optim": "--optimizer",
	},
	...{ "--decay-rate": "--decay", "--lr-decay": "--decay", "--scheduler": "--schedule", "--init-from": "--from" },
	...{ "--resume-from": "--from", "--val-frac": "--split", "--train-frac": "--split", "--validation-split": "--split" },
	...{ "--eval-val-every": "--valid-every", "--checkpoint-dir": "--runs", "--save-dir": "--runs", "--name": "--run" },
	...{
		"--output-dir": "--runs",
		"--data-dir": "FILE|DIR",
		"--device": "--engine",
		"--gpu": "--engine",
		"--gpuid": "--engine",
	},
	...{ "--cuda": "--engine", "--num-workers": "--threads", "--workers": "--threads", "--num-threads": "--threads" },
	...{ "--random-seed": "--seed", "--manual-seed": "--seed", "--temp": "--temperature", "--primetext": "--prompt" },
	...{
		"--start-text": "--prompt",
		"--keep-prob": "--dropout",
		"--drop": "--dropout",
		"--early-stopping": "--patience",
	},
};

/** Options of other libraries for what Sluice does not have. */
const LACKING: readonly [RegExp, Lacking][] = [
	[/^--(bi|bidir|bidirectional|birnn|brnn)$/, "bidirectional"],
	[/^--(no-)?(tied|tie)(-(weights?|embeddings?|emb))?$/, "tied"],
	[/^--(emb|embed|embedding|embeddings|n-embd)(-(dim|size))?$/, "embedding"],
	[/^--(attention|attn|(n|num|n-|num-)heads?)$/, "attention"],
];

/** An option as it is known elsewhere: `--batch_size=4` is --batch-size. */
const plain = (word: string) => word.split("=", 1)[0]!.replaceAll("_", "-").toLowerCase();

/**
 * Explains an unknown option: a unit with the sign used in tables, `-l0.c.48`, or for compare a training setting that
 * another option selects.
 */
function meant(word: string, verb: string): string | undefined {
	if (/^-l\d+\.\w/.test(word)) return word.slice(1);
	const ours = ELSEWHERE[plain(word)];
	if (verb !== "sluice compare") return ours;
	if (/^--lr(=|$)/.test(word)) return "--rates";
	const remedy = /^--(cell|variant|init|forget-bias|clip-norm|clip-value|omega|omega-form|l1|l2)(=|$)/;
	return remedy.test(word) ? "--remedies" : ours;
}

/** The suggestion, unless it is an option that the verb lacks. */
function ofVerb(suggestion: string | undefined, verb: string): string | undefined {
	const spec = VERBS.find(({ spec }) => `sluice ${spec.name}` === verb)?.spec;
	const isForeign =
		suggestion?.startsWith("--") &&
		spec &&
		!Object.keys(spec.flags).some((name) => flagOf(name) === suggestion.split(" ", 1)[0]);
	return isForeign ? undefined : suggestion;
}

/** @param verb full name of the command being parsed, such as `sluice data get`. */
export function usageError(error: CommanderError, verb: string): SluiceError {
	const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? "";
	const suggestion = /Did you mean (?:one of )?(.+)\?\)/.exec(error.message)?.[1];
	const help = `${verb} --help`;
	switch (error.code) {
		case "commander.unknownOption":
			return fail("E_FLAG", {
				flag: quoted.split("=", 1)[0]!,
				lacks: LACKING.find(([names]) => names.test(plain(quoted)))?.[1],
				suggestion: ofVerb(meant(quoted, verb), verb) ?? suggestion,
				help,
			});
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
