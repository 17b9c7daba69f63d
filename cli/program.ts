/** The verbs and their flags. Each verb's file, and the library, load when the verb is called. */
import { Command, CommanderError, Option } from "commander";
import type { Lang } from "../src/errors/define.ts";
import { fail, SluiceError } from "../src/errors/index.ts";
import { nearest } from "../src/errors/nearest.ts";
import { notOneOf } from "../src/errors/request.ts";
import { VERSION } from "../src/workbench/machine/version.ts";
import { asTyped, readConfig, resolveSettings, type Settings } from "./config.ts";
import type { Context } from "./context.ts";
import { colourOn, type Paint, paint } from "./display/colour.ts";
import { showOn } from "./display/show.ts";
import { examples } from "./examples.ts";
import { report } from "./failure.ts";
import { configureHelp, describe, flagsOf, groupOf } from "./help.ts";
import type { Io } from "./io.ts";
import { chooseLang, wants } from "./lang.ts";
import type { Translate } from "./messages/catalogue.ts";
import { english, messagesFor } from "./messages/index.ts";
import { SETTINGS, type SettingName, VERB_SETTINGS, type Verb, type VerbGroup } from "./settings.ts";
import { usageError } from "./usage.ts";

/** A verb's file: calls the library, prints, and returns the exit code. */
export type Run = (context: Context, args: string[]) => Promise<number>;

/** The whole command line, from arguments to exit code. It never throws and never ends the process. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
	const json = wants(argv, "--json") || wants(argv, "--jsonl");
	const lang: Lang = json ? "en" : chooseLang(argv, io.env);
	let t: Translate = english;
	let parsing = "sluice";
	let code = 0;
	let complaint = "";
	const colour = wants(argv, "--no-color") ? false : wants(argv, "--color") ? true : undefined;
	const out = paint(colourOn(io.env, colour, io.stdout.isTTY === true));
	const err = paint(colourOn(io.env, colour, io.stderr.isTTY === true));
	try {
		t = await messagesFor(lang);
		const program = build(
			t,
			out,
			io,
			(text) => (complaint += text),
			async (verb, load, args, command) => {
				const flags: Record<string, unknown> = { ...program.opts(), ...command.opts() };
				const settings = await settingsOf(verb, flags, io);
				const quiet = settings.values.quiet === true;
				const context: Context = {
					io,
					lang,
					t,
					settings,
					out,
					err,
					format: flags.jsonl ? "jsonl" : flags.json ? "json" : "text",
					quiet,
					show: showOn(io, quiet),
					library: await io.library(),
				};
				try {
					code = await (await load()).run(context, args);
				} catch (error) {
					throw asTyped(error, settings);
				} finally {
					context.show.end();
				}
			},
		);
		for (const parent of [program, ...program.commands]) {
			parent.hook("preSubcommand", (_, command) => {
				parsing = fullName(command);
			});
		}
		await program.parseAsync([...argv], { from: "user" });
		return io.stop.exitCode ?? code;
	} catch (thrown) {
		if (io.stop.exitCode !== undefined && !(thrown instanceof SluiceError)) return io.stop.exitCode;
		if (!(thrown instanceof CommanderError)) return report(thrown, io, { lang, t, paint: err, json });
		if (thrown.exitCode === 0) return 0;
		const [first, unknown] = argv;
		if (thrown.code === "commander.help" && !(first === "help" && unknown)) {
			io.stdout.write(complaint);
			return 0;
		}
		const error = first === "help" && unknown ? unknownVerb(unknown) : usageError(thrown, parsing);
		return report(error, io, { lang, t, paint: err, json });
	}
}

function unknownVerb(verb: string): SluiceError {
	return fail("E_VERB", { verb, suggestion: nearest(verb, Object.keys(VERB_SETTINGS)), help: "sluice --help" });
}

function fullName(command: Command): string {
	return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}

async function settingsOf(verb: Verb, flags: Record<string, unknown>, io: Io): Promise<Settings> {
	const path = (flags.config as string | undefined) ?? (io.env.SLUICE_CONFIG || undefined);
	const config = path === undefined ? undefined : { path, values: await readConfig(path) };
	const lang = flags.lang as string | undefined;
	if (lang !== undefined && lang !== "en" && lang !== "ko") {
		throw fail("E_OPTION", { option: "lang", why: notOneOf(["en", "ko"], lang), where: { place: "flag" } });
	}
	const settings = resolveSettings(VERB_SETTINGS[verb], { flags, env: io.env, config }, verb);
	return { ...settings, configFile: flags.config as string | undefined };
}

type Call = (verb: Verb, load: () => Promise<{ run: Run }>, args: string[], command: Command) => Promise<void>;

function build(t: Translate, colours: Paint, io: Io, complain: (text: string) => void, call: Call): Command {
	const program = new Command("sluice").description(t("help.tagline")).usage("COMMAND [--flags]");
	const cells = Math.min(io.stdout.columns || 100, 120);
	program
		.exitOverride()
		.configureOutput({
			writeOut: (text) => io.stdout.write(text),
			writeErr: complain,
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
	program.addHelpText("after", `${examples("sluice", t, colours)}\n\n${closing}`);

	const groups = new Map<string, Command>();
	const group = (name: VerbGroup, args: string) => {
		const command = program
			.command(name)
			.description(t(`verb.${name}`))
			.usage(args)
			.helpCommand(false);
		common(command, t);
		command.enablePositionalOptions().addHelpText("after", examples(name, t, colours));
		groups.set(name, command);
	};
	const verb = (name: Verb, args: string, file: () => Promise<{ run: Run }>) => {
		const [first, sub] = name.split(" ") as [string, string?];
		const parent = sub ? groups.get(first)! : program;
		const command = parent.command(sub ?? first).description(t(`verb.${name}`));
		command.usage(`${args}${args ? " " : ""}[--flags]`);
		for (const setting of VERB_SETTINGS[name]) command.addOption(optionOf(setting, name, t));
		common(command, t);
		command.addHelpText("after", examples(name, t, colours));
		return command.action(async (...given: unknown[]) => {
			const operands = given.slice(0, -2).flat() as (string | undefined)[];
			await call(
				name,
				file,
				operands.filter((operand) => operand !== undefined),
				command,
			);
		});
	};
	verb("train", "FILE|DIR|@NAME...|task:NAME", () => import("./verbs/train/run.ts")).argument(
		"[text...]",
		t("arg.texts"),
	);
	verb("resume", "RUN", () => import("./verbs/resume/run.ts")).argument("<run>", t("arg.run"));
	verb("eval", "RUN [FILE...|--part PART]", () => import("./verbs/eval/run.ts"))
		.argument("<run>", t("arg.run"))
		.argument("[file...]", t("arg.files"));
	verb("predict", "RUN [FILE] [--free N] [--out FILE]", () => import("./verbs/predict/run.ts"))
		.argument("<run>", t("arg.run"))
		.argument("[file]", t("arg.seriesFile"));
	verb("sample", "RUN", () => import("./verbs/sample/run.ts")).argument("<run>", t("arg.run"));
	verb("runs", "", () => import("./verbs/runs/run.ts"));
	verb("export", "RUN --to FORMAT FILE", () => import("./verbs/export/run.ts"))
		.argument("<run>", t("arg.run"))
		.argument("<file>", t("arg.exportFile"));
	verb("import", "FILE", () => import("./verbs/import/run.ts")).argument("<file>", t("arg.importFile"));
	group("data", "list|get NAME|report FILE...|ngrams FILE...");
	verb("data list", "", () => import("./verbs/data/list/run.ts"));
	verb("data get", "NAME", () => import("./verbs/data/get/run.ts")).argument("<name>", t("arg.name"));
	verb("data report", "FILE|DIR|@NAME...", () => import("./verbs/data/report/run.ts")).argument(
		"<text...>",
		t("arg.ngrams"),
	);
	verb("data ngrams", "FILE|DIR|@NAME...", () => import("./verbs/data/ngrams/run.ts")).argument(
		"<text...>",
		t("arg.ngrams"),
	);
	verb("diagnose", "RUN [FILE...|--part PART]", () => import("./verbs/diagnose/run.ts"))
		.argument("<run>", t("arg.run"))
		.argument("[file...]", t("arg.files"));
	verb("trace", "RUN [FILE...|--part PART] --names NAME... --out FILE", () => import("./verbs/trace/run.ts"))
		.argument("<run>", t("arg.run"))
		.argument("[file...]", t("arg.readFiles"));
	verb("predictions", "RUN [FILE...|--part PART]", () => import("./verbs/predictions/run.ts"))
		.argument("<run>", t("arg.run"))
		.argument("[file...]", t("arg.readFiles"));
	group("cells", "find|report|patterns|show|history|ablate|clamp|scale|patch|name|names");
	verb("cells find", "RUN [FILE...|--part PART]", () => import("./verbs/cells/find/run.ts"))
		.argument("<run>", t("arg.run"))
		.argument("[file...]", t("arg.readFiles"));
	verb("cells report", "RUN [FILE...|--part PART] --html FILE", () => import("./verbs/cells/report/run.ts"))
		.argument("<run>", t("arg.run"))
		.argument("[file...]", t("arg.readFiles"));
	verb("cells patterns", "", () => import("./verbs/cells/patterns/run.ts"));
	const aboutUnit = (name: Verb, args: string, file: () => Promise<{ run: Run }>) =>
		verb(name, args, file)
			.argument("<run>", t("arg.run"))
			.argument("<unit>", t("arg.unit"))
			.argument("[file...]", t("arg.readFiles"));
	aboutUnit("cells show", "RUN UNIT [FILE...|--part PART]", () => import("./verbs/cells/show/run.ts"));
	aboutUnit(
		"cells history",
		"RUN UNIT [FILE...|--part PART] [--beside RUN]",
		() => import("./verbs/cells/history/run.ts"),
	);
	aboutUnit("cells ablate", "RUN UNIT [FILE...|--part PART]", () => import("./verbs/cells/ablate/run.ts"));
	aboutUnit("cells clamp", "RUN UNIT [FILE...|--part PART] --value X", () => import("./verbs/cells/clamp/run.ts"));
	verb("cells patch", "RUN UNIT... --from FILE:OFFSET --to FILE:OFFSET", () => import("./verbs/cells/patch/run.ts"))
		.argument("<run>", t("arg.run"))
		.argument("<unit...>", t("arg.units"));
	verb("cells name", "RUN [UNIT NAME [FILE...|--part PART]]", () => import("./verbs/cells/name/run.ts"))
		.argument("<run>", t("arg.run"))
		.argument("[unit]", t("arg.unit"))
		.argument("[name]", t("arg.cellName"))
		.argument("[file...]", t("arg.evidence"));
	verb("cells names", "RUN", () => import("./verbs/cells/names/run.ts")).argument("<run>", t("arg.run"));
	aboutUnit("cells scale", "RUN UNIT [FILE...|--part PART] --value X", () => import("./verbs/cells/scale/run.ts"));
	verb("analyse", "RUN [FILE...|--part PART]", () => import("./verbs/analyse/run.ts"))
		.argument("<run>", t("arg.run"))
		.argument("[file...]", t("arg.readFiles"));
	verb("gradcheck", "", () => import("./verbs/gradcheck/run.ts"));
	verb("compare", "TASK|FILE|DIR|@NAME... [--remedies REMEDY...]", () => import("./verbs/compare/run.ts")).argument(
		"[on...]",
		t("arg.compare"),
	);
	verb("reproduce", "[NAME]", () => import("./verbs/reproduce/run.ts")).argument("[name]", t("arg.reproduction"));
	return program;
}

function optionOf(name: SettingName, verb: Verb, t: Translate): Option {
	const option = new Option(flagsOf(name, verb), describe(name, verb, t)).helpGroup(groupOf(name, verb, t));
	if (SETTINGS[name].kind === "texts") option.argParser((one: string, before: string[] = []) => [...before, one]);
	return option;
}

/** The flags that every verb takes, and the program itself before a verb. */
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
