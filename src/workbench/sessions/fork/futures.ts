/** Two runs held against each other update by update: where their weights differ first. */
import { fail } from "../../../errors/index.ts";
import { checkRequest, checkWhole } from "../../../errors/request.ts";
import type { ReplayHooks as StepHooks } from "../../../training/replay/replayer.ts";
import { ENGINE_KEYS } from "../../machine/engines.ts";
import { type OpenedReplay, type OpenReplayRequest, openReplaying } from "../replay/openReplay.ts";
import type { ReplayHooks } from "../replay/replay.ts";

export interface FuturesRequest extends OpenReplayRequest {
	/** Name or folder of the run that is compared with `run`: a fork of it, or another fork of the same run. */
	with: string;
	/**
	 * Updates that both have in common. Range: at least 0. Default: where the later of the two was forked, else 0.
	 */
	update?: number;
}

/** The first weight that differs between two runs. */
export interface FirstDifference {
	/** First update after which a weight differs. */
	update: number;
	/** First tensor that differs. */
	tensor: string;
	/** Index of the first number in it that differs. */
	index: number;
	/** The two numbers. */
	values: [number, number];
}

export interface Futures {
	/** Names of the two runs. */
	runs: [string, string];
	/** Updates that both have in common by request. */
	update: number;
	/** The last update that both runs have. */
	last: number;
	/** The first difference; null if the weights are equal to the last update. */
	first: FirstDifference | null;
}

const KEYS = ["run", "runs", "with", "task", "update", ...ENGINE_KEYS] as const;

/**
 * Replays two runs in step until their weights differ.
 * @throws E_FUTURES if there is nothing to compare; what replay() throws.
 */
export async function compareFutures(request: FuturesRequest, hooks: ReplayHooks = {}): Promise<Futures> {
	checkRequest(request, "compareFutures()", KEYS);
	if (request.update !== undefined) checkWhole("update", request.update, { min: 0 }, "compareFutures");
	const { with: other, update, ...asked } = request;
	const one = await openReplaying(asked, hooks, "compareFutures");
	try {
		const two = await openReplaying({ ...asked, run: other }, hooks, "compareFutures");
		try {
			return await firstDifference(one, two, update ?? forkedAt(one, two), hooks);
		} finally {
			await two.close();
		}
	} finally {
		await one.close();
	}
}

/** What the runs say of their forks is a number to begin at, nothing more. */
function forkedAt(...opened: OpenedReplay[]): number {
	return Math.max(...opened.map(({ run }) => run.config.parent?.update ?? 0));
}

/** @param update updates that both have in common. */
export async function firstDifference(
	one: OpenedReplay,
	two: OpenedReplay,
	update: number,
	hooks: StepHooks = {},
): Promise<Futures> {
	const names: [string, string] = [one.run.name, two.run.name];
	const last = Math.min(one.last, two.last);
	const found = { runs: names, update, last };
	if (one.subject.weights.flat.length !== two.subject.weights.flat.length || update > last)
		throw fail("E_FUTURES", { runs: names, update });
	if (sameEnd(one, two, last)) return { ...found, first: null };
	for (let at = update + 1; at <= last; at++) {
		const [a, b] = [await one.replayer.weightsAt(at, hooks), await two.replayer.weightsAt(at, hooks)];
		const differing = a.flat.findIndex((value: number, n: number) => !Object.is(value, b.flat[n]));
		if (differing >= 0) {
			const values: [number, number] = [a.flat[differing]!, b.flat[differing]!];
			return { ...found, first: { update: at, ...a.locate(differing), values } };
		}
		hooks.onProgress?.(at - update, last - update);
	}
	return { ...found, first: null };
}

/** Whether the checkpoints of the last update that both have are equal, number for number. */
function sameEnd(one: OpenedReplay, two: OpenedReplay, last: number): boolean {
	const [a, b] = [one, two].map(({ run }) => {
		const kept = run.listCheckpoints().some(({ step, damage }) => step === last && !damage);
		return kept ? run.loadStep(last).snapshot.tensors : undefined;
	});
	if (!a || !b || a.length !== b.length) return false;
	return a.every(({ name, data }, n) => {
		const other = b[n]!;
		return other.name === name && data.every((value: number, at: number) => Object.is(value, other.data[at]));
	});
}
