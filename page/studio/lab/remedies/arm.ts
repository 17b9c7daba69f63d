/** One arm of the study: a remedy trained on the seed, as far as it has come. */

import type { Snapshot } from "../../../../src/training/snapshot.ts";
import type { ReachCurve } from "../../../../src/training/trials/reachCurve.ts";
import type { Outcome, Point, Trial } from "../../../../src/training/trials/trial.ts";

export type ArmPhase = "waiting" | "running" | "stopped" | "done" | "failed";

export interface Arm {
	trial: Trial;
	/** Rough cost of an update, compared with the other arms. */
	cost: number;
	phase: ArmPhase;
	/** Fraction of the budget that is spent, 0 to 1. */
	share: number;
	points: readonly Point[];
	/** Reach with the initial weights; null before it is measured. */
	before: ReachCurve | null;
	outcome: Outcome | null;
	/** State of a stopped trial, from which it continues. */
	kept: Snapshot | undefined;
	failure: { code: string; params: unknown } | null;
}

export const armOf = (trial: Trial, cost: number): Arm => ({
	...{
		trial,
		cost,
		phase: "waiting",
		share: 0,
		points: [],
		before: null,
		outcome: null,
		kept: undefined,
		failure: null,
	},
});

/** Digest of the batches read so far, with the updates behind it; null before the first. */
export function readSoFar({ points }: Pick<Arm, "points">): { step: number; digest: string } | null {
	const last = points.at(-1);
	return last && last.data !== "" ? { step: last.step, digest: last.data } : null;
}

/** The batches that all arms have read, up to the last update that all have measured; null before any, or if they differ. */
export function commonBatches(
	arms: readonly Pick<Arm, "points">[],
): { step: number; digest: string; equal: boolean } | null {
	const read = arms.filter(({ points }) => points.length > 1);
	if (read.length === 0) return null;
	let equal = true;
	let found: { step: number; digest: string } | null = null;
	for (const { step, data } of read[0]!.points) {
		if (data === "") continue;
		const others = read.map(({ points }) => points.find((point) => point.step === step)?.data);
		if (others.some((one) => one !== undefined && one !== data)) equal = false;
		if (others.every((one) => one !== undefined)) found = { step, digest: data };
	}
	return found && { ...found, equal };
}
