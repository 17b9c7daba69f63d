/** What the study of remedies comes to, in words. */

import type { Goal } from "../../../../src/training/trials/outcomes.ts";
import { isBelow, stepsToSuccess } from "../../../../src/training/trials/outcomes.ts";
import type { ReachCurve } from "../../../../src/training/trials/reachCurve.ts";
import { clock, count, loss as lossWords, percent } from "../../../kit/numbers.ts";
import type { Arm } from "./arm.ts";
import { sayRemedies } from "./remediesWords.ts";
import { nameOfRemedy } from "./remedyNames.ts";
import { isTrained, progressOf, type RemedyState } from "./remedyState.ts";
import { MOST_WORKERS } from "./trialPool.ts";

export interface ArmEnd {
	remedy: string;
	/** Updates to the first measurement that met the goal; null if none did. */
	solved: number | null;
	/** The last loss that was measured; null before the first, and if it is not finite. */
	loss: number | null;
	/** Fraction of wrong sequences; null for a text. */
	wrong: number | null;
	/** Update at which values became NaN or infinite. */
	diverged: number | null;
	/** Steps back over which the trained gradient stays above 1% of that at 0 steps back; null if it falls below. */
	alive: number | null;
}

export function endOf({ trial, points, outcome }: Arm, goal: Goal): ArmEnd {
	const last = points.at(-1);
	return {
		...{ remedy: trial.remedy, loss: last?.loss ?? null, wrong: last?.errorShare ?? null },
		solved: stepsToSuccess({ points: [...points] } as Parameters<typeof stepsToSuccess>[0], goal),
		diverged: outcome?.diverged?.step ?? null,
		alive: aliveOver(outcome?.after),
	};
}

const aliveOver = (after: ReachCurve | undefined): number | null =>
	after && after.lag === null && after.log10[0] !== null ? after.most : null;

/** The state of an arm in a few words. */
export function stateOf(arm: Arm, goal: Goal): string {
	const { phase, share } = arm;
	const { solved, diverged } = endOf(arm, goal);
	if (diverged !== null) return sayRemedies("state.diverged", { step: count(diverged) });
	if (solved !== null) return sayRemedies("state.solved", { step: count(solved) });
	if (phase === "done") return sayRemedies(goal === null ? "state.done" : "state.unsolved");
	return sayRemedies(`state.${phase}`, { share: percent(share) });
}

/** Which arms reached what, once all have ended. */
export function comeTo(ends: readonly ArmEnd[], goal: Goal, baseline: number | null, steps: number): string[] {
	const said: string[] = [];
	const fine = ends.filter(({ diverged }) => diverged === null);
	const named = (some: readonly ArmEnd[]) =>
		some.map(({ remedy, loss }) => `${nameOfRemedy(remedy)} ${lossWords(loss)}`).join(", ");
	const byLoss = [...fine].sort((a, b) => (a.loss ?? Number.POSITIVE_INFINITY) - (b.loss ?? Number.POSITIVE_INFINITY));
	if (goal === null) {
		said.push(sayRemedies("ranked", { remedies: named(byLoss) }));
		if (baseline !== null) said.push(sayRemedies("rankedBaseline", { baseline: lossWords(baseline) }));
	} else {
		const solved = ends.filter((end) => end.solved !== null).sort((a, b) => a.solved! - b.solved!);
		const words = solved.map(({ remedy, solved: step }) =>
			sayRemedies("after", { remedy: nameOfRemedy(remedy), step: count(step!) }),
		);
		const facts = { all: ends.length, count: solved.length, solved: words.join(", "), steps: count(steps) };
		said.push(sayRemedies(solved.length > 0 ? "solved.some" : "solved.none", facts));
		const others = byLoss.filter((end) => end.solved === null);
		const learned = others.filter(({ loss }) => baseline === null || isBelow(loss, baseline));
		const chance = others.filter((end) => !learned.includes(end));
		if (learned.length > 0) said.push(sayRemedies("learned", { remedies: named(learned) }));
		if (chance.length > 0) said.push(sayRemedies("chance", { remedies: named(chance), baseline: lossWords(baseline) }));
		const living = others.filter(({ alive }) => alive !== null);
		if (living.length > 0) {
			const remedies = living.map(({ remedy }) => nameOfRemedy(remedy)).join(", ");
			said.push(sayRemedies("living", { remedies, lags: living[0]!.alive! }));
		}
	}
	const lost = ends.filter(({ diverged }) => diverged !== null);
	const where = lost.map(({ remedy, diverged }) =>
		sayRemedies("diverged.at", { remedy: nameOfRemedy(remedy), step: count(diverged!) }),
	);
	if (lost.length > 0) said.push(sayRemedies("diverged", { remedies: where.join(", ") }));
	return said;
}

/** The sentence above the pictures. */
export function verdictOf(state: RemedyState): string {
	const { phase, arms, judged, settings } = state;
	if (phase === "idle") return sayRemedies("idle", { count: settings.arms.length, workers: MOST_WORKERS });
	if (phase === "planning") return sayRemedies("planning");
	if (phase === "stopping") return sayRemedies("stopping");
	const { share, left } = progressOf(state);
	const shown = percent(share);
	if (phase === "running") {
		const time = left === null ? shown : `${shown}, ${sayRemedies("left", { time: clock(left) })}`;
		const done = arms.filter((arm) => arm.phase === "done").length;
		return sayRemedies("running", { done, count: arms.length, share: time });
	}
	if (phase === "stopped") return sayRemedies("stopped", { share: shown });
	const { goal = null, baseline = null } = judged ?? {};
	const ended = arms.filter((arm) => arm.phase === "done").map((arm) => endOf(arm, goal));
	const words = comeTo(ended, goal, baseline, state.trained?.steps ?? settings.steps);
	return [...words, ...(isTrained(state) ? [] : [sayRemedies("changed")])].join(" ");
}
