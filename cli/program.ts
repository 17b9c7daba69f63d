/** The whole command line: parses, resolves the settings, calls the verb, reports errors. */
import { type Command, CommanderError } from "commander";
import type { Lang } from "../src/errors/define.ts";
import { fail, SluiceError } from "../src/errors/index.ts";
import { nearest } from "../src/errors/nearest.ts";
import { notOneOf } from "../src/errors/request.ts";
import { setLastWords } from "../src/workbench/machine/ranks/lastWords.ts";
import { flagWithoutValue, switchWithValue } from "./bareFlag.ts";
import { build } from "./commands.ts";
import { asTyped, resolveSettings } from "./config.ts";
import { readConfig } from "./configFile.ts";
import type { Context } from "./context.ts";
import { colourOn, type Paint, paint } from "./display/colour.ts";
import { showOn } from "./display/show.ts";
import { messageOf, report } from "./failure.ts";
import type { Io } from "./io.ts";
import { chooseLang, wants } from "./lang.ts";
import type { Translate } from "./messages/catalogue.ts";
import { english, messagesFor } from "./messages/index.ts";
import { leftToRankZero, ofRank, reports } from "./ranks.ts";
import { usageError } from "./usage.ts";
import { FLAG_NAMES, VERBS, type Verb } from "./verbs/index.ts";

/** Language and style of the output. */
interface Voice {
	lang: Lang;
	t: Translate;
	/** Whether the verb was called by its former name. */
	former: boolean;
	/** Colours for standard output and standard error. */
	out: Paint;
	err: Paint;
}

/** Runs the command line and returns the exit code. It never throws and never ends the process. */
export async function main(argv: readonly string[], process: Io): Promise<number> {
	const io = ofRank(process);
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
		setLastWords((lost) => (reports(lost, process) ? messageOf(lost, { lang, t, paint: err, json }) : ""));
		const program = build({
			...{ t, colours: out, io },
			complain: (text) => (complaint += text),
			async call(verb, args, command) {
				const flags: Record<string, unknown> = { ...program.opts(), ...command.opts() };
				const { formerly } = verb.spec;
				const former = formerly !== undefined && program.args[0] === formerly;
				code = await callVerb(verb, args, flags, io, { lang, t, out, err, former });
			},
		});
		for (const parent of [program, ...program.commands]) {
			parent.hook("preSubcommand", (_, command) => {
				parsing = fullName(command);
			});
		}
		const bare = flagWithoutValue(argv);
		if (bare !== undefined) throw fail("E_FLAG_VALUE", { flag: bare, help: "sluice --help" });
		const valued = switchWithValue(argv);
		if (valued !== undefined) throw fail("E_FLAG_VALUE", { ...valued, help: "sluice --help" });
		await program.parseAsync([...argv], { from: "user" });
		return io.stop.exitCode ?? code;
	} catch (thrown) {
		if (io.stop.exitCode !== undefined && !(thrown instanceof SluiceError)) return io.stop.exitCode;
		if (!(thrown instanceof CommanderError)) {
			return report(thrown, reports(thrown, io) ? process : io, { lang, t, paint: err, json });
		}
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

async function callVerb(
	verb: Verb,
	args: string[],
	flags: Record<string, unknown>,
	io: Io,
	voice: Voice,
): Promise<number> {
	if (leftToRankZero(verb.spec.name, io)) return 0;
	const settings = await settingsOf(verb, flags, io);
	const quiet = settings.values.quiet === true;
	const context: Context = {
		...{ io, settings, quiet, ...voice },
		format: flags.jsonl ? "jsonl" : flags.json ? "json" : "text",
		show: showOn(io, quiet),
		library: await io.library(),
	};
	try {
		const { run } = await verb.load();
		return await run(context, args);
	} catch (error) {
		throw asTyped(error, settings);
	} finally {
		context.show.end();
	}
}

function unknownVerb(verb: string): SluiceError {
	return fail("E_VERB", {
		verb,
		suggestion: nearest(
			verb,
			VERBS.map(({ spec }) => spec.name),
		),
		help: "sluice --help",
	});
}

function fullName(command: Command): string {
	return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}

async function settingsOf({ spec }: Verb, flags: Record<string, unknown>, io: Io) {
	const path = (flags.config as string | undefined) ?? (io.env.SLUICE_CONFIG || undefined);
	const config = path === undefined ? undefined : { path, values: await readConfig(path, FLAG_NAMES) };
	const lang = flags.lang as string | undefined;
	if (lang !== undefined && lang !== "en" && lang !== "ko") {
		throw fail("E_OPTION", { option: "lang", why: notOneOf(["en", "ko"], lang), where: { place: "flag" } });
	}
	const settings = resolveSettings(spec, { flags, env: io.env, config });
	return { ...settings, configFile: flags.config as string | undefined };
}
