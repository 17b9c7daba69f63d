import { expect, test } from "vitest";
import { readSettings } from "./readSettings.ts";
import { settingsOr, writeSettings } from "./settings.ts";

const RULES = {
	hidden: { kind: "whole", min: 2, max: 256, unset: 50 },
	radius: { kind: "orOwn", min: 0, max: 10, unset: null },
	act: { kind: "choice", of: ["tanh", "linear"], unset: "tanh" },
	move: { kind: "groups", each: 3, form: "N:RE:IM", unset: [] },
	arms: { kind: "names", of: ["none", "clip", "lstm"], unset: ["none", "lstm"] },
	length: { kind: "word", form: "A..B", takes: /^\d+(\.\.\d+)?$/, unset: "50" },
} as const;

test("settings that are read and written again are the same words, and only what differs from the defaults is written", () => {
	for (const words of [
		"",
		"hidden=20",
		"radius=1.25,act=linear",
		"move=3:-0.5:0.25",
		"move=0:1:0:4:0.5:1e-3",
		"arms=none:clip,length=5..9",
	]) {
		const settings = readSettings(words, RULES, "--at");
		expect(readSettings(writeSettings(settings, RULES), RULES, "--at")).toEqual(settings);
	}
	expect(writeSettings(readSettings("hidden=50,act=tanh,radius=1", RULES, "--at"), RULES)).toBe("radius=1");
});

test.each([
	["hiden=20", '"hiden" is not an option of --at'],
	["hidden=1", '"hidden" must be a whole number from 2 to 256, got "1"'],
	["hidden=20.5", '"hidden" must be a whole number from 2 to 256'],
	["radius=big", '"radius" must be a number from 0 to 10, got "big"'],
	["radius=", '"radius" must be a number from 0 to 10'],
	["act=tan", "did you mean tanh?"],
	["move=1:2", '"move" must have the form N:RE:IM, got "1:2"'],
	["arms=none:lsmt", "arms"],
	["arms=none:none", "arms"],
	["length=5..", '"length" must have the form A..B, got "5.."'],
	["hidden=20,hidden=30", '"hidden" must list each entry once'],
	["__proto__=1", "__proto__"],
])("%s is refused with the name of the setting; in an address it is as if nothing were there", (words, message) => {
	expect(() => readSettings(words, RULES, "--at")).toThrow(message);
	expect(settingsOr(words, RULES)).toEqual(readSettings("", RULES, "--at"));
});
