/** The verbs as parser commands: one per spec, in the order of the registry. */
import { Command, Option } from "commander";
import { VERSION } from "../src/workbench/machine/version.ts";
import type { Paint } from "./display/colour.ts";
import type { Flag } from "./flags/flag.ts";
import { configureHelp, describe, examplesText, flagsOf } from "./help.ts";
import type { Io } from "./io.ts";
import type { Translate } from "./messages/catalogue.ts";
import { GROUPS, VERBS, type Verb } from "./verbs/index.ts";
import type { GroupSpec } from "./verbs/spec.ts";

const EXAMPLES = [
	"sluice train @sqlite --minutes 1.5",
	'sluice sample sqlite-lstm-1 --prompt "int main(" --temperature 0.8',
	"sluice eval sqlite-lstm-1 --part test",
];

/** What the commands need from the command line, and what they call. */
interface World {
	t: Translate;
	colours: Paint;
	io: Io;
	/** Receives what the parser would write to standard error. */
	complain(text: string): void;
	call(verb: Verb, args: string[], command: Command): Promise<void>;
}

export function build(world: World): Command {
	const { t, colours, io } = world;
	const program = new Command("sluice").description(t("help.tagline")).usage("COMMAND [--options]");
	const cells = Math.min(io.stdout.columns || 100, 120);
	program
		.exitOverride()
		.configureOutput({
			writeOut: (text) => io.stdout.write(text),
			writeErr: world.complain,
			outputError: () => {},
			getOutHelpWidth: () => cells,
			getErrHelpWidth: () => cells,
			getOutHasColors: () => true,
			getErrHasColors: () => true,
		})
		.enablePositionalOptions()
		.helpCommand("help [COMMAND]", t("help.helpCommand"))
		.optionsGroup(t("group.common"))
		.version(VERSION, "-V, --version", t("help.flagVersion"));
	configureHelp(program, t, colours);
	common(program, t);
	const closing = program
		.createHelp()
		.boxWrap([t("help.moreHelp"), t("help.variables"), t("help.codes")].join("\n"), cells);
	program.addHelpText("after", `${examplesText(EXAMPLES, t, colours)}\n\n${closing}`);
	const parents = new Map<string, Command>();
	for (const verb of VERBS) {
		const [first, second] = verb.spec.name.split(" ") as [string, string?];
		const group = GROUPS.find(({ name }) => second !== undefined && name === first);
		if (group && !parents.has(first)) parents.set(first, addGroup(program, group, world));
		if (second === undefined) parents.set(first, addVerb(program, first, verb, world));
		else addVerb(parents.get(first)!.enablePositionalOptions(), second, verb, world);
	}
	return program;
}

function addGroup(program: Command, { name, about, usage, examples }: GroupSpec, { t, colours }: World): Command {
	const command = program.command(name).description(t(about)).usage(usage).helpCommand(false);
	common(command, t);
	return command.enablePositionalOptions().addHelpText("after", examplesText(examples, t, colours));
}

function addVerb(parent: Command, name: string, verb: Verb, { t, colours, call }: World): Command {
	const { about, usage, arguments: words, flags, examples, formerly } = verb.spec;
	const command = parent.command(name).description(t(about));
	if (formerly !== undefined) command.alias(formerly);
	command.usage(`${usage}${usage ? " " : ""}[--options]`);
	for (const word of words) command.argument(word.name, t(word.about));
	for (const [flag, spec] of Object.entries(flags)) command.addOption(optionOf(flag, spec, t));
	common(command, t);
	command.addHelpText("after", examplesText(examples, t, colours));
	command.action(async (...given: unknown[]) => {
		const operands = given.slice(0, -2).flat() as (string | undefined)[];
		await call(
			verb,
			operands.filter((operand) => operand !== undefined),
			command,
		);
	});
	return command;
}

function optionOf(name: string, flag: Flag, t: Translate): Option {
	const option = new Option(flagsOf(name, flag), describe(name, flag, t)).helpGroup(t(`group.${flag.group}`));
	option.negate = false; // --no-open is a switch of its own, not the opposite of --open
	if (flag.rule.kind === "texts") option.argParser((one: string, before: string[] = []) => [...before, one]);
	return option;
}

/** Options that every verb accepts, as does the program itself before a verb. */
function common(command: Command, t: Translate): void {
	command
		.optionsGroup(t("group.common"))
		.option("--config <FILE>", t("flag.config"))
		.addOption(new Option("--lang <en|ko>", `${t("flag.lang")} (${t("help.defaultIs", { value: t("default.lang") })})`))
		.option("--json", t("flag.json"))
		.option("--jsonl", t("flag.jsonl"))
		.option("--color", t("flag.color"))
		.option("--no-color", t("flag.noColor"))
		.helpOption("-h, --help", t("help.flagHelp"));
}
