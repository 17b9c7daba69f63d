/**
 * The last training in this page that was paused or has finished, kept over a reload. IndexedDB holds one, of one address,
 * with the text or series that it was trained on; its checkpoints for forks are not kept.
 */
import { type DBSchema, openDB } from "idb";
import type { Snapshot } from "../../../src/training/snapshot.ts";
import type { Line, LogName } from "../../../studio/wire.ts";
import type { Spectrum } from "../../kit/eigenFigure.ts";
import type { TrainOrder } from "../worker/messages.ts";
import trainAddress from "../worker/trainWorker.ts?worker&url";
import type { LiveNumbers } from "./liveRun.ts";
import type { OwnSeries } from "./ownSeries.ts";

export interface Kept {
	/** Address of the choice, as it is written. */
	address: string;
	order: Omit<TrainOrder, "type" | "from">;
	snapshot: Snapshot;
	numbers: LiveNumbers;
	lines: Record<LogName, Line[]>;
	spectra: Spectrum[];
	/** What the reader changed on the way, in the words of then. */
	marks: { step: number; words: string }[];
	/** The reader's series by the name of its file; null if it was trained on something else. */
	series: OwnSeries | null;
	/** Whether it trained until the page itself was loaded again, and so goes on by itself. */
	running: boolean;
}

interface Schema extends DBSchema {
	trainings: { key: "last"; value: Kept & { build: string } };
}

const open = () =>
	openDB<Schema>("sluice-studio", 1, { upgrade: (database) => void database.createObjectStore("trainings") });

export async function keepTraining(kept: Kept): Promise<void> {
	const database = await open();
	await database.put("trainings", { ...kept, build: trainAddress }, "last");
	database.close();
}

/** The training that was kept for an address, and whether another build of the page trained it; undefined if there is none. */
export async function keptTraining(address: string): Promise<(Kept & { otherBuild: boolean }) | undefined> {
	const database = await open();
	const kept = await database.get("trainings", "last");
	database.close();
	return kept?.address === address ? { ...kept, otherBuild: kept.build !== trainAddress } : undefined;
}
