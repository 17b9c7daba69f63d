/** What all ranks must have in common, or the result would depend on who computes: compared by fingerprint. */
import { fail } from "../../errors/index.ts";
import type { Ranks } from "./ranks.ts";

/** @param prints fingerprint of each rank. @throws E_RANK_DIFFERS, on all ranks, if one is not that of rank 0. */
export function checkSame(ranks: Ranks, what: "batch" | "weights", prints: readonly number[]): void {
	const other = prints.findIndex((print) => print !== prints[0]);
	if (other < 0) return;
	const [wanted, got] = [prints[0]!, prints[other]!].map((print) => print.toString(16)) as [string, string];
	throw fail("E_RANK_DIFFERS", { place: ranks.place(other), what, got, wanted });
}
