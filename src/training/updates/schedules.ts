/** Learning-rate schedules. */
import type { TrainOptions } from "../options/options.ts";

/**
 * Returns the learning rate at `progress` (fraction of the budget spent, 0..1). It rises linearly over the first `warmup`,
 * then stays constant, follows a cosine down to decay * lr (Loshchilov & Hutter 2017), or is multiplied by `decay` at
 * `decays` evenly spaced points.
 */
export function learningRate(
	{ lr, schedule, warmup, decay, decays }: Pick<TrainOptions, "lr" | "schedule" | "warmup" | "decay" | "decays">,
	progress: number,
): number {
	if (progress < warmup) return (lr * progress) / warmup;
	if (schedule === "constant" || warmup >= 1) return lr;
	const along = Math.min(1, (progress - warmup) / (1 - warmup));
	if (schedule === "step") return lr * decay ** Math.floor(along * (decays + 1) * (1 - 1e-12));
	return lr * (decay + (1 - decay) * 0.5 * (1 + Math.cos(Math.PI * along)));
}
