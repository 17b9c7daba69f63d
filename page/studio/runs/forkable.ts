/** The options that a fork can change, as `sluice fork` has them, those that are changed most first. */
import type { Json } from "../../../studio/wire.ts";

export const FORK_FIRST = ["lr", "clipNorm", "dropout"] as const;
export const FORK_OTHERS = [
	...["clipValue", "k2", "omega", "omegaForm", "l1", "l2", "penalize", "weightDecay", "weightDrop", "average"],
	...["schedule", "warmup", "decay", "decays", "soapEvery", "beta1", "beta2", "reset", "steps", "epochs", "minutes"],
] as const;

/** Those that a run of these options has. */
export const forkable = (of: readonly string[], options: Readonly<Record<string, Json>>) =>
	of.filter((key) => options[key] !== undefined && options[key] !== null);
