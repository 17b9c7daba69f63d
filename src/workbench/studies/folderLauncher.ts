/**
 * The launcher of a folder: workers on any number of machines with a common file system share a study through its claims
 * and heartbeats, without a server. The local pool is one such worker with several slots.
 */
import { quietly } from "../disk/disk.ts";
import { replaceFile } from "../disk/publish.ts";
import type { Claim, Launcher } from "./launcher.ts";
import { appendEvent } from "./studyEvents.ts";
import { isStopped, placeIn, type Study } from "./studyPlaces.ts";
import { type AttemptEnd, claimAttempt, endAttempt, isNewest, triedOf } from "./trialClaims.ts";
import { type TrialLook, TrialLooker } from "./trialLooks.ts";
import { commitWork, prepareWork, type TrialRecord, workName } from "./trialWork.ts";
import { BeatWatch, beatMs, type HeldTrial, OwnBeat, removeVanished } from "./workerBeats.ts";

export interface FolderOptions {
	/** Trials in parallel. */
	slots: number;
	/** Number of the trial to begin with, so that workers that start together do not ask for the same. Default: 0. */
	index?: number;
	/** Largest number of trials to take. Default: any. */
	most?: number;
}

/** Longest pause between two looks for work. */
const POLL_MS = 250;

/** Why one trial cannot be taken now. "foreign": it is none of this study. */
export type Refusal = "done" | "parked" | "held" | "foreign" | "full";

export class FolderLauncher implements Launcher {
	readonly slots: number;
	readonly pollMs: number;
	readonly beatMs: number;
	readonly #study: Study;
	readonly #options: FolderOptions;
	readonly #own: OwnBeat;
	readonly #watch: BeatWatch;
	readonly #looker: TrialLooker;
	#taken = 0;

	constructor(study: Study, options: FolderOptions) {
		this.#study = study;
		this.#options = options;
		this.slots = options.slots;
		this.beatMs = beatMs(study);
		this.pollMs = Math.min(POLL_MS, this.beatMs / 2);
		this.#own = new OwnBeat(study, options.slots);
		this.#watch = new BeatWatch(study, () => performance.now());
		this.#looker = new TrialLooker(study, (worker, id, attempt) => this.#holds(worker, id, attempt));
		removeVanished(study);
		this.#own.write();
		appendEvent(study, { event: "joined", worker: this.worker });
	}

	get worker(): string {
		return this.#own.worker;
	}

	take(): Claim | undefined {
		const { index = 0 } = this.#options;
		if (this.isFull()) return undefined;
		const looks = this.looks();
		const waiting = looks.filter(({ state }) => state === "waiting");
		const first = waiting.filter(({ failures }) => failures === 0);
		const start = looks.length === 0 ? 0 : index % looks.length;
		const order = [...first, ...waiting.filter(({ failures }) => failures > 0)];
		const from = order.findIndex((look) => looks.indexOf(look) >= start);
		const rotated = this.#taken === 0 && from > 0 ? [...order.slice(from), ...order.slice(0, from)] : order;
		for (const look of rotated) {
			const claim = this.#claim(look);
			if (claim) return claim;
		}
		return undefined;
	}

	/** Takes the trial with this id, or says why not. */
	takeOne(id: string): Claim | Refusal {
		if (this.isFull()) return "full";
		const look = this.looks().find((one) => one.id === id);
		if (!look) return "foreign";
		if (look.state !== "waiting") return look.state;
		return this.#claim(look) ?? "held";
	}

	#claim({ trial, id, attempts, lost }: TrialLook): Claim | undefined {
		const study = this.#study;
		const attempt = attempts + 1;
		const held = { id, attempt, step: 0, totalSteps: null, progress: 0, etaSeconds: null, losses: [] };
		this.#own.held.set(id, held);
		this.#own.write(); // before the claim: nobody may find one whose worker does not say that it holds it
		if (!claimAttempt(study, id, attempt, this.worker)) {
			this.#own.held.delete(id);
			return undefined;
		}
		if (lost) appendEvent(study, { event: "lost", trial: id, ...lost });
		this.#taken++;
		const resumes = prepareWork(study, trial, attempt);
		appendEvent(study, { event: "begun", trial: id, attempt, worker: this.worker });
		return { trial, id, attempt, resumes, folder: placeIn(study, "work", workName(id, attempt)) };
	}

	isFinished(): boolean {
		return this.isFull() || this.looks().every(({ state }) => state === "done" || state === "parked");
	}

	/** Whether this worker has taken as many trials as it may. */
	isFull(): boolean {
		return this.#taken >= (this.#options.most ?? Number.POSITIVE_INFINITY);
	}

	isStopped(): boolean {
		return isStopped(this.#study);
	}

	beat(held: readonly HeldTrial[]): string[] {
		for (const one of held) if (this.#own.held.has(one.id)) this.#own.held.set(one.id, one);
		this.#own.write();
		return held.filter(({ id, attempt }) => !isNewest(this.#study, id, attempt)).map(({ id }) => id);
	}

	commit(claim: Claim, record: TrialRecord): boolean {
		const { id, attempt } = claim;
		const who = { trial: id, attempt, worker: this.worker };
		const done = commitWork(this.#study, id, attempt, record);
		this.#own.held.delete(id);
		if (!done) {
			appendEvent(this.#study, { event: "refused", ...who });
			endAttempt(this.#study, id, attempt, { end: "lost", why: "late" });
			return false;
		}
		this.#looker.results.set(id, record);
		endAttempt(this.#study, id, attempt, { end: "committed" });
		appendEvent(this.#study, { event: "committed", ...who, value: record.value });
		return true;
	}

	/** @returns why the trial is now parked; undefined if it is not. */
	end({ id, attempt }: Claim, end: AttemptEnd): string | undefined {
		const who = { trial: id, attempt, worker: this.worker };
		endAttempt(this.#study, id, attempt, end);
		this.#own.held.delete(id);
		appendEvent(this.#study, { event: end.end, ...who, ...(end.why !== undefined && { why: end.why }) });
		const { parked } = triedOf(this.#study, id);
		if (end.end !== "released" && parked !== undefined)
			appendEvent(this.#study, { event: "parked", trial: id, why: parked });
		return parked;
	}

	log({ id, attempt }: Claim, text: string): void {
		if (text === "") return;
		const { disk } = this.#study;
		quietly(() => replaceFile(disk, placeIn(this.#study, "logs"), `${id}.${attempt}.txt`, Buffer.from(text)));
	}

	close(): void {
		this.#own.end();
		appendEvent(this.#study, { event: "left", worker: this.worker });
	}

	/** All trials as they are now. */
	looks(): TrialLook[] {
		this.#watch.look();
		return this.#looker.all();
	}

	#holds(worker: string, id: string, attempt: number): boolean {
		if (worker === this.worker && this.#own.held.get(id)?.attempt === attempt) return true;
		return this.#watch.holds(worker, id, attempt);
	}
}
