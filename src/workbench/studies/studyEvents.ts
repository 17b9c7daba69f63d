/**
 * `events.jsonl`: what happened in a study, one line an event, each written by one call. It is for people and for
 * figures of time; what is finished is decided by the folders alone, so a lost line loses no result.
 */
import { join } from "node:path";
import { isRecord, type Json } from "../../training/json.ts";
import { onDisk, quietly } from "../disk/disk.ts";
import { utcNow } from "../machine/clock.ts";
import type { Study } from "./studyPlaces.ts";

/** What happened to a trial, a worker or the study. */
export const EVENT_KINDS = [
	...["begun", "committed", "failed", "parked", "lost", "refused", "released"],
	...["joined", "left", "stopped", "resumed", "retried", "asked"],
] as const;

export interface StudyEvent {
	/** Kind of the event. */
	event: string;
	/** Time of day, in UTC. */
	at: string;
	/** Id of the trial; absent for an event of a worker or of the study. */
	trial?: string;
	/** Number of the attempt. */
	attempt?: number;
	worker?: string;
	/** Why an attempt failed, was lost or refused. */
	why?: string;
	/** Validation loss of a result. */
	value?: number | null;
}

const FILE = "events.jsonl";

/** Appends one event. A disk that is full loses the line, not the trial. */
export function appendEvent({ folder, disk }: Study, event: Omit<StudyEvent, "at">): void {
	const bytes = Buffer.from(`${JSON.stringify({ ...event, at: utcNow() })}\n`);
	quietly(() => {
		const file = disk.open(join(folder, FILE), "append");
		try {
			disk.write(file, bytes);
		} finally {
			disk.close(file);
		}
	});
}

/** All events in the order in which they were written. A torn line is left out. */
export function readEvents({ folder, disk }: Study): StudyEvent[] {
	const path = join(folder, FILE);
	if (!onDisk("read", path, () => disk.stat(path))) return [];
	const text = Buffer.from(onDisk("read", path, () => disk.read(path))).toString("utf8");
	return text.split("\n").flatMap((line) => {
		try {
			const event: Json = JSON.parse(line);
			return isRecord(event) && typeof event.event === "string" ? [event as unknown as StudyEvent] : [];
		} catch {
			return [];
		}
	});
}
