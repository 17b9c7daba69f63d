/** `sluice cells scale RUN UNIT [FILE...] --value X`: multiplies a unit by a number. */
import type { Context } from "../../../context.ts";
import { neededValue, runIntervention } from "../shared/interventions.ts";

export async function run(context: Context, args: string[]): Promise<number> {
	const factor = neededValue(context, "sluice cells scale");
	return runIntervention(context, "sluice cells scale", { factor }, args);
}
