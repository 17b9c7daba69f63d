import { expect, test } from "vitest";
import { checkBothLanguages } from "../../../test/fixtures/bothLanguages.ts";
import type { Lang } from "../../errors/define.ts";
import type { CompareRow, Finished } from "../../training/trials/summary.ts";
import { figureOf } from "./compareFigure.ts";

const reach = { lag: 2, most: 4, lags: [0, 1, 2, 3, 4], log10: [0, -1, -3, null, -20] };
const row = (remedy: string, seeds: number) => ({ remedy, rate: 0.1, seeds, before: reach, after: reach });
const trial = (remedy: string, seed: number) => ({
	trial: { remedy, rate: 0.1, seed },
	outcome: { points: [1.4, seed / 2, null].map((loss, step) => ({ step, loss })) },
});
const rows = (seeds: number) => [row("none", seeds), row("clip+omega", seeds)] as unknown as CompareRow[];
const finished = [1, 2].flatMap((seed) => [trial("none", seed), trial("clip+omega", seed)]) as unknown as Finished[];
const drawn = (lang: Lang, unit: "nats" | "squared error", seeds = 2) =>
	figureOf({ what: "temporal-order", unit, baseline: 1.3, lang }, rows(seeds), finished);

test("in both languages: words of that language alone, the same numbers, for either unit and one seed or two", async () => {
	const names = ["temporal-order", "none", "clip+omega"];
	for (const unit of ["nats", "squared error"] as const)
		for (const seeds of [1, 2]) await checkBothLanguages((lang) => [drawn(lang, unit, seeds)], names);
});

test("the loss is the validation loss, in its unit", () => {
	expect(drawn("en", "squared error").panels[0]!.y.name).toBe("validation loss (squared error)");
	expect(drawn("ko", "squared error").panels[0]!.y.name).toBe("검증 손실(제곱 오차)");
	expect(drawn("ko", "nats").panels[0]!.title).toBe("시드 2개의 중앙값과 사분위수");
});
