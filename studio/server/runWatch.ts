/**
 * Watches the folder of runs while somebody reads the events: new runs and those that go, the state of each, and the
 * lines of those that train. It asks the disk ten times a second, which works on every file system. Runs that do not
 * train are asked in turn, a hundred at a time.
 */
import type { LogName, RunsReader } from "../../src/index.ts";
import type { Line } from "../wire.ts";
import type { EventLog } from "./eventLog.ts";
import { idOf } from "./idOf.ts";
import { rowOf } from "./runIds.ts";
import { WhileRead } from "./whileRead.ts";

export const TICK_MS = 100;
const IDLE_A_TICK = 100;
/** A running run's state is read in every so many ticks, its row sent in every so many. */
const STATE_TICKS = 5;
const ROW_TICKS = 20;
const BEGINS_MS = 1000;
const LOGS = ["metrics", "records", "samples"] as const satisfies LogName[];
/** Bytes of lines a second, and at once after a pause. */
const LINE_RATE = 14_000;
const LINE_BURST = 28_000;

export class RunWatch {
	readonly #reader: RunsReader;
	readonly #events: EventLog;
	readonly #log: (text: string) => void;
	#known = new Set<string>();
	readonly #running = new Set<string>();
	#waiting = new Map<string, Line[]>();
	#idle: string[] = [];
	#begun = false;
	#ticks = 0;
	#credit = LINE_BURST;
	readonly #ticking: WhileRead;

	constructor(reader: RunsReader, events: EventLog, log: (text: string) => void) {
		this.#reader = reader;
		this.#events = events;
		this.#log = log;
		this.#ticking = new WhileRead({ readers: () => events.readers, everyMs: TICK_MS, work: () => this.tick() });
	}

	/** Reads everything once, so that only what is new from now on is an event. */
	#begin(): void {
		this.#begun = true;
		for (const card of this.#reader.cards()) {
			this.#known.add(card.name);
			if (card.state === "running") this.#follow(card.name, "end");
		}
	}

	/** Watches until nobody reads any more. What happened since the last time comes first. */
	wake(): void {
		if (!this.#ticking.running && !this.#begun) this.#begin();
		this.#ticking.start();
	}

	close(): void {
		this.#ticking.stop();
	}

	tick(): void {
		this.#ticks++;
		this.#credit = Math.min(LINE_BURST, this.#credit + (LINE_RATE * TICK_MS) / 1000);
		try {
			this.#names();
			for (const name of this.#running) this.#runningRun(name);
			if (this.#idle.length === 0) this.#idle = [...this.#known].filter((name) => !this.#running.has(name));
			for (const name of this.#idle.splice(0, IDLE_A_TICK)) this.#idleRun(name);
		} catch (error) {
			this.#log(error instanceof Error ? (error.stack ?? error.message) : String(error));
		}
	}

	#names(): void {
		const names = new Set(this.#reader.names());
		for (const name of this.#known) {
			if (names.has(name)) continue;
			this.#known.delete(name);
			this.#unfollow(name);
			this.#events.add("gone", { id: idOf(name) });
		}
		for (const name of names) {
			if (this.#known.has(name)) continue;
			this.#reader.look(name);
			if (this.#begins(name)) continue;
			this.#known.add(name);
			this.#row(name);
			if (this.#reader.card(name)?.state === "running") this.#follow(name, "beginning");
		}
	}

	/** A process makes a run's folder first and its lock next; between the two it looks like one that was interrupted. */
	#begins(name: string): boolean {
		const { state, changedMs, damage } = this.#reader.card(name)!;
		return state === "interrupted" && damage === undefined && Date.now() - changedMs < BEGINS_MS;
	}

	#runningRun(name: string): void {
		this.#lines(name);
		if (this.#ticks % STATE_TICKS !== 0) return;
		this.#reader.look(name);
		const ended = this.#reader.card(name)?.state !== "running";
		if (ended) {
			this.#lines(name, true);
			this.#unfollow(name);
		}
		if (ended || this.#ticks % ROW_TICKS === 0) this.#row(name);
	}

	#idleRun(name: string): void {
		if (!this.#known.has(name) || !this.#reader.look(name)) return;
		if (this.#reader.card(name)?.state === "running") this.#follow(name, "end");
		this.#row(name);
	}

	/** Sends what the logs have got, as much as the stream may carry; what is left waits, thinned. */
	#lines(name: string, last = false): void {
		for (const log of LOGS) {
			const key = `${name}/${log}`;
			const lines = [...(this.#waiting.get(key) ?? []), ...this.#reader.fresh(name, log)] as Line[];
			this.#waiting.delete(key);
			if (lines.length === 0) continue;
			if (this.#credit <= 0 && !last) {
				this.#waiting.set(key, lines.length > 1000 ? lines.filter((_, k) => k % 2 === 1) : lines);
				continue;
			}
			const sent = within(lines, last ? LINE_BURST : this.#credit);
			if (sent.length === 0) continue;
			this.#credit -= sent.reduce((sum, line) => sum + sizeOf(line), 0);
			this.#events.add("lines", { id: idOf(name), log, lines: [...sent] });
		}
	}

	#row(name: string): void {
		const card = this.#reader.card(name);
		if (card) this.#events.add("run", rowOf(card));
	}

	#follow(name: string, from: "end" | "beginning"): void {
		this.#running.add(name);
		this.#reader.follow(name, from);
	}

	#unfollow(name: string): void {
		this.#running.delete(name);
		this.#reader.unfollow(name);
		for (const log of LOGS) this.#waiting.delete(`${name}/${log}`);
	}
}

const sizeOf = (line: Line) => JSON.stringify(line).length + 1;

/** All lines if they fit into `bytes`, otherwise as many as do, evenly, the last among them. */
function within(lines: readonly Line[], bytes: number): readonly Line[] {
	const fitting = lines.filter((line) => sizeOf(line) <= LINE_BURST);
	const all = fitting.reduce((sum, line) => sum + sizeOf(line), 0);
	if (all <= bytes || fitting.length <= 1) return fitting;
	const most = Math.max(1, Math.floor((fitting.length * bytes) / all));
	return Array.from({ length: most }, (_, k) => fitting[Math.round(((k + 1) * fitting.length) / most) - 1]!);
}
