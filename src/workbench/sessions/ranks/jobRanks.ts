/**
 * A run that several ranks train: rank 0 has the run folder, the clock and the terminal, and the others obey it. What a
 * rank needs of the run comes from rank 0, so only rank 0 needs the arguments and the folder; the data must be on every
 * machine at the same place.
 */
import type { Task } from "../../../data/tasks/task.ts";
import { fail, SluiceError } from "../../../errors/index.ts";
import type { Engine } from "../../../kernels/kernels.ts";
import type { Json } from "../../../training/json.ts";
import { broadcastText, gatherTexts } from "../../../training/ranks/collectives.ts";
import { type Follower, followOrders, Lead } from "../../../training/ranks/orders.ts";
import type { TrainResult } from "../../../training/run/events.ts";
import { withTask } from "../../datasets/dataSpec.ts";
import { placeHere } from "../../disk/owner.ts";
import { openEngine, type TrainingEngineRequest } from "../../machine/engines.ts";
import { type JobRanks, openRanks, threadsOfRank } from "../../machine/ranks/mpiRanks.ts";
import { VERSION } from "../../machine/version.ts";
import type { TaskConfig, TextConfig } from "../../runs/config.ts";
import { vocabularyOf } from "../../runs/documents.ts";
import { type Opened, openOnTask, openOnText } from "../openings.ts";

/** What rank 0 sends first: the run as its config describes it. */
type Begin =
	| { config: TextConfig | TaskConfig; vocabulary?: Json; build: string }
	/** Rank 0 ended before there was a run. */
	| { error: { code: SluiceError["code"]; params: Json } };

/** What each rank answers: whether it is ready. */
interface Ready {
	version: string;
	build: string;
	failed?: string;
}

/** This rank's part in a job that was just opened. */
export class Job {
	readonly ranks: JobRanks;
	/** Orders to the others, once they are ready. */
	#lead?: Lead;
	#begun = false;

	constructor(ranks: JobRanks) {
		this.ranks = ranks;
	}

	/**
	 * Makes all ranks open the run of `config`. Returns when they are ready.
	 * @throws E_RANK_FAILED if one cannot; E_RANK_DIFFERS if its program or engine is another.
	 */
	begin(engine: Engine, config: TextConfig | TaskConfig, vocabulary?: Json): Lead {
		this.#begun = true;
		const { ranks } = this;
		broadcastText(ranks, JSON.stringify({ config, vocabulary, build: engine.build } satisfies Begin));
		const own: Ready = { version: VERSION, build: engine.build };
		const all = gatherTexts(ranks, JSON.stringify(own)).map((text) => JSON.parse(text) as Ready);
		this.#lead = new Lead(ranks);
		for (const [rank, { failed, version, build }] of all.entries()) {
			const place = ranks.place(rank);
			if (failed !== undefined) throw fail("E_RANK_FAILED", { place, message: failed });
			const differs = version !== VERSION ? "version" : build !== engine.build ? "build" : undefined;
			if (differs)
				throw fail("E_RANK_DIFFERS", { place, what: differs, got: { version, build }[differs], wanted: own[differs] });
		}
		return this.#lead;
	}

	/**
	 * Names the run that is trained: a message about a lost rank says how to resume it.
	 * @param fixed whether only the same number of ranks can.
	 */
	name(run: string, fixed: boolean): void {
		this.ranks.name(run, fixed);
		this.#lead?.name(run, fixed);
	}

	/** Ends the other ranks after this one's end: with its result, or with its error. */
	async lead(own: () => Promise<TrainResult>): Promise<TrainResult> {
		try {
			const result = await own();
			this.#lead?.end(result as unknown as Json);
			return result;
		} catch (error) {
			this.#endAll(error);
			throw error;
		}
	}

	/** Not if the others are in the middle of a call, where they would take an order for something else. */
	#endAll(error: unknown): void {
		const coded = error instanceof SluiceError ? error : fail("E_INTERNAL", { what: String(error) });
		const { code, params } = coded;
		if (code === "E_RANK_LOST" || (code === "E_RANK_DIFFERS" && this.#lead?.busy)) return; // they throw it too
		if (this.#lead?.busy) this.ranks.abandon();
		else if (this.#lead) this.#lead.fail(coded);
		else if (!this.#begun)
			broadcastText(this.ranks, JSON.stringify({ error: { code, params: (params ?? null) as Json } } satisfies Begin));
	}
}

/** The job of this process, if a launcher started it with others. @throws E_RANKS. */
export function openJob(): Job | undefined {
	const ranks = openRanks(placeHere());
	return ranks && new Job(ranks);
}

/** The engine request of a rank: the ranks of a machine share its cores. */
export function engineOfRank({ engine, threads, precision }: TrainingEngineRequest): TrainingEngineRequest {
	return { engine, threads: threads ?? threadsOfRank(), ...(precision && { precision }) };
}

/**
 * Does what rank 0 orders, until it ends. Returns its result.
 * @param task a program's own task, which the config only names.
 * @throws the error that ended rank 0.
 */
export async function followJob(
	{ ranks }: Job,
	{ task, threads }: TrainingEngineRequest & { task?: Task },
): Promise<TrainResult> {
	const begin = JSON.parse(broadcastText(ranks)) as Begin;
	if ("error" in begin) throw new SluiceError(begin.error.code, begin.error.params);
	const { config } = begin;
	let engine: Engine | undefined;
	let opened: Opened | undefined;
	try {
		const ready: Ready = { version: VERSION, build: "" };
		try {
			engine = openEngine(engineOfRank({ engine: config.engine, threads, precision: config.precision }));
			ready.build = engine.build;
			const opening = { onEvent: () => {}, fresh: false, ranks };
			opened = config.data
				? await openOnTask(engine, withTask(config.data, task, "resume"), config.options, opening)
				: await openOnText(
						engine,
						{ ...config, vocabulary: vocabularyOf(begin.vocabulary, "rank 0") },
						config.options,
						opening,
					);
		} catch (error) {
			ready.failed = error instanceof Error ? error.message : String(error);
		}
		gatherTexts(ranks, JSON.stringify(ready));
		if (!opened) return (await followOrders(ranks, undefined, () => {})) as unknown as TrainResult;
		const { trainer } = opened.subject as unknown as { trainer: Follower };
		const result = await followOrders(ranks, trainer, (run, fixed) => ranks.name(run, fixed));
		return result as unknown as TrainResult;
	} catch (error) {
		if (error instanceof SluiceError && error.code === "E_RANK_FAILED") ranks.abandon();
		throw error;
	} finally {
		engine?.close();
		await opened?.close();
	}
}
