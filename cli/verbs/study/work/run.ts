/** `sluice study work`: one more worker for a study that is there. */
import type { Context } from "../../../context.ts";
import type { ValuesOf } from "../../spec.ts";
import { followStudy } from "../shared/follow.ts";
import type { studyWork } from "./spec.ts";

export async function run(context: Context<ValuesOf<typeof studyWork>>, [study]: string[]): Promise<number> {
	const { quiet: _, ...options } = context.settings.values;
	return followStudy(context, (hooks) => context.library.workStudy({ study: study!, ...options }, hooks));
}
