/** Curves as TensorBoard scalars. */
import type { Scalar } from "../../../interop/eventFile.ts";
import type { Curve, LoggedCurves } from "./logged.ts";

export const EVENT_FILE = "events.out.tfevents.0.sluice";

/** The scalars of a run. @param ended time of its last step, in seconds since 1970. */
export function scalarsOf(curves: LoggedCurves, ended: number): Scalar[] {
	const timeAt = clockOf(curves.seconds, ended);
	return tagged(curves).flatMap(([tag, curve]) =>
		curve.flatMap(([step, value]) => (value === null ? [] : [{ tag, step, value, time: timeAt(step) }])),
	);
}

/** The time of a step: that of the last line at or before it. Time between two sessions of a run is not counted. */
function clockOf(seconds: Curve, ended: number): (step: number) => number {
	const last = seconds.at(-1)?.[1] ?? 0;
	return (step) => ended - last + (seconds.findLast(([at]) => at <= step)?.[1] ?? 0);
}

function tagged(curves: LoggedCurves): [string, Curve][] {
	const { train, valid, errorShare, lr, gradNorm, clippedShare, reach } = curves;
	return [
		["loss/train", train],
		["loss/valid", valid],
		["error_rate/valid", errorShare],
		["training/learning_rate", lr],
		["training/tokens_per_second", curves.tokensPerSecond],
		["training/sequences_per_second", curves.sequencesPerSecond],
		["gradient/norm", gradNorm],
		["gradient/clipped_share", clippedShare],
		...reach.map((curve, l): [string, Curve] => [`gradient/reach_steps_l${l}`, curve]),
	];
}
