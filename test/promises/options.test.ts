/**
 * What the types say of each training option is what the check of options does: range, default and whole numbers. The
 * compiler holds the kinds and choices of both together (src/training/options/options.ts).
 */

import { expect, test } from "vitest";
import { taskNamed } from "../../src/data/index.ts";
import { SERIES_DEFAULTS } from "../../src/data/seriesDefaults.ts";
import { type GivenOptions, OPTION_NAMES, OPTION_RULES, parseOptions, VARIANTS } from "../../src/index.ts";
import { ECHO_OPTION_RULES, ECHO_SHARED_RULES } from "../../src/training/echo/echoOptions.ts";
import { parseEchoOptions } from "../../src/training/echo/parseEchoOptions.ts";
import { parseTaskOptions } from "../../src/training/index.ts";
import type { Rule } from "../../src/training/options/options.ts";
import { openSurface } from "./api/surface.ts";

const surface = openSurface()("src/index.ts");
const documented = (name: string) =>
	new Map(surface.find((entry) => entry.name === name)!.members.map((member) => [member.name, sentenceOf(member.doc)]));
const sentenceOf = (doc: string) => doc.replace(/\s+/g, " ");
const given = documented("GivenOptions");
const echo = documented("EchoOptions");
const rangeIn = (doc: string) => /Range: (\S+) to (\S+)\. /.exec(doc)?.slice(1).map(Number);
const defaultIn = (doc: string) => /Default: (.+)\.$/.exec(doc)?.[1];

test("every one of the 63 options has a sentence of its meaning, its default at the end, and a range if it is a number", () => {
	expect([...given.keys()].sort()).toEqual([...OPTION_NAMES].sort());
	expect(OPTION_NAMES.length).toBe(63);
	for (const name of OPTION_NAMES) {
		const [doc, rule]: [string, Rule] = [given.get(name)!, OPTION_RULES[name]];
		expect([name, defaultIn(doc)]).toEqual([name, expect.any(String)]);
		expect([name, doc.split(/Range:|Default:/)[0]!.length > 10]).toEqual([name, true]);
		const range = rule.kind === "whole" || rule.kind === "number" ? [rule.min, rule.max] : undefined;
		expect([name, rangeIn(doc)]).toEqual([name, range]);
	}
});

test("a default that does not depend on other options is the documented one, as typed", () => {
	const plain = OPTION_NAMES.filter((name) => OPTION_RULES[name].default !== undefined && name !== "variant");
	expect(plain.length).toBe(34);
	for (const name of plain) {
		const [all, ofSeries] = defaultIn(given.get(name)!)!.split(", for a series ");
		if (name === "k1") continue; // of a task or a series it is k2
		expect([name, all]).toEqual([name, String(OPTION_RULES[name].default)]);
		const own = Object.entries(SERIES_DEFAULTS).find(([option]) => option === name)?.[1];
		expect([name, ofSeries]).toEqual([name, own === undefined ? undefined : String(own)]);
	}
});

test("the options of an echo state network say the ranges and defaults of their own rules", () => {
	for (const [name, rule] of Object.entries<Rule>({ ...ECHO_SHARED_RULES, ...ECHO_OPTION_RULES })) {
		const doc = echo.get(name)!;
		if (rule.kind === "whole" || rule.kind === "number")
			expect([name, rangeIn(doc)]).toEqual([name, [rule.min, rule.max]]);
		if (rule.default !== undefined) expect([name, defaultIn(doc)]).toEqual([name, String(rule.default)]);
	}
});

const onText = (raw: GivenOptions) => parseOptions(raw);
const addition = taskNamed("addition");
const onTask = (raw: GivenOptions) => parseTaskOptions(raw, addition);
const OF_TASKS: Partial<Record<string, (raw: GivenOptions) => object>> = {
	stopAtError: (raw) => onTask(raw),
	attentionUnits: (raw) => onPairs(raw),
};
const onPairs = (raw: GivenOptions) => parseTaskOptions({ model: "encoder-decoder", ...raw }, taskNamed("reversal"));
const reservoir = (raw: GivenOptions) => parseEchoOptions({ ...raw, cell: "esn" }, addition);

/** The other defaults: what the documentation says, and values that say the same. */
const DEPENDENT: [option: string, says: string, found: unknown[], wanted: unknown[]][] = [
	[
		"variant",
		"the first one",
		(["rnn", "lstm", "gru"] as const).map((cell) => onText({ cell }).variant),
		[VARIANTS.rnn[0], VARIANTS.lstm[0], VARIANTS.gru[0]],
	],
	[
		"dropout",
		"0.2 for a text with `minutes`, else 0. 0: no dropout",
		[onText({}).dropout, onText({ minutes: 1 }).dropout, onText({ steps: 1 }).dropout, onTask({ minutes: 1 }).dropout],
		[0.2, 0.2, 0, 0],
	],
	[
		"steps",
		"none; without any budget, 3 minutes, for a series 2000 steps",
		[onText({}).steps, onText({}).minutes],
		[undefined, 3],
	],
	["shards", "none", [onText({}).shards, onTask({}).shards], [undefined, undefined]],
	["syncEvery", "none", [onText({}).syncEvery, onTask({}).syncEvery], [undefined, undefined]],
	["outerLr", "0.7", [onText({}).outerLr, onText({ syncEvery: 9 }).outerLr], [undefined, 0.7]],
	["outerMomentum", "0.9", [onText({}).outerMomentum, onTask({ syncEvery: 9 }).outerMomentum], [undefined, 0.9]],
	["weightDrop", "none", [onText({}).weightDrop, onTask({}).weightDrop], [undefined, undefined]],
	[
		"blocks",
		"1",
		[onText({}).blocks, onText({ blocks: 1 }).blocks, onTask({ blocks: 4 }).blocks],
		[undefined, undefined, 4],
	],
	["rampLength", "none", [onText({}).rampLength], [undefined]],
	["rampBatch", "none", [onText({}).rampBatch], [undefined]],
	[
		"schedule",
		"constant for a text with `minutes`, but not with `decay` or `syncEvery` or for esn, else cosine",
		[onText({}), onText({ decay: 0.1 }), onText({ syncEvery: 2 }), onText({ cell: "esn" }), onText({ steps: 1 })].map(
			({ schedule }) => schedule,
		),
		["constant", "cosine", "cosine", "cosine", "cosine"],
	],
	[
		"average",
		"poly:8 for a text with `minutes` and the default schedule constant, else none",
		[onText({}).average, onText({ schedule: "constant" }).average, onText({ steps: 1 }).average, onTask({}).average],
		["poly:8", undefined, undefined, undefined],
	],
	["epochs", "none", [onText({}).epochs], [undefined]],
	["minutes", "3 without another budget", [onText({}).minutes, onText({ steps: 1 }).minutes], [3, undefined]],
	["soapEvery", "10", [onText({}).soapEvery, onTask({ optimizer: "soap" }).soapEvery], [undefined, 10]],
	[
		"lr",
		"for adam, adamw and soap the smaller of 0.008 and 2 / hidden, for rmsprop a quarter of that, for sgd 1, for momentum 0.3",
		[
			...(["adam", "adamw", "soap", "rmsprop", "sgd", "momentum"] as const).map(
				(optimizer) => onText({ optimizer }).lr,
			),
			...(["adam", "rmsprop"] as const).map((optimizer) => onText({ optimizer, hidden: 1000 }).lr),
		],
		[2 / 256, 2 / 256, 2 / 256, 2 / 256 / 4, 1, 0.3, 0.002, 0.0005],
	],
	["omegaForm", "paper", [onText({ cell: "rnn", omega: 1 }).omegaForm, onText({}).omegaForm], ["paper", undefined]],
	["penalize", "weights", [onText({ l1: 1 }).penalize, onText({ l2: 1 }).penalize], ["weights", "weights"]],
	[
		"forgetBias",
		"1 for an LSTM, 0 for a GRU",
		[onText({}).forgetBias, onText({ cell: "gru" }).forgetBias, onText({ cell: "rnn" }).forgetBias],
		[1, 0, 0],
	],
	["recordEvery", "as often as at most about 4 % of the time allows", [onText({}).recordEvery], [undefined]],
	["k2", "k1, on a task or a series without k1 the whole sequence", [onText({ k1: 7 }).k2, onText({}).k2], [7, 64]],
	["length", "the task's own", [onTask({}).length, reservoir({}).length], ["50..200", "50..200"]],
	["model", "stack", [onTask({}).model, onTask({ model: "stack" }).model], [undefined, undefined]],
	["attention", "additive", [onTask({}).attention, onPairs({}).attention], [undefined, "additive"]],
	["attentionUnits", "hidden", [onPairs({}).attentionUnits], [undefined]], // tensorsOf puts hidden
	["stopAtError", "no such goal", [onTask({}).stopAtError], [undefined]],
	[
		"washout",
		"a tenth of the shortest sequence, at most 100",
		[reservoir({}).washout], // washoutOf, which src/training/echo tests
		[undefined],
	],
	["ridge", "the one of 1e-12, 1e-10, ..., 1e4 with the lowest validation loss", [reservoir({}).ridge], [undefined]],
];

test("each of the other defaults is documented in words that the checked options keep", () => {
	const named = DEPENDENT.map(([option]) => option);
	const left = OPTION_NAMES.filter((name) => OPTION_RULES[name].default === undefined);
	expect([...named].sort()).toEqual([...left, "variant"].sort());
	for (const [option, says, found, wanted] of DEPENDENT) {
		expect([option, defaultIn(given.get(option)!)]).toEqual([option, says]);
		expect([option, found]).toEqual([option, wanted]);
	}
});

test("a number just outside a documented range, or a fraction of what counts, is refused; both ends are taken", () => {
	for (const name of OPTION_NAMES) {
		const rule: Rule = OPTION_RULES[name];
		if (rule.kind !== "whole" && rule.kind !== "number") continue;
		const own = Object.hasOwn(ECHO_OPTION_RULES, name) ? reservoir : (OF_TASKS[name] ?? onText);
		const [min, max] = rangeIn(given.get(name)!)!;
		const beyond = [min! < 1e-6 ? -1e-9 : min! * 0.99, max! * 1.01, ...(rule.kind === "whole" ? [min! + 0.5] : [])];
		for (const value of beyond) {
			expect(() => own({ [name]: value }), `${name} ${value}`).toThrow(
				expect.objectContaining({ code: "E_OPTION", params: expect.objectContaining({ option: name }) }),
			);
		}
		for (const value of [min!, max!]) {
			if (name === "washout" && value === max) continue; // no sequence of the task is longer
			if (name === "blocks" && value === min) continue; // one block is what there is without the option
			const needed = {
				...(name === "omega" && ({ cell: "rnn" } as const)),
				...(name === "shards" && { batch: value }),
				...(name === "blocks" && { hidden: value }),
				...(name.startsWith("outer") && { syncEvery: 1 }),
				...(name === "soapEvery" && ({ optimizer: "soap" } as const)),
			};
			expect(own({ ...needed, [name]: value }), `${name} ${value}`).toMatchObject({ [name]: value });
		}
	}
});
