/**
 * The run that is being replayed: kept open for a while, since the next update that a page asks for is mostly near, and
 * with the newest update's values, which pictures read block by block.
 */
import { openReplay, type ReplayedUpdate, type ReplayHooks, type RunReplay } from "../../src/index.ts";
import type { RunPlace } from "./runIds.ts";
import { runStamp } from "./runStamp.ts";

const IDLE_MS = 60_000;

/** An update with what is needed to read its values. */
export interface Replayed {
	update: ReplayedUpdate;
	open: RunReplay;
}

export class Replays {
	#open: { key: string; replay: RunReplay; newest?: ReplayedUpdate | undefined } | undefined;
	#working: Promise<unknown> = Promise.resolve();
	#idle: NodeJS.Timeout | undefined;

	/** The update if it is the newest one that was computed and the run's files are the same; undefined otherwise. */
	kept(run: RunPlace, update: number): Replayed | undefined {
		const open = this.#open;
		if (open?.newest?.update !== update || open.key !== runStamp(run)) return undefined;
		return { update: open.newest, open: open.replay };
	}

	/** Computes an update again. One call at a time. @throws what openReplay throws. */
	async at(run: RunPlace, update: number, hooks: ReplayHooks): Promise<Replayed> {
		clearTimeout(this.#idle);
		const work = this.#compute(run, update, hooks);
		this.#working = work.catch(() => {});
		try {
			return await work;
		} finally {
			this.#idle = setTimeout(() => void this.close(), IDLE_MS).unref();
		}
	}

	async #compute({ run, runs }: RunPlace, update: number, hooks: ReplayHooks): Promise<Replayed> {
		const key = runStamp({ run, runs });
		if (this.#open?.key !== key) {
			await this.#end();
			this.#open = { key, replay: await openReplay({ run, runs }, hooks) };
		}
		const open = this.#open!;
		open.newest = undefined;
		const newest = await open.replay.at(update, hooks);
		open.newest = newest;
		return { update: newest, open: open.replay };
	}

	/** Ends when what is being computed has ended: the engine's memory is in use until then. */
	async close(): Promise<void> {
		clearTimeout(this.#idle);
		await this.#working;
		await this.#end();
	}

	async #end(): Promise<void> {
		const open = this.#open;
		this.#open = undefined;
		await open?.replay.close();
	}
}
