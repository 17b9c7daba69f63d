import { expect, test } from "vitest";
import { checkBothLanguages } from "../../../../test/fixtures/bothLanguages.ts";
import type { HistoryScore } from "../../../interpretation/unit/unitHistory.ts";
import { historyFigure } from "./historyFigure.ts";
import type { CellHistory } from "./historyResult.ts";

const score = (step: number): HistoryScore => {
	const one = {
		auc: 0.5 + step / 1000,
		ci: [0.45, 0.9],
		correlation: 0.3,
		correlationCi: [0.1, 0.5],
		chance: 0.52,
		q: 0,
	};
	return { ...one, step, validLossNats: 1, sign: 1, best: { ...one, unit: "l0.c.3", sign: 1 } } as HistoryScore;
};
const history: CellHistory = {
	...{ run: "quoted", text: "valid", symbols: 4000, textSymbols: 4000, unit: "l0.c.3", name: null },
	...{ pattern: "quotes", chosen: "asked", share: 0.2, sign: 1, checkpoints: [score(100), score(200)], since: 100 },
	...{ beside: [], svg: null, seconds: 1 },
};

test("in both languages: words of that language alone, the same numbers, for a pattern and for a degree", async () => {
	for (const one of [history, { ...history, pattern: "brackets", above: 1 }])
		await checkBothLanguages((lang) => [historyFigure(one, lang)], ["quoted", "quotes", "brackets", "l0.c.3"]);
});

test("a pattern of the registry has its Korean name in Korean, as in the tables; an expression stays as it was typed", () => {
	expect(historyFigure(history, "ko").title).toBe("quoted의 l0.c.3, 따옴표 패턴");
	expect(historyFigure(history, "en").title).toBe("l0.c.3 of quoted on quotes");
	expect(historyFigure({ ...history, pattern: "in:/ab+/" }, "ko").title).toBe("quoted의 l0.c.3, in:/ab+/ 패턴");
});
