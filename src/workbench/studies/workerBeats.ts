/**
 * Heartbeats: `workers/NAME.json` counts up while its worker lives, and lists the attempts that it holds. A worker whose
 * count does not change for the length of a lease has lost them. The time is that of the observer alone, so clocks of
 * several machines need not agree; and time in which the observer itself did not run does not count.
 */
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import type { Json } from "../../training/json.ts";
import { onDisk, quietly } from "../disk/disk.ts";
import { lifeOf, type Owner, thisProcess } from "../disk/owner.ts";
import { utcNow } from "../machine/clock.ts";
import { slug } from "../runs/runNames.ts";
import { namesIn, placeIn, readRecord, type Study, writeRecord } from "./studyPlaces.ts";

/** A trial that a worker is training, as others see it. */
export interface HeldTrial {
	id: string;
	attempt: number;
	/** Updates so far; `totalSteps`: in all, null if unknown. */
	step: number;
	totalSteps: number | null;
	/** Fraction of its budget that is spent. */
	progress: number;
	etaSeconds: number | null;
	/** The newest training losses, oldest first. */
	losses: number[];
}

export interface WorkerBeat {
	worker: string;
	beat: number;
	owner: Owner;
	/** Trials in parallel. */
	slots: number;
	/** When it began, and when it wrote this, in UTC. */
	since: string;
	at: string;
	held: HeldTrial[];
}

/** Heartbeats per lease. */
const BEATS = 6;
export const beatMs = ({ document }: Study): number => (1000 * document.limits.leaseSeconds) / BEATS;

/** The heartbeat of this process. */
export class OwnBeat {
	readonly worker = `${slug(hostname()).slice(0, 24)}-${process.pid}-${randomBytes(3).toString("hex")}`;
	readonly held = new Map<string, HeldTrial>();
	readonly #study: Study;
	readonly #slots: number;
	readonly #since = utcNow();
	readonly #owner = thisProcess();
	#beat = 0;

	constructor(study: Study, slots: number) {
		this.#study = study;
		this.#slots = slots;
	}

	/** Says that this process lives and what it holds. Called before a claim too, so that nobody takes a new one for lost. */
	write(): void {
		const { worker, held } = this;
		this.#beat++;
		const times = { since: this.#since, at: utcNow() };
		const beat = { format: 1, worker, beat: this.#beat, owner: this.#owner, slots: this.#slots, ...times };
		const all = [...held.values()].map((one) => ({ ...one }));
		writeRecord(this.#study, placeIn(this.#study, "workers"), `${worker}.json`, { ...beat, held: all });
	}

	/** Says that this process holds nothing any more. */
	end(): void {
		const path = placeIn(this.#study, "workers", `${this.worker}.json`);
		quietly(() => this.#study.disk.unlink(path));
	}
}

/** The heartbeats of all workers as they are written; files that are none are left out. */
export function readBeats(study: Study): WorkerBeat[] {
	const names = namesIn(study, placeIn(study, "workers")).filter((name) => name.endsWith(".json"));
	return names.flatMap((name) => {
		const record = readRecord(study, placeIn(study, "workers", name));
		return record && isBeat(record) ? [record as unknown as WorkerBeat] : [];
	});
}

function isBeat({ worker, beat, owner, held }: { [key: string]: Json }): boolean {
	const object = (value: Json | undefined) => typeof value === "object" && value !== null;
	return (
		typeof worker === "string" && typeof beat === "number" && object(owner) && Array.isArray(held) && held.every(object)
	);
}

/** Whether a worker's process has surely ended: it was on this machine and is gone. */
export function hasVanished({ owner }: WorkerBeat): boolean {
	return typeof owner.pid === "number" && typeof owner.host === "string" && lifeOf(owner) === "dead";
}

/** Watches the heartbeats of the other workers. */
export class BeatWatch {
	readonly #study: Study;
	readonly #nowMs: () => number;
	readonly #seen = new Map<string, { beat: number; silentMs: number }>();
	#beats = new Map<string, WorkerBeat>();
	#lookedMs: number;

	constructor(study: Study, nowMs: () => number) {
		this.#study = study;
		this.#nowMs = nowMs;
		this.#lookedMs = nowMs();
	}

	/** Reads all heartbeats. A longer pause than half a heartbeat between two looks counts as that long only. */
	look(): void {
		const now = this.#nowMs();
		const passed = Math.min(now - this.#lookedMs, beatMs(this.#study) / 2);
		this.#lookedMs = now;
		this.#beats = new Map(readBeats(this.#study).map((beat) => [beat.worker, beat]));
		for (const [worker, { beat }] of this.#beats) {
			const seen = this.#seen.get(worker);
			if (seen?.beat === beat) seen.silentMs += passed;
			else this.#seen.set(worker, { beat, silentMs: 0 });
		}
		for (const worker of this.#seen.keys()) if (!this.#beats.has(worker)) this.#seen.delete(worker);
	}

	/** Whether the worker still holds the attempt, as of the last look. */
	holds(worker: string, id: string, attempt: number): boolean {
		const beat = this.#beats.get(worker);
		if (!beat || hasVanished(beat)) return false;
		const lease = 1000 * this.#study.document.limits.leaseSeconds;
		if (this.#seen.get(worker)!.silentMs > lease) return false;
		return beat.held.some((one) => one.id === id && one.attempt === attempt);
	}

	get beats(): WorkerBeat[] {
		return [...this.#beats.values()];
	}
}

/** Removes the heartbeats of processes of this machine that have ended. */
export function removeVanished(study: Study): void {
	for (const beat of readBeats(study)) {
		if (!hasVanished(beat)) continue;
		const path = placeIn(study, "workers", `${beat.worker}.json`);
		quietly(() => onDisk("remove", path, () => study.disk.unlink(path)));
	}
}
