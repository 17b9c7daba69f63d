import { expect, test } from "vitest";
import { CUT_RULES } from "../../../src/diagnosis/lab/cutRules.ts";
import { DIAL_RULES, OWN_DIAL_RULES } from "../../../src/diagnosis/lab/dialRules.ts";
import { PLANE_RULES, WALL_RULES } from "../../../src/diagnosis/lab/wallRules.ts";
import { readAddress } from "../address.ts";
import { REMEDY_RULES } from "../lab/remedies/remedyRules.ts";
import {
	keptChoice,
	keptSettings,
	keptWords,
	limits,
	lockedIn,
	SETTINGS,
	showsPanel,
	strangers,
	VIEWS,
	viewsOf,
} from "./limits.ts";

test("show=lab,lessons leaves 2 of 8 views, in the order of the navigation; without a view's name all 8 are left", () => {
	expect(viewsOf(readAddress("#/lab?show=lessons,lab"))).toEqual(["lab", "lessons"]);
	for (const hash of ["#/lab", "#/train?show=loss,lag", "#/lab?show=nothing"])
		expect(viewsOf(readAddress(hash))).toEqual(VIEWS);
});

test("show=lag leaves 1 panel of Train; names of views leave all of them", () => {
	const [panel, view] = [readAddress("#/train?show=lag"), readAddress("#/train?show=train,lab")];
	expect([showsPanel(panel, "lag"), showsPanel(panel, "loss")]).toEqual([true, false]);
	expect([showsPanel(view, "lag"), showsPanel(view, "loss")]).toEqual([true, true]);
});

test("words that no view, panel, option or setting has are named, and lock nothing", () => {
	const address = readAddress("#/lab?show=lab,lag,graph&lock=act,hidden,beta1,at,colour,__proto__");
	expect(strangers(address)).toEqual(["graph", "colour", "__proto__"]);
	expect(lockedIn(address)).toEqual(["act", "hidden", "beta1", "at"]);
	expect([limits(address), limits(readAddress("#/lab")), limits(readAddress("#/train?show=lag"))]).toEqual([
		true,
		false,
		false,
	]);
});

test("the settings that can be locked are those of the lab's six sets of rules", () => {
	const sets = [DIAL_RULES, OWN_DIAL_RULES, WALL_RULES, PLANE_RULES, CUT_RULES, REMEDY_RULES];
	const rules = sets.flatMap((one) => Object.keys(one));
	expect([...SETTINGS].sort()).toEqual([...new Set(rules)].sort());
});

test("a locked word stays as it was, also if it was absent; others change", () => {
	const [before, next] = [
		{ run: "a", lab: "wall" },
		{ run: "b", part: "test", cp: "last" },
	];
	expect(keptWords(next, before, ["run", "part", "unknown"])).toEqual({ run: "a", cp: "last" });
});

test("a locked setting within at stays as it was, also if it was absent; others change", () => {
	const before = { at: "radius=0.9,act=linear" };
	expect(keptSettings({ at: "radius=1.4,act=tanh,bias=3" }, before, ["act", "bias"])).toEqual({
		at: "radius=1.4,act=linear",
	});
	expect(keptSettings({}, before, ["radius"])).toEqual({ at: "radius=0.9" });
	expect(keptSettings({ at: "bias=3" }, {}, ["bias"])).toEqual({});
	const moved = { at: "move=0:1.45:0" };
	expect(keptSettings({ at: "move=1:1:1" }, moved, ["move"])).toEqual(moved);
});

test("a locked option of Train stays as it was", () => {
	const [before, next] = ["#/train?cell=rnn&beta1=0.5", "#/train?cell=gru&hidden=8&beta1=0.7"].map(
		(hash) => readAddress(hash).choice,
	);
	const kept = keptChoice(next!, before!, ["cell", "beta1"]);
	expect([kept.cell, kept.hidden, kept.further]).toEqual(["rnn", "8", { beta1: "0.5" }]);
});
