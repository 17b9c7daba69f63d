/** The texts and series of this machine, as the server names them: those it was given, and its catalogue. */
import type { CatalogueEntry, GivenText } from "../../../studio/wire.ts";
import { quoted } from "../../kit/shellWord.ts";
import { createStore } from "../../kit/store.ts";
import { client, session } from "../live/session.ts";
import { machineSeries, type PairsOffer } from "./ownSeries.ts";

export interface MachineTexts {
	given: GivenText[];
	catalogue: CatalogueEntry[];
}

/** The option that names the folder of runs in a command, " --runs DIR"; empty for the default. */
let inRuns = "";
export const ofRuns = (): string => inRuns;

export const machineTexts = createStore<MachineTexts>({ given: [], catalogue: [] });

/** Asks once there is a session. */
export function readMachineTexts(): void {
	const ask = async () => {
		if (session.get() !== "open") return;
		const [{ texts, runs }, catalogue] = await Promise.all([client.hello(), client.catalogue()]);
		machineSeries.set(new Map(texts.filter(({ kind }) => kind === "series").map((one) => [one.id, one])));
		inRuns = runs === null ? "" : ` --runs ${quoted(runs)}`;
		machineTexts.set({ given: texts, catalogue });
	};
	const quietly = () => void ask().catch(() => undefined); // without them the page's own texts are left
	session.subscribe(quietly);
	quietly();
}

/** The data of a choice if they look like pairs, as the server has them. */
export function pairsOf(data: string): PairsOffer | undefined {
	const found = machineTexts.get().given.find(({ id }) => data.endsWith(`:${id}`));
	return found?.pairs && { ...found, pairs: found.pairs };
}

/** Name of "given:ID", "series:ID" or "catalogue:NAME". */
export function machineTextName(data: string): string {
	const [kind, id] = data.split(":");
	if (kind === "catalogue") return `@${id}`;
	return machineTexts.get().given.find((one) => one.id === id)?.name ?? id!;
}
