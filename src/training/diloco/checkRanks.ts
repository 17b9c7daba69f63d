/** The number of ranks that a run with `--sync-every` belongs to: its result depends on it, so another one is rejected. */
import { fail } from "../../errors/index.ts";
import { isRecord, type Json } from "../json.ts";

/**
 * @param state state of a snapshot. @param ranks number of ranks that are to continue it. @param run its name, if it has one.
 * @throws E_RANKS if it was trained on another number of ranks with `--sync-every`.
 */
export function checkRanks(state: { [key: string]: Json }, ranks: number, run?: string): void {
	const { diloco } = state;
	if (diloco === undefined) return;
	const trained = isRecord(diloco) ? Number(diloco.ranks) : Number.NaN;
	if (trained !== ranks)
		throw fail("E_RANKS", { why: "otherCount", ranks, trained, ...(run !== undefined && { run }) });
}
