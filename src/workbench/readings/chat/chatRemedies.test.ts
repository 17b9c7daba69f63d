import { expect, test } from "vitest";
import type { ChatManner, ChatRemedy, TriedOutcome } from "./chatEvaluation.ts";
import { remediesOf } from "./chatRemedies.ts";
import { hearsOf, isUnsure, listeningOf } from "./chatVerdict.ts";

type Judged = Parameters<typeof remediesOf>[0];
type Given = Partial<Omit<Judged, "trained">> & { lossFall?: number | null; options?: Record<string, string | number> };

const judged = ({ lossFall = 0, options = {}, ...given }: Given): Judged => ({
	...{ hears: "content", answering: "mostly", manner: "varied", remedy: null, pairs: 100, available: 100 },
	unsure: false,
	...given,
	trained: { options, lossFall },
});
const tried = (outcome: Partial<Record<"dullShare" | "copiedShare" | "chrF", TriedOutcome>>) =>
	({ outcome: { dullShare: "same", copiedShare: "same", chrF: "same", ...outcome } }) as NonNullable<Judged["remedy"]>;
const dot = { model: "encoder-decoder", attention: "dot" };
const none = { model: "encoder-decoder", attention: "none" };

/** Measured runs: how often likelier the own question makes an answer, pick of 10, and the fall of the last doubling. */
test.each([
	["language model, 190 updates of 200", 190, 0.15, "kind", {}, 0.391, ["longer", "attention", "units"]],
	["language model, 100 updates", 1.12, 0.1, "little", {}, null, ["longer", "attention", "units"]],
	["Korean language model, 2400 updates", 1.16, 0.094, "little", {}, 0.087, ["attention", "units", "longer"]],
	[
		"the same with dropout",
		1.1,
		0.1,
		"little",
		{ dropout: 0.2 },
		0.087,
		["attention", "units", "lessDropout", "longer"],
	],
	["Korean, --attention none", 1.16, 0.098, "little", none, 0.093, ["attention", "units", "longer"]],
	["Korean, --attention dot", 3.4, 0.127, "kind", dot, 0.157, ["longer", "units"]],
	["Korean, --attention additive", 4.2, 0.121, "kind", { model: "encoder-decoder" }, 0.11, ["longer", "units"]],
	["Korean, --attention general", 2.4, 0.122, "kind", { ...dot, attention: "general" }, 0.121, ["longer", "units"]],
] as const)("%s: %d times, a pick of %d: it hears %s", (_, times, pickOf10, hears, options, lossFall, wanted) => {
	const nats = Math.log(times);
	const found = hearsOf(listeningOf({ nats, low: nats / 2, high: 2 * nats }), { pickOf10 }, 0.1);
	expect(found).toBe(hears);
	expect(remediesOf(judged({ hears: found, answering: "seldom", manner: "dull", options, lossFall }))).toEqual(wanted);
});

test("a language model that hears what is asked and is right in 4 % takes attention, then longer while its loss falls by 36 %; with attention longer comes first; one that is right in 92 % needs nothing", () => {
	expect(remediesOf(judged({ answering: "seldom", lossFall: 0.361 }))).toEqual(["attention", "longer", "units"]);
	expect(remediesOf(judged({ answering: "seldom", lossFall: 0.05 }))).toEqual(["attention", "units", "longer"]);
	expect(remediesOf(judged({ answering: "seldom", lossFall: 0.361, options: dot }))).toEqual(["longer", "units"]);
	expect(remediesOf(judged({ answering: "mostly", lossFall: 0.634, options: dot }))).toEqual([]);
	expect(remediesOf(judged({ answering: "partly", lossFall: 0.634 }))).toEqual([]);
});

test.each<[ChatManner, number | null, Judged["remedy"], string, ChatRemedy[]]>([
	["dull", 0.0999, tried({ dullShare: "better" }), "mostly", ["sampling", "longer"]],
	["dull", 0.1, tried({ dullShare: "better" }), "mostly", ["longer", "sampling"]],
	["dull", null, tried({ dullShare: "better" }), "mostly", ["longer", "sampling"]],
	["dull", 0, tried({ dullShare: "better", chrF: "worse" }), "mostly", ["longer"]],
	["dull", 0, tried({ copiedShare: "better" }), "mostly", ["longer"]],
	["dull", 0, tried({ dullShare: "better" }), "seldom", ["attention", "units", "longer", "sampling"]],
	["recites", -0.2, tried({ copiedShare: "better" }), "mostly", ["sampling", "moreDropout", "fewerUpdates"]],
	["recites", 0.3, tried({ copiedShare: "better" }), "mostly", ["moreDropout", "fewerUpdates", "sampling"]],
	["recites", 0, tried({}), "seldom", ["moreDropout", "fewerUpdates"]],
])(
	"%s, fall %d, tried %j, answers %s: %j; sampling is never first while the loss falls by 10 % or more, or is not known",
	(manner, lossFall, remedy, answering, wanted) => {
		expect(remediesOf(judged({ manner, lossFall, remedy, answering: answering as Judged["answering"] }))).toEqual(
			wanted,
		);
	},
);

test("an encoder-decoder that recites has no dropout: fewer updates", () => {
	expect(remediesOf(judged({ manner: "recites", options: dot, remedy: tried({}) }))).toEqual(["fewerUpdates"]);
});

test("a large gain whose interval reaches 0 is unsure: all pairs if some were left out, then longer", () => {
	const gains = [isUnsure({ nats: 0.7, low: 0, high: 2 }), isUnsure({ nats: 0.69, low: -1, high: 2 })];
	expect([...gains, isUnsure({ nats: 0.7, low: 0.01, high: 2 })]).toEqual([true, false, false]);
	const unsure = { hears: "little", unsure: true } as const;
	expect(remediesOf(judged({ ...unsure, pairs: 5 }))).toEqual(["morePairs", "longer"]);
	expect(remediesOf(judged(unsure))).toEqual(["longer"]);
});
