/**
 * The launcher of a queue: a server says which trial is next, and the study's folder keeps claims, heartbeats and results,
 * as without one. So a trial that the server gives out twice is begun once while its worker lives, a result is committed
 * once, and workers with and without a queue can share a study. Whoever has nothing to do adds what the queue lacks.
 */

import type { FolderLauncher } from "../folderLauncher.ts";
import type { Claim, Launcher } from "../launcher.ts";
import { isTrialId } from "../studyPlaces.ts";
import type { AttemptEnd } from "../trialClaims.ts";
import type { TrialRecord } from "../trialWork.ts";
import type { HeldTrial } from "../workerBeats.ts";
import type { Ticket, TrialQueue } from "./trialQueue.ts";

/** Longest pause between two looks at the folder of a worker that has nothing to do. */
const LOOK_MS = 2000;
/** Longest wait at the end for the server to hear what became of the trials. */
const LAST_MS = 300;
/** Longest wait at the end of a study for the server to forget it. */
const CLEAR_MS = 2000;

export class QueueLauncher implements Launcher {
	readonly #folder: FolderLauncher;
	readonly #queue: TrialQueue;
	/** Trials that were given to this worker, and not begun. */
	readonly #given: Ticket[] = [];
	/** Tickets of the trials that run, by id. */
	readonly #held = new Map<string, Ticket>();
	/** Ids that were added to the queue. */
	readonly #added = new Set<string>();
	/** Calls without an answer. */
	readonly #calls = new Set<Promise<void>>();
	readonly #looking: NodeJS.Timeout;
	#fetching = false;
	/** Whether the queue had nothing when it was last asked: whatever should be in it is then added again. */
	#empty = true;
	#finished = false;
	#closed = false;
	#wake: () => void = () => undefined;

	constructor(folder: FolderLauncher, queue: TrialQueue) {
		this.#folder = folder;
		this.#queue = queue;
		// two looks a heartbeat, so that the silence of other workers is measured as it is
		this.#looking = setInterval(() => this.#lookAgain(), Math.min(LOOK_MS, folder.beatMs / 2));
		this.#look();
	}

	get worker(): string {
		return this.#folder.worker;
	}

	get slots(): number {
		return this.#folder.slots;
	}

	get pollMs(): number {
		return this.#folder.pollMs;
	}

	get beatMs(): number {
		return this.#folder.beatMs;
	}

	onReady(wake: () => void): void {
		this.#wake = wake;
	}

	take(): Claim | undefined {
		for (let ticket = this.#given.shift(); ticket; ticket = this.#given.shift()) {
			const claim = this.#begin(ticket);
			if (claim) return claim;
		}
		this.#fetch();
		return undefined;
	}

	#begin(ticket: Ticket): Claim | undefined {
		const { id } = ticket;
		if (this.#held.has(id)) {
			this.#held.set(id, ticket); // its lock had expired while the server was out of reach
			return undefined;
		}
		const taken = this.#folder.takeOne(id);
		if (typeof taken === "object") {
			this.#held.set(id, ticket);
			return taken;
		}
		if (taken === "done") this.#call(ticket.done());
		else if (taken === "parked") this.#call(ticket.park(taken));
		else if (taken === "foreign" && !isTrialId(id)) this.#call(ticket.park("not a trial of this study"));
		else this.#call(ticket.back(this.beatMs));
		return undefined;
	}

	isFinished(): boolean {
		return this.#folder.isFull() || this.#finished;
	}

	isStopped(): boolean {
		return this.#folder.isStopped();
	}

	beat(held: readonly HeldTrial[]): string[] {
		for (const { id } of held) {
			const ticket = this.#held.get(id);
			if (ticket) this.#call(ticket.renew());
		}
		return this.#folder.beat(held);
	}

	commit(claim: Claim, record: TrialRecord): boolean {
		const committed = this.#folder.commit(claim, record);
		this.#giveUp(claim, (ticket) => (committed ? ticket.done() : ticket.back(this.beatMs)));
		return committed;
	}

	end(claim: Claim, end: AttemptEnd): void {
		const parked = this.#folder.end(claim, end);
		this.#giveUp(claim, (ticket) =>
			parked === undefined ? ticket.back(end.end === "failed" ? this.beatMs : 0) : ticket.park(parked),
		);
	}

	#giveUp({ id }: Claim, say: (ticket: Ticket) => Promise<void>): void {
		const ticket = this.#held.get(id);
		this.#held.delete(id);
		if (ticket) this.#call(say(ticket));
		this.#look();
	}

	log(claim: Claim, text: string): void {
		this.#folder.log(claim, text);
	}

	async close(): Promise<void> {
		this.#closed = true;
		clearInterval(this.#looking);
		for (const ticket of this.#given) this.#call(ticket.back(0));
		const ids = this.#folder.looks().map(({ id, state }) => (state === "done" ? id : undefined));
		await soon(Promise.all(this.#calls), LAST_MS);
		if (ids.every((id) => id !== undefined))
			await soon(
				this.#queue.clear(ids).catch(() => undefined),
				CLEAR_MS,
			);
		await this.#queue.close();
		this.#folder.close();
	}

	/** With something to do, the next look is when it has ended. */
	#lookAgain(): void {
		if (this.#hasRoom()) this.#look();
	}

	/** Reads all trials, adds what the queue lacks, and asks it for the next. */
	#look(): void {
		const looks = this.#folder.looks();
		this.#finished = looks.every(({ state }) => state === "done" || state === "parked");
		const waiting = looks.filter(({ id, state }) => state === "waiting" && (this.#empty || !this.#added.has(id)));
		if (waiting.length > 0) {
			for (const { id } of waiting) this.#added.add(id);
			this.#call(this.#queue.add(waiting));
		}
		this.#fetch();
	}

	#hasRoom(): boolean {
		return !this.#closed && !this.#folder.isFull() && this.#held.size + this.#given.length < this.slots;
	}

	#fetch(): void {
		if (this.#fetching || !this.#hasRoom() || this.isStopped()) return;
		this.#fetching = true;
		this.#call(this.#ask().finally(() => (this.#fetching = false)));
	}

	async #ask(): Promise<void> {
		const ticket = await this.#queue.next();
		this.#empty = ticket === undefined;
		if (!ticket) return;
		if (this.#closed) return ticket.back(0);
		this.#given.push(ticket);
		this.#wake();
	}

	/** A call that fails changes nothing that counts: the lock of its trial expires, and the folder knows what became of it. */
	#call(call: Promise<void>): void {
		const quiet = call.catch(() => undefined);
		this.#calls.add(quiet);
		void quiet.finally(() => this.#calls.delete(quiet));
	}
}

/** Until it is done, or so much later. */
async function soon(call: Promise<unknown>, ms: number): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	await Promise.race([call, new Promise((done) => (timer = setTimeout(done, ms)))]);
	clearTimeout(timer);
}
