/** `sluice cells ablate RUN UNIT [FILE...]`: holds a unit at its mean outside a pattern, at its mean or at 0. */
import type { Context } from "../../../context.ts";
import type { ValuesOf } from "../../spec.ts";
import { runIntervention } from "../shared/interventions.ts";
import type { cellsAblate } from "./spec.ts";

type Values = ValuesOf<typeof cellsAblate>;

export async function run(context: Context<Values>, args: string[]): Promise<number> {
	const { to } = context.settings.values;
	return runIntervention(context, "sluice cells ablate", to && { to }, args);
}
