/** The texts and series of this machine, as the server names them: those it was given, and its catalogue. */
import type { CatalogueEntry, GivenText } from "../../../studio/wire.ts";
import { createStore } from "../../kit/store.ts";
import { client, session } from "../live/session.ts";
import { machineSeries, ownPairs } from "./ownSeries.ts";

export interface MachineTexts {
	given: GivenText[];
	catalogue: CatalogueEntry[];
}

export const machineTexts = createStore<MachineTexts>({ given: [], catalogue: [] });

/** Asks once there is a session. */
export function readMachineTexts(): void {
	const ask = async () => {
		if (session.get() !== "open") return;
		const [{ texts }, catalogue] = await Promise.all([client.hello(), client.catalogue()]);
		machineSeries.set(new Map(texts.filter(({ kind }) => kind === "series").map((one) => [one.id, one])));
		machineTexts.set({ given: texts, catalogue });
	};
	const quietly = () => void ask().catch(() => undefined); // without them the page's own texts are left
	session.subscribe(quietly);
	quietly();
}

/** The pairs that the data of a choice look like; null or undefined for none. */
export function pairsOf(data: string): GivenText["pairs"] | null {
	if (data === "own" || data === "series") return ownPairs.get()[data];
	return machineTexts.get().given.find(({ id }) => data.endsWith(`:${id}`))?.pairs;
}

/** Name of "given:ID", "series:ID" or "catalogue:NAME". */
export function machineTextName(data: string): string {
	const [kind, id] = data.split(":");
	if (kind === "catalogue") return `@${id}`;
	return machineTexts.get().given.find((one) => one.id === id)?.name ?? id!;
}
