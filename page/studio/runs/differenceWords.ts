/** In what a fork differs from its parent, in words. */
import type { RunRow } from "../../../studio/wire.ts";
import { changeWords } from "./forest.ts";
import { sayRuns } from "./runWords.ts";

export function differenceWords({ change, without }: NonNullable<RunRow["parent"]>): string {
	if (without !== undefined) return sayRuns("without", { text: without });
	return changeWords(change) || sayRuns("equalFuture");
}
