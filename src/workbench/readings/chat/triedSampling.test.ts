import { expect, test } from "vitest";
import { outcomeOf, triedSampling } from "./triedSampling.ts";

const answers = Array.from({ length: 40 }, (_, n) => `대답 ${n}`);

test("a number that rises for 30 of 40 pairs is better or worse by its sign, one that rises for half of them the same, and so is one that does not change", () => {
	const before = answers.map(() => 0);
	const most = answers.map((_, n) => (n % 4 === 0 ? -1 : 1));
	const half = answers.map((_, n) => (n % 2 === 0 ? -1 : 1));
	expect([outcomeOf(answers, before, most, 1), outcomeOf(answers, before, most, -1)]).toEqual(["better", "worse"]);
	expect([outcomeOf(answers, before, half, 1), outcomeOf(answers, before, before, 1)]).toEqual(["same", "same"]);
});

test("40 different replies instead of one, all wrong, are more varied at a chrF of 0 instead of 100 / 3; half of them are training answers", () => {
	const before = answers.map(() => "대답 7");
	const after = answers.map(
		(_, n) => "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토"[n]!,
	);
	const found = triedSampling({ answers, before, after, known: new Set(after.slice(0, 20)) });
	expect(found).toEqual({
		...{ dullShare: 0.5, copiedShare: 0.5, chrF: 0 },
		outcome: { dullShare: "better", copiedShare: "worse", chrF: "worse" },
	});
});
