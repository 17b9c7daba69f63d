import { expect, test } from "vitest";
import { openCorpus } from "./corpus.ts";
import { frequencyLoss } from "./frequencyLoss.ts";
import { bytesSource } from "./source.ts";

test("three a and one b predict abba at -(2 ln 4/6 + 2 ln 2/6) / 4 nats, one more of each counted, and its first two alone at the same", async () => {
	const part = async (text: string) => {
		const source = bytesSource("t", new TextEncoder().encode(text));
		return (await openCorpus(source, { unit: "codepoint", split: [100, 0, 0] })).parts.train;
	};
	const wanted = -(2 * Math.log(4 / 6) + 2 * Math.log(2 / 6)) / 4;
	expect(await frequencyLoss(await part("aaba"), await part("abba"), 2, 100)).toBeCloseTo(wanted, 14);
	expect(await frequencyLoss(await part("aaba"), await part("abba"), 2, 2)).toBeCloseTo(wanted, 14);
	expect(await frequencyLoss(await part("aaba"), await part("abba"), 2, 1)).toBeCloseTo(-Math.log(4 / 6), 14);
});
