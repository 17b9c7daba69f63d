/** A round of updates that is not finished: those of one batch that a ramp has cut into groups of lanes. */
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import type { Json } from "../json.ts";
import { wholeOf } from "../snapshot.ts";
import type { UpdateSize } from "./ramps.ts";

export interface Round extends UpdateSize {
	/** Updates of the round that are made. */
	done: number;
}

/**
 * Returns the unfinished round of a snapshot; undefined if it was taken between two rounds.
 * @param whole size without a ramp. @throws E_SNAPSHOT if no ramp of this run has such a round.
 */
export function roundOf({ round: json }: { [key: string]: Json }, whole: UpdateSize): Round | undefined {
	if (json === undefined) return undefined;
	const round = (typeof json === "object" && !Array.isArray(json) ? json : null) as { [key: string]: Json } | null;
	const [lanes, k1, k2, done] = ["lanes", "k1", "k2", "done"].map((key) => wholeOf(round, key)) as [
		number,
		number,
		number,
		number,
	];
	const fits = lanes > 0 && whole.lanes % lanes === 0 && k1 > 0 && k1 <= whole.k1 && k2 > 0 && k2 <= whole.k2;
	if (fits && done > 0 && done < whole.lanes / lanes) return { lanes, k1, k2, done };
	const why = { reason: "shape", got: shown(json), wanted: "{ lanes, k1, k2, done }" } as const;
	throw fail("E_SNAPSHOT", { what: "round", why });
}
