/** `sluice study resume`: lets a study continue, with workers here. */
import type { Context } from "../../../context.ts";
import type { ValuesOf } from "../../spec.ts";
import { followStudy } from "../shared/follow.ts";
import type { studyResume } from "./spec.ts";

export async function run(context: Context<ValuesOf<typeof studyResume>>, [study]: string[]): Promise<number> {
	const { quiet: _, ...options } = context.settings.values;
	return followStudy(context, (hooks) => context.library.resumeStudy({ study: study!, ...options }, hooks));
}
