/** `sluice cells clamp RUN UNIT [FILE...] --value X`: holds a unit at a number. */
import type { Context } from "../../../context.ts";
import { neededValue, runIntervention } from "../shared/interventions.ts";

export async function run(context: Context, args: string[]): Promise<number> {
	const value = neededValue(context, "sluice cells clamp");
	return runIntervention(context, "sluice cells clamp", { value }, args);
}
