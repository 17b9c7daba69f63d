/** `sluice cells ablate RUN UNIT [FILE...]`: a unit held at its mean, at 0 or at its mean outside. */
import type { Context } from "../../../context.ts";
import { runIntervention } from "../shared/interventions.ts";

export async function run(context: Context, args: string[]): Promise<number> {
	const { to = "mean" } = context.settings.values;
	return runIntervention(context, "sluice cells ablate", { to: to as "mean" | "zero" | "outside" }, args);
}
