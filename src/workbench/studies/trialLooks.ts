/** The trials of a study as they are now, read from its folders: what is done, parked, held by a worker, or waiting. */
import { type Known, type PlannedTrial, trialsOf } from "../../training/studies/search.ts";
import { askedTrials } from "./askedTrials.ts";
import { namesIn, placeIn, type Study, trialId } from "./studyPlaces.ts";
import { type Attempt, triedOf } from "./trialClaims.ts";
import { readTrial, type TrialRecord } from "./trialWork.ts";

export interface TrialLook {
	trial: PlannedTrial;
	id: string;
	/** "held": a worker trains it. "parked": it failed too often. */
	state: "done" | "parked" | "held" | "waiting";
	/** Number of the newest attempt; 0 before the first. Not counted for a trial that is done. */
	attempts: number;
	failures: number;
	/** Why it is parked. */
	why?: string;
	/** The newest attempt; absent for a trial that is done. */
	last?: Attempt;
	/** Attempt of a worker that has vanished, still without an end. */
	lost?: { attempt: number; worker: string };
	result?: TrialRecord;
}

export class TrialLooker {
	/** Results by id. They never change, so each is read once. */
	readonly results: Map<string, TrialRecord>;
	readonly #study: Study;
	readonly #holds: (worker: string, id: string, attempt: number) => boolean;

	/** @param holds whether a worker still holds an attempt; @param results those that were read before */
	constructor(
		study: Study,
		holds: (worker: string, id: string, attempt: number) => boolean,
		results = new Map<string, TrialRecord>(),
	) {
		this.#study = study;
		this.#holds = holds;
		this.results = results;
	}

	/** All trials as far as they are known, in the order in which they should begin. */
	all(): TrialLook[] {
		const study = this.#study;
		for (const id of namesIn(study, placeIn(study, "trials"))) {
			const record = this.results.has(id) ? undefined : readTrial(study, id);
			if (record) this.results.set(id, record);
		}
		const claimed = new Set(namesIn(study, placeIn(study, "claims")));
		const looks = new Map<string, TrialLook>();
		const look = (trial: PlannedTrial): TrialLook => {
			const id = trialId(trial);
			const found = looks.get(id) ?? this.#look(trial, id, claimed.has(id));
			looks.set(id, found);
			return found;
		};
		const known = (trial: PlannedTrial): Known => {
			const { state, attempts, result } = look(trial);
			const ended = state === "done" || state === "parked";
			return { ended, begun: attempts > 0 || state === "done", value: result?.value ?? null };
		};
		const { search, seeds } = study.document;
		return trialsOf(search, seeds, askedTrials(study), known).map(look);
	}

	#look(trial: PlannedTrial, id: string, claimed: boolean): TrialLook {
		const base = { trial, id, attempts: 0, failures: 0 };
		const result = this.results.get(id);
		if (result) return { ...base, state: "done", result };
		if (!claimed) return { ...base, state: "waiting" };
		const { attempts, failures, parked } = triedOf(this.#study, id);
		const last = attempts.at(-1);
		if (!last) return { ...base, state: "waiting" };
		const more = { ...base, attempts: last.number, failures: failures.length, last };
		if (last.end === undefined && this.#holds(last.worker, id, last.number)) return { ...more, state: "held" };
		if (parked !== undefined) return { ...more, state: "parked", why: parked };
		const { number: attempt, worker } = last;
		return { ...more, state: "waiting", ...(last.end === undefined && { lost: { attempt, worker } }) };
	}
}
