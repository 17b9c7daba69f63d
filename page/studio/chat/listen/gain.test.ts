import { expect, test } from "vitest";
import { questionGain, timesAsLikely } from "./gain.ts";

test("a network that does not listen gains 0 by its own questions and by shuffled ones, whatever its answers cost", () => {
	const deaf = [1, 2, 4].map(() => [1, 2, 4]);
	expect(questionGain(deaf, false).gain).toBe(0);
	expect(questionGain(deaf, true).gain).toBe(0);
	expect(questionGain(deaf, false).mixture).toBeCloseTo(0, 12);
});

test("own questions are the diagonal: 0.5 given, 3.5 without, 3 gained; shuffled, 3 given and 4 without, the own question counted in neither", () => {
	const heard = [
		[0.5, 3, 4],
		[3, 0.5, 4],
		[4, 3, 0.5],
	];
	const own = questionGain(heard, false);
	expect([own.given, own.without, own.gain]).toEqual([0.5, expect.closeTo(3.5, 12), expect.closeTo(3, 12)]);
	const { given, without } = questionGain(heard, true);
	expect([given, without]).toEqual([expect.closeTo((3 + 3 + 4) / 3, 12), expect.closeTo((4 + 3 + 4) / 3, 12)]);
});

test("against the mean of three predictions, an answer of probability 1/2 after its own question and 1/8 after two others gains ln 2", () => {
	const [half, eighth] = [Math.log(2), Math.log(8)];
	const table = [0, 1, 2].map((i) => [0, 1, 2].map((j) => (i === j ? half : eighth)));
	expect(questionGain(table, false).mixture).toBeCloseTo(-Math.log((1 / 2 + 2 / 8) / 3) - half, 12);
	expect(questionGain(table, false).mixture).toBeCloseTo(Math.log(2), 12);
});

test("a gain of 0.09 nats makes an answer 1.1 times as likely, 7.28 nats 1,500 times, -2.03 nats 0.13 times, none 1.0 times", () => {
	expect([0.09, 7.28, -2.03, 0].map(timesAsLikely)).toEqual(["1.1", "1,500", "0.13", "1.0"]);
});
