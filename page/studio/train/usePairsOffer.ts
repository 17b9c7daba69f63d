import { useStore } from "../shell/useStore.ts";
import { machineTexts, pairsOf } from "./machineTexts.ts";
import { droppedPairs, type PairsOffer } from "./ownSeries.ts";

/** The pairs of questions and answers that are asked about: of a dropped file, or of the chosen data. */
export function usePairsOffer(data: string): PairsOffer | undefined {
	useStore(machineTexts);
	return useStore(droppedPairs) ?? pairsOf(data);
}
