/**
 * The reader's last training in this page and the last one of a lesson's figure, kept over a reload. IndexedDB holds one of
 * each, with the text or series that it was trained on; their checkpoints for forks are not kept.
 */
import { type DBSchema, openDB } from "idb";
import type { Snapshot } from "../../../src/training/snapshot.ts";
import type { Line, LogName } from "../../../studio/wire.ts";
import type { Spectrum } from "../../kit/eigenFigure.ts";
import type { TrainOrder } from "../worker/messages.ts";
import trainAddress from "../worker/trainWorker.ts?worker&url";
import type { Owner } from "./keptAddress.ts";
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
	/** Whether it was training then, and so goes on by itself. */
	running: boolean;
}

interface Schema extends DBSchema {
	trainings: { key: Owner; value: Kept & { build: string } };
}

const open = () =>
	openDB<Schema>("sluice-studio", 1, { upgrade: (database) => void database.createObjectStore("trainings") });

export async function keepTraining(kept: Kept, owner: Owner): Promise<void> {
	const database = await open();
	await database.put("trainings", { ...kept, build: trainAddress }, owner);
	database.close();
}

/** What was kept, and whether another build of the page trained it; undefined if nothing was. */
export async function keptTraining(owner: Owner): Promise<(Kept & { otherBuild: boolean }) | undefined> {
	const database = await open();
	const kept = await database.get("trainings", owner);
	database.close();
	return kept && { ...kept, otherBuild: kept.build !== trainAddress };
}
