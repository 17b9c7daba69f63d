import { expect, test } from "vitest";
import { questionGain } from "./gain.ts";

test("a network that does not listen gains 0 by its own questions and by shuffled ones, whatever its answers cost", () => {
	const deaf = [1, 2, 4].map(() => [1, 2, 4]);
	expect(questionGain(deaf, false).gain).toBe(0);
	expect(questionGain(deaf, true).gain).toBe(0);
});

test("own questions are the diagonal: 0.5 given, 3.5 without, 3 gained; shuffled, 3 given and 4 without, the own question counted in neither", () => {
	const heard = [
		[0.5, 3, 4],
		[3, 0.5, 4],
		[4, 3, 0.5],
	];
	expect(questionGain(heard, false)).toEqual({
		given: 0.5,
		without: expect.closeTo(3.5, 12),
		gain: expect.closeTo(3, 12),
	});
	const { given, without } = questionGain(heard, true);
	expect([given, without]).toEqual([expect.closeTo((3 + 3 + 4) / 3, 12), expect.closeTo((4 + 3 + 4) / 3, 12)]);
});
