/** Selects a run's checkpoint: --checkpoint best, last, or a step. */
import { fail } from "../../../src/errors/index.ts";
import { shown } from "../../../src/errors/quote.ts";
import type { Context } from "../../context.ts";

/** @throws E_OPTION. */
export function checkpointOf(
	typed: string,
	{ settings }: Context<{ readonly checkpoint?: string; readonly againstCheckpoint?: string }>,
	option: "checkpoint" | "againstCheckpoint" = "checkpoint",
): "best" | "last" | number {
	if (typed === "best" || typed === "last") return typed;
	if (/^\d{1,15}$/.test(typed)) return Number(typed);
	const why = { reason: "checkpoint", got: shown(typed) } as const;
	throw fail("E_OPTION", { option, why, where: settings.origins[option]!.where });
}
