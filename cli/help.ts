/** The help texts: every option with its meaning, range and default, taken from the spec that checks it. */
import type { Command, Help } from "commander";
import { flagOf } from "../src/errors/option.ts";
import { plainNumber } from "../src/errors/quote.ts";
import { parseOptions } from "../src/training/options/options.ts";
import type { Paint } from "./display/colour.ts";
import { small } from "./display/numbers.ts";
import { width } from "./display/width.ts";
import type { Flag, Words } from "./flags/flag.ts";
import type { Rule } from "./flags/rules.ts";
import { TRAINING_FLAGS } from "./flags/training.ts";
import type { MessageKey, Translate } from "./messages/catalogue.ts";

/** `--clip-norm <X>` */
export function flagsOf(name: string, { rule, takes }: Flag): string {
	if (rule.kind === "switch") return flagOf(name);
	const byKind = {
		text: "NAME",
		whole: "N",
		number: "X",
		numberOrText: "X",
		list: "NAME...",
		texts: "TEXT",
		choice: choicesOf(rule) ?? "NAME",
	};
	return `${flagOf(name)} <${takes ?? byKind[rule.kind]}>`;
}

/** `lstm|gru|rnn` if it is short enough for the option column. */
function choicesOf(rule: Rule): string | undefined {
	const choices = rule.kind === "choice" ? rule.of.join("|") : "";
	return choices.length <= 20 ? choices : undefined;
}

/** Meaning, range and default of an option, as one line. */
export function describe(name: string, flag: Flag, t: Translate): string {
	const { rule, choices, also, tells = ["range", "default"] } = flag;
	const facts: string[] = [];
	if (tells.includes("range")) facts.push(...rangeOf(rule, t));
	if (choices) {
		const lists = Object.entries(choices).map(([of, names]) => `${of} ${names.join("|")}`);
		facts.push(lists.join(", "));
	}
	if (tells.includes("default")) facts.push(...defaultOf(name, flag, t));
	if (also) facts.push(say(t, also));
	return facts.length > 0 ? `${t(flag.about)} (${facts.join("; ")})` : t(flag.about);
}

function rangeOf(rule: Rule, t: Translate): string[] {
	if (rule.kind === "whole" || rule.kind === "number")
		return [t("help.range", { min: plainNumber(rule.min), max: plainNumber(rule.max) })];
	return rule.kind === "choice" && !choicesOf(rule) ? [rule.of.join("|")] : [];
}

function defaultOf(name: string, { rule, unset }: Flag, t: Translate): string[] {
	if (unset && "words" in unset) return [t("help.defaultIs", { value: say(t, unset) })];
	if (unset && "per" in unset) return [t("help.defaultIs", { value: byChoice(unset.per, name) })];
	const value = unset?.value ?? ("default" in rule ? rule.default : undefined);
	return value === undefined || value === "" ? [] : [t("help.default", { value })];
}

/** A default that depends on another option: "lstm 1, gru 0, rnn 0". */
export function byChoice(other: "cell", name: string): string {
	const choices = TRAINING_FLAGS[other].rule.of.filter((choice) => choice !== "esn");
	const valueFor = (choice: (typeof choices)[number]) =>
		new Map(Object.entries(parseOptions({ [other]: choice }, ""))).get(name);
	return choices.map((choice) => `${choice} ${small(Number(valueFor(choice)))}`).join(", ");
}

/** A message whose key comes from data, so only the test of the specs can check that its holes are filled. */
export function say(t: Translate, { words, with: values }: Words): string {
	return (t as (key: MessageKey, values?: Words["with"]) => string)(words, values);
}

/** The examples at the end of a help text. */
export function examplesText(lines: readonly string[], t: Translate, paint: Paint): string {
	return `\n${paint.bold(t("help.examples"))}\n${lines.map((line) => `  ${paint.cyan(line)}`).join("\n")}`;
}

/** Help format: translated titles, Hangul measured in cells, and some colour. */
export function configureHelp(command: Command, t: Translate, paint: Paint): void {
	const titles: Readonly<Record<string, string>> = {
		"Usage:": t("help.usage"),
		"Arguments:": t("help.arguments"),
		"Options:": t("help.options"),
		"Commands:": t("help.commands"),
	};
	const style: Partial<Help> = {
		displayWidth: width,
		styleTitle: (title) => paint.bold(titles[title] ?? title),
		styleCommandText: paint.bold,
		styleSubcommandText: paint.cyan,
		styleOptionText: paint.cyan,
		styleArgumentText: paint.yellow,
		subcommandTerm: (command) => command.name(),
	};
	command.configureHelp(style);
}
