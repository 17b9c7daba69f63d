import { expect, test } from "vitest";
import { EVERY, pitchOf, tonesOf } from "./tones.ts";

test("the pitch of the visible range is four octaves: 1e-24 is 110 Hz, 1e-6 is 440, 1e12 is 1760", () => {
	expect([-24, -6, 12].map(pitchOf)).toEqual([110, expect.closeTo(440, 9), 1760]);
});

test("the order of 634 pitches is that of the sizes from 1e-324 to 1e309, beyond what the picture shows too", () => {
	const sizes = Array.from({ length: 634 }, (_, n) => n - 324);
	const pitches = sizes.map((size) => pitchOf(size)!);
	expect(pitches).toEqual([...pitches].sort((a, b) => a - b));
	expect(new Set(pitches).size).toBe(634);
});

test("a size that halves at each step falls by one interval a step: 49 equal ratios, 0.11 s apart", () => {
	const tones = tonesOf(Array.from({ length: 50 }, (_, lag) => -0.3 * lag));
	const ratios = tones.slice(1).map(({ hz }, n) => hz! / tones[n]!.hz!);
	for (const ratio of ratios) expect(ratio).toBeCloseTo(16 ** (-0.3 / 36), 12);
	expect(tones.at(-1)!.at).toBeCloseTo(49 * EVERY, 12);
});

test("an exact 0 clicks once and is silent after; so does a cut, and what is heard again after it is a tone again", () => {
	const kinds = (sizes: (number | null)[]) => tonesOf(sizes).map(({ kind }) => kind);
	const zero = Number.NEGATIVE_INFINITY;
	expect(kinds([0, -5, zero, zero, zero])).toEqual(["tone", "tone", "click", "silence", "silence"]);
	expect(kinds([0, null, null, -3, null])).toEqual(["tone", "click", "silence", "tone", "click"]);
	expect(pitchOf(-325)).toBeNull();
});
