/** The mean at which a unit of a planted network is held. */
import { expect, test } from "vitest";
import { textOf } from "../../../../src/interpretation/stream.ts";
import { engineFor } from "../../../../test/conformance/fastEngine.ts";
import { plantedText, plantedWeights, QUOTES, vocabulary } from "../../../../test/fixtures/plantedCells.ts";
import type { Opened } from "./opened.ts";
import { heldMean, hold } from "./unitActs.ts";
import type { Work } from "./work.ts";

const engine = engineFor("fast");

function workOn(text: string): Work {
	const ids = vocabulary.encode(text);
	const opened: Opened = { engine, weights: plantedWeights(engine), vocabulary, ids, text: textOf(ids) };
	return {
		...{ opened, echo: undefined, signal: new AbortController().signal, turn: async () => {}, tell() {} },
		...{ keep() {}, keepEcho() {} },
	};
}

const asked = { unit: `l0.c.${QUOTES}`, to: "outside", limit: 2000, patterns: ["quotes"] } as const;

test("the mean outside a pattern is the one that the measurement holds at, 0 outside quotes; of a pattern that holds everywhere or nowhere there is none, and it is refused instead of NaN", async () => {
	const work = workOn(plantedText(2000));
	const mean = await heldMean(work, asked);
	expect(Math.abs(mean)).toBeLessThan(1e-6);
	expect(mean).toBe((await hold(work, { ...asked, act: { to: "outside" } })).heldAt);
	await expect(heldMean(workOn("A".repeat(400)), asked)).rejects.toThrow(/never holds .*E_PATTERN_CONSTANT/);
	const letters = { ...asked, patterns: ["upper"] };
	await expect(heldMean(workOn("A".repeat(400)), letters)).rejects.toThrow(/always holds .*E_PATTERN_CONSTANT/);
});
