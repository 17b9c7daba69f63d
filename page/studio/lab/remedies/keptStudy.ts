/** The last study of remedies, kept over a reload: IndexedDB holds one, of the build of the page that trained it. */
import { type DBSchema, openDB } from "idb";
import type { JudgedBy } from "../../../../src/training/trials/judgedBy.ts";
import type { Words } from "../../../../studio/wire.ts";
import type { TrialData } from "../../worker/trials/messages.ts";
import trialAddress from "../../worker/trialWorker.ts?worker&url";
import type { Arm } from "./arm.ts";
import type { RemedySettings } from "./remedyRules.ts";

export interface KeptStudy {
	/** The settings that the arms were trained with. */
	trained: RemedySettings | null;
	arms: readonly Arm[];
	judged: JudgedBy | null;
	/** Remedies that cannot be trained on these data, with the reason. */
	left: readonly { remedy: string; why: Words }[];
	/** Seconds of training so far. */
	seconds: number;
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
