/** A divergence that any of the ranks found: all of them then act on the same one. */
import type { Divergence } from "../updates/guard.ts";
import { gatherTexts } from "./collectives.ts";
import type { Ranks } from "./ranks.ts";

/** Returns the divergence of the lowest rank that has one, which is the one of the first lanes. @param own this rank's. */
export function firstOfRanks(ranks: Ranks | undefined, own: Divergence | undefined): Divergence | undefined {
	if (!ranks) return own;
	const text = own ? JSON.stringify({ ...own, value: String(own.value) }) : "";
	const first = gatherTexts(ranks, text).find((found) => found !== "");
	if (first === undefined) return undefined;
	const found = JSON.parse(first) as Omit<Divergence, "value"> & { value: string };
	return { ...found, value: Number(found.value) };
}
