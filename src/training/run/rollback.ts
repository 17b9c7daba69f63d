/**
 * The divergence guard's memory: each time that a run's numbers went wrong, it went back to its last good checkpoint and
 * on at half the rate. The list stands in `Progress`, and so in every checkpoint: a resumed run knows its rate.
 */
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import type { Json } from "../json.ts";
import { isRecord } from "../json.ts";

export interface Rollback {
	/** Update at which it was noticed. */
	step: number;
	/** Step of the checkpoint gone back to. */
	to: number;
	/** What went wrong first: see training/updates/guard.ts. */
	kind: "not-finite" | "exploded";
	tensor: string;
	index: number;
	/** "NaN", "Infinity", or the number. */
	value: string;
	/** Norms of the gradients of the last updates before, oldest first; at most eight. */
	gradNorms: number[];
	/** Factor of the learning rate from here on. */
	rate: number;
}

/** Factor of the learning rate after these. */
export function rateAfter(rollbacks: readonly Rollback[]): number {
	return 0.5 ** rollbacks.length;
}

/** Checks what stands in a checkpoint. @throws E_SNAPSHOT. */
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
