/** Refuses a result that is not finite, so that no reading ends well with NaN or null in its place. */
import { fail } from "../../errors/index.ts";
import type { Model } from "./textModel.ts";

/** Returns `value`. @throws E_NOT_FINITE if it is NaN or infinite. */
export function finite(
	{ name, step }: Pick<Model, "name" | "step">,
	what: "loss" | "probability" | "forecast",
	value: number,
): number {
	if (Number.isFinite(value)) return value;
	throw fail("E_NOT_FINITE", { run: name, step, what, got: String(value) });
}
