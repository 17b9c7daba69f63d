/** Whether the network that is shown is the one that a link's claim is about, and how the view gets to it. */
import { createStore } from "../../kit/store.ts";
import { openUpdate, shownModel } from "../instrument/shownModel.ts";
import { shown, stateOfPage } from "../train/trainState.ts";
import type { LinkedClaim } from "./claimLink.ts";

/** same: it is shown. kept: an update of this page's training that is kept. coming: one that is not trained yet. other: none of these. */
export type NetworkOfClaim = "same" | "kept" | "coming" | "other";

/** The word of the claim whose check waits for its network; null for none. */
export const awaited = createStore<string | null>(null);

export function networkOf({ network }: Pick<LinkedClaim, "network">): NetworkOfClaim {
	const { facts, name, step } = shownModel.get();
	if (!network || !facts || facts.weightsSha256.startsWith(network.weights)) return "same";
	if (name.run !== null || network.step === null || network.step === step) return "other";
	if (stateOfPage(network.step)) return "kept";
	const { phase, step: now, totalSteps } = shown.get().numbers.get();
	const goes = phase === "starting" || phase === "running";
	return goes && now <= network.step && network.step <= (totalSteps ?? 0) ? "coming" : "other";
}

/** Opens the network of the claim `word`, once it is there; `awaited` then names the claim until it is checked. */
export function awaitNetwork(word: string, { network }: Pick<LinkedClaim, "network">): void {
	const step = network!.step!;
	awaited.set(word);
	if (openUpdate(step)) return;
	const run = shown.get();
	const end = run.numbers.subscribe(() => {
		if (awaited.get() !== word || shown.get() !== run) return end();
		const { phase } = run.numbers.get();
		if (openUpdate(step)) end();
		else if (phase !== "running" && phase !== "starting") {
			end();
			awaited.set(null);
		}
	});
}
