/** The last study of remedies, kept over a reload: IndexedDB holds one, of the build of the page that trained it. */
import { type DBSchema, openDB } from "idb";
import type { TrialData } from "../../worker/trials/messages.ts";
import trialAddress from "../../worker/trialWorker.ts?worker&url";
import type { RemedyState } from "./remedyState.ts";

export interface KeptStudy extends Omit<RemedyState, "settings" | "phase" | "failure"> {
	/** The settings in words, as the address has them. */
	words: string;
	data: TrialData;
}

interface Schema extends DBSchema {
	studies: { key: "last"; value: KeptStudy & { build: string } };
}

const open = () =>
	openDB<Schema>("sluice-remedies", 1, { upgrade: (database) => void database.createObjectStore("studies") });

export async function keepStudy(kept: KeptStudy): Promise<void> {
	const database = await open();
	await database.put("studies", { ...kept, build: trialAddress }, "last");
	database.close();
}

/** The study that was kept for these settings; undefined if there is none, or another build of the page trained it. */
export async function keptStudy(words: string): Promise<KeptStudy | undefined> {
	const database = await open();
	const kept = await database.get("studies", "last");
	database.close();
	return kept?.words === words && kept.build === trialAddress ? kept : undefined;
}
