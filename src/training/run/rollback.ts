/**
 * A rollback: after a divergence, the run returned to its last good checkpoint and continued at half the learning rate.
 * The list of rollbacks is in `Progress` and thus in every checkpoint, so a resumed run keeps its learning rate.
 */
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import type { Json } from "../json.ts";
import { isRecord } from "../json.ts";

export interface Rollback {
	/** Update at which the divergence was detected. */
	step: number;
	/** Step of the checkpoint that the run rolled back to. */
	to: number;
	/** Kind of divergence; see training/updates/guard.ts. */
	kind: "not-finite" | "exploded";
	tensor: string;
	index: number;
	/** The value as text: "NaN", "Infinity" or a number. */
	value: string;
	/** Gradient norms of the last updates before the divergence, at most eight, oldest first. */
	gradNorms: number[];
	/** Factor of the learning rate after this rollback. */
	rate: number;
}

/** Returns the factor of the learning rate after these rollbacks: 0.5 to the power of their number. */
export function rateAfter(rollbacks: readonly Rollback[]): number {
	return 0.5 ** rollbacks.length;
}

/** Validates and returns the rollbacks from a checkpoint. @throws E_SNAPSHOT if they are malformed. */
export function parseRollbacks(json: Json | undefined): Rollback[] {
	if (Array.isArray(json) && json.every(isRollback)) return json as unknown as Rollback[];
	const why = { reason: "list", of: "rollbacks", got: shown(json) } as const;
	throw fail("E_SNAPSHOT", { what: "progress.rollbacks", why });
}

function isRollback(json: Json): boolean {
	if (!isRecord(json)) return false;
	const { step, to, kind, tensor, index, value, gradNorms, rate } = json;
	const numbers = [step, to, index, rate].every((x) => typeof x === "number" && x >= 0);
	const words = [tensor, value].every((x) => typeof x === "string") && (kind === "not-finite" || kind === "exploded");
	return numbers && words && Array.isArray(gradNorms) && gradNorms.every((x) => typeof x === "number");
}
