/** Checkpoints of the run shown that it can be compared with. */
import type { RunDetail } from "../../../studio/wire.ts";

/** Of the training of the page "best" is its newest state. */
export type StateName = "best" | "last" | number;

/** Those after other updates than the one shown, whose `step` is null if it is only known to the run. */
export function otherCheckpoints(
	{ best, checkpoints }: Pick<RunDetail, "best" | "checkpoints">,
	{ checkpoint, step }: { checkpoint: StateName; step: number | null },
): StateName[] {
	const last = checkpoints.at(-1) ?? null;
	const own = checkpoint === "last" ? last : (step ?? last);
	const steps: [StateName, number | null][] = [
		["best", best?.step ?? last],
		["last", last],
		...checkpoints.map((at): [StateName, number] => [at, at]),
	];
	return steps.flatMap(([at, update]) => (update === null || update === own ? [] : [at]));
}
