/**
 * Watches the folder of studies while somebody reads the events: new studies and those that go, and what each has come
 * to. Studies with workers are read once a second, the others in turn.
 */
import { sep } from "node:path";
import { SluiceError, type StudiesReader } from "../../src/index.ts";
import type { StudyRow } from "../wire/studies.ts";
import type { EventLog } from "./eventLog.ts";
import { idOf } from "./idOf.ts";
import type { StudyIds } from "./studyIds.ts";
import { damagedRow, studyRow } from "./studyRows.ts";
import { WhileRead } from "./whileRead.ts";

export const STUDY_TICK_MS = 1000;
const IDLE_A_TICK = 5;

export class StudyWatch {
	readonly #reader: StudiesReader;
	readonly #folder: string;
	readonly #events: EventLog;
	readonly #log: (text: string) => void;
	/** Rows by name, as they were sent last. */
	readonly #rows = new Map<string, { row: StudyRow; json: string }>();
	#idle: string[] = [];
	#begun = false;
	readonly #ticking: WhileRead;

	constructor({ reader, folder }: StudyIds, events: EventLog, log: (text: string) => void) {
		this.#reader = reader;
		this.#folder = folder;
		this.#events = events;
		this.#log = log;
		this.#ticking = new WhileRead({ readers: () => events.readers, everyMs: STUDY_TICK_MS, work: () => this.tick() });
	}

	/** Rows of all studies as they are now. */
	rows(): StudyRow[] {
		return this.#reader.names().map((name) => this.#read(name));
	}

	/** Watches until nobody reads any more. */
	wake(): void {
		this.#ticking.start();
	}

	close(): void {
		this.#ticking.stop();
	}

	/** Reads what is due. The first tick only takes note of what is there. */
	tick(): void {
		try {
			const names = this.#reader.names();
			for (const name of this.#rows.keys()) {
				if (names.includes(name)) continue;
				this.#rows.delete(name);
				this.#events.add("studyGone", { id: idOf(name) });
			}
			this.#idle = this.#idle.filter((name) => names.includes(name));
			if (this.#idle.length === 0) this.#idle = names.filter((name) => this.#isIdle(name));
			const due = this.#begun ? this.#idle.splice(0, IDLE_A_TICK) : [];
			for (const name of names) if (!this.#isIdle(name) || due.includes(name)) this.#look(name);
			this.#begun = true;
		} catch (error) {
			this.#log(error instanceof Error ? (error.stack ?? error.message) : String(error));
		}
	}

	#isIdle(name: string): boolean {
		const known = this.#rows.get(name);
		return known !== undefined && known.row.state !== "running";
	}

	#look(name: string): void {
		const row = this.#read(name);
		const json = JSON.stringify(row);
		if (this.#rows.get(name)?.json === json) return;
		this.#rows.set(name, { row, json });
		if (this.#begun) this.#events.add("study", row);
	}

	#read(name: string): StudyRow {
		try {
			return studyRow(this.#reader.read(name));
		} catch (error) {
			if (error instanceof SluiceError) return damagedRow(name, error.message.replaceAll(`${this.#folder}${sep}`, ""));
			throw error;
		}
	}
}
