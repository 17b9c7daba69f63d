/**
 * Trials that a reproduction trains as a study (src/workbench/studies), in its own folder. The study stays there when the
 * reproduction has ended: `sluice study show` and every command that reads runs work on it, and trials that it has are
 * not trained again.
 */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fail, SluiceError } from "../../errors/index.ts";
import type { GivenOptions } from "../../training/options/options.ts";
import type { Settings } from "../../training/studies/space.ts";
import { openTexts, type TextSpec } from "../datasets/texts.ts";
import { sha256 } from "../disk/sha256.ts";
import { VERSION } from "../machine/version.ts";
import { askStudy, resumeStudy, runStudy, showStudy } from "../studies/studies.ts";
import type { StudyShown, StudyTrialRow } from "../studies/studyOverview.ts";
import { trialId } from "../studies/studyPlaces.ts";

/** Trials of one study: they share data and options. */
export interface TrialSet {
	/** Beginning of the study's name. */
	name: string;
	/** The text; paths are absolute, or names of the catalogue. */
	data: TextSpec;
	options: GivenOptions;
	trials: readonly AskedTrial[];
}

export interface AskedTrial {
	/** Options that differ from the others of the study. */
	settings: Settings;
	seed: number;
	/** Cost relative to the other trials, for the estimate of the remaining time. */
	weight: number;
}

export interface TrainedTrial extends StudyTrialRow {
	/** Name of its study. */
	study: string;
	/** Folder of its run. */
	run: string;
}

export interface StudyTrialsHooks {
	/** Progress in units of weight; `kept` of them come from an earlier call. */
	onProgress(done: number, total: number, kept: number): void;
	signal: AbortSignal;
	/** Changes the names of the studies, so that those of another revision are not continued. */
	revision: number;
	/** Trials in parallel. Default: the number of cores. */
	workers?: number;
	/** Program of a trial's process. Default: that of the package. */
	program?: string;
}

export class StudyTrials {
	/** Seconds of training, over all calls and all trials. */
	seconds = 0;
	/** Folders of the studies, in the order of their first trials. */
	readonly folders: string[] = [];
	readonly #studies: string;
	readonly #hooks: StudyTrialsHooks;
	/** Weights of the trials that have a result, by study and id; another worker of the study may have trained them. */
	readonly #done = new Map<string, number>();
	#total = 0;
	#kept = 0;

	/** @param studies folder of the studies */
	constructor(studies: string, hooks: StudyTrialsHooks) {
		this.#studies = studies;
		this.#hooks = hooks;
	}

	/**
	 * Trains the sets one after the other, and the trials of a set in parallel, each in a process of its own with one
	 * thread. Sets with the same name, data and options are one study.
	 *
	 * @returns the trials in the order of the sets. Diverged ones have no loss.
	 * @throws E_REPRODUCTION_STUDY if a study ends without a result for each trial; the signal's reason
	 */
	async train(sets: readonly TrialSet[]): Promise<TrainedTrial[][]> {
		const named: { name: string; ids: string[]; set: TrialSet }[] = [];
		for (const set of sets) named.push({ name: await this.#studyOf(set), ids: set.trials.map(trialId), set });
		for (const { name, ids, set } of named) this.#count(name, ids, set);
		const trained: TrainedTrial[][] = [];
		for (const { name, ids, set } of named) trained.push(await this.#trainSet(name, ids, set));
		return trained;
	}

	/** Name of the set's study, which is created if it is missing. The name has a digest of what its trials depend on. */
	async #studyOf({ name: stem, data, options }: TrialSet): Promise<string> {
		const source = await openTexts(data.texts ?? [], () => {});
		const { fingerprint } = source;
		await source.close();
		const { revision } = this.#hooks;
		const what = JSON.stringify([VERSION, revision, data, options, fingerprint]);
		const name = `${stem}-${sha256(Buffer.from(what)).slice(0, 8)}`;
		try {
			showStudy({ study: name, studies: this.#studies });
		} catch (error) {
			if (!(error instanceof SluiceError) || error.code !== "E_STUDY_MISSING") throw error;
			const study = { data, options, search: { kind: "asked" } } as const;
			await runStudy({ study, name, studies: this.#studies, workers: 0 });
		}
		const folder = join(this.#studies, name);
		if (!this.folders.includes(folder)) this.folders.push(folder);
		return name;
	}

	#count(name: string, ids: readonly string[], { trials }: TrialSet): void {
		const { trials: known } = showStudy({ study: name, studies: this.#studies });
		for (const [n, id] of ids.entries()) {
			const { weight } = trials[n]!;
			this.#total += weight;
			if (!hasResult(known.find((trial) => trial.id === id))) continue;
			this.#done.set(`${name} ${id}`, weight);
			this.#kept += weight;
		}
	}

	async #trainSet(name: string, ids: readonly string[], { trials }: TrialSet): Promise<TrainedTrial[]> {
		const { signal, program, workers = availableParallelism() } = this.#hooks;
		signal.throwIfAborted();
		const weights = new Map(ids.map((id, n) => [id, trials[n]!.weight]));
		const place = { study: name, studies: this.#studies };
		const open = (shown: StudyShown) => shown.trials.filter((trial) => ids.includes(trial.id) && !hasResult(trial));
		for (const { settings, seed } of trials) askStudy({ ...place, settings, seed });
		let shown = showStudy(place);
		if (open(shown).length > 0) {
			shown = await resumeStudy(
				{ ...place, workers, threads: 1 },
				{
					signal,
					...(program !== undefined && { program }),
					onProgress: (held) => {
						this.#tell(held.reduce((sum, { id, progress }) => sum + progress * (weights.get(id) ?? 0), 0));
					},
					onEnd: (id, end) => {
						if (end === "committed") this.#done.set(`${name} ${id}`, weights.get(id) ?? 0);
					},
				},
			);
		}
		signal.throwIfAborted();
		const left = open(shown);
		if (left.length > 0) {
			const message = left.find((trial) => trial.message !== undefined)?.message ?? shown.state;
			throw fail("E_REPRODUCTION_STUDY", { study: join(this.#studies, name), left: left.length, message });
		}
		for (const [id, weight] of weights) this.#done.set(`${name} ${id}`, weight);
		this.#tell(0);
		return ids.map((id) => {
			const trial = shown.trials.find((one) => one.id === id)!;
			this.seconds += trial.seconds ?? 0;
			return { ...trial, study: name, run: join(this.#studies, name, "trials", id) };
		});
	}

	/** Reports progress; `running` is the weight done of the trials that run. */
	#tell(running: number): void {
		const done = [...this.#done.values()].reduce((sum, weight) => sum + weight, running);
		this.#hooks.onProgress(Math.round(done), this.#total, this.#kept);
	}
}

const hasResult = (trial: StudyTrialRow | undefined): boolean => trial?.state === "done" || trial?.state === "diverged";
