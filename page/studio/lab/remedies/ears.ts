/** Two arms in two ears: how the gradient of each dies after training, the one on the left and the other on the right. */
import type { ReachCurve } from "../../../../src/training/trials/reachCurve.ts";
import { createStore } from "../../../kit/store.ts";
import { heardWords } from "../sound/heardWords.ts";
import type { HearSource } from "../sound/hearState.ts";
import { type Tone, tonesOf } from "../sound/tones.ts";
import type { Arm } from "./arm.ts";
import { sayRemedies } from "./remediesWords.ts";
import { nameOfRemedy } from "./remedyNames.ts";
import { remedyState } from "./remedyState.ts";

export const EARS = ["left", "right"] as const;
export type Ear = (typeof EARS)[number];

/** Remedies that the reader chose for the ears; null for the first two. */
export const chosenEars = createStore<Readonly<Record<Ear, string | null>>>({ left: null, right: null });

/** The arms that can be heard: those with a gradient after training. */
export const audible = (arms: readonly Arm[]): { remedy: string; after: ReachCurve }[] =>
	arms.flatMap(({ trial, outcome }) => {
		const after = outcome?.after;
		return after && after.log10[0] !== null ? [{ remedy: trial.remedy, after }] : [];
	});

/** The arm of each ear; null with fewer than two that can be heard. */
export function inEars(arms: readonly Arm[], chosen: Readonly<Record<Ear, string | null>>) {
	const all = audible(arms);
	if (all.length < 2) return null;
	const find = (ear: Ear, usual: number) => all.find(({ remedy }) => remedy === chosen[ear]) ?? all[usual]!;
	return { left: find("left", 0), right: find("right", 1) };
}

/** The tones of a curve in one ear. An exact 0 is a click. */
export function tonesIn(ear: Ear, { lags, log10 }: ReachCurve): Tone[] {
	const tones = tonesOf(log10.map((size) => size ?? Number.NEGATIVE_INFINITY));
	return tones.map((tone, n) => ({ ...tone, lag: lags[n]!, ear }));
}

function eachEar(): { ear: Ear; remedy: string; tones: Tone[] }[] {
	const both = inEars(remedyState.get().arms, chosenEars.get());
	return both ? EARS.map((ear) => ({ ear, remedy: both[ear].remedy, tones: tonesIn(ear, both[ear].after) })) : [];
}

export const twoEars: HearSource = {
	tones: () => eachEar().flatMap(({ tones }) => tones),
	sentence: () =>
		eachEar()
			.map(({ ear, remedy, tones }) => heardWords(sayRemedies(`ear.${ear}`, { remedy: nameOfRemedy(remedy) }), tones))
			.join(" "),
};
