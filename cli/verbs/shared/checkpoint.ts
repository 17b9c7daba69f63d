/** Which weights of a run: --checkpoint best, last, or a step. */
import { fail } from "../../../src/errors/index.ts";
import type { Context } from "../../context.ts";

/** @throws E_OPTION. */
export function checkpointOf(
	typed: string,
	{ t, settings }: Context<{ readonly checkpoint?: string }>,
): "best" | "last" | number {
	if (typed === "best" || typed === "last") return typed;
	if (/^\d{1,15}$/.test(typed)) return Number(typed);
	const { name, where } = settings.origins.checkpoint!;
	throw fail("E_OPTION", { option: name, got: `"${typed.slice(0, 80)}"`, wanted: t("wanted.checkpoint"), where });
}
