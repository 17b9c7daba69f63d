/** Ids of runs: what a page names a run by. An id is looked up among the runs that exist, never turned into a path. */
import { fail } from "../../src/errors/index.ts";
import { type RunCard, type RunsReader, readRuns } from "../../src/index.ts";
import { RUN_ID, type RunRow } from "../wire.ts";
import { idOf } from "./idOf.ts";
import type { StudyIds, TrialName } from "./studyIds.ts";

/** A run by its name and the folder that it is in. */
export interface RunPlace {
	run: string;
	runs: string;
	/** Present for the run of a trial. */
	trial?: TrialName;
}

export class RunIds {
	readonly #runs: string;
	readonly #reader: RunsReader;
	readonly #studies: StudyIds;
	#names: readonly string[] = [];
	#byId = new Map<string, string>();

	/** @param runs folder of runs */
	constructor(runs: string, reader: RunsReader, studies: StudyIds) {
		this.#runs = runs;
		this.#reader = reader;
		this.#studies = studies;
	}

	/** The name of the run with this id, which may be changed. @throws E_STUDIO_RUN; E_STUDIO_TRIAL for that of a trial. */
	nameOf(id: string): string {
		const name = this.#nameOf(id);
		if (name !== undefined) return name;
		const trial = this.#studies.trialRun(id);
		throw trial ? fail("E_STUDIO_TRIAL", { study: trial.study }) : noRun(id);
	}

	/** The run with this id, or that of a trial, for reading. @throws E_STUDIO_RUN. */
	placeOf(id: string): RunPlace {
		const name = this.#nameOf(id);
		if (name !== undefined) return { run: name, runs: this.#runs };
		const found = this.#studies.trialRun(id);
		if (!found) throw noRun(id);
		const { run, runs, ...trial } = found;
		return { run, runs, trial };
	}

	/** The run's line as it is now. @throws E_STUDIO_RUN. */
	rowOf(id: string): RunRow {
		const { run, runs, trial } = this.placeOf(id);
		const reader = trial ? readRuns(runs) : this.#reader;
		reader.names();
		reader.look(run);
		const card = reader.card(run);
		if (!card) throw noRun(id);
		return { ...rowOf(card), id };
	}

	#nameOf(id: string): string | undefined {
		const names = this.#reader.names();
		if (names !== this.#names) {
			this.#names = names;
			this.#byId = new Map(names.map((name) => [idOf(name), name]));
		}
		return RUN_ID.test(id) ? this.#byId.get(id) : undefined;
	}
}

const noRun = (id: string) => fail("E_STUDIO_RUN", { id: RUN_ID.test(id) ? id : "?" });

export const rowOf = (card: RunCard): RunRow => ({ id: idOf(card.name), ...card });
