/**
 * Training that exchanges weights every K updates (DiLoCo, Douillard et al. 2023): each of N ranks trains on lanes of its
 * own with an optimiser of its own, and the mean of what they changed is the gradient of an outer step (outerStep.ts). The
 * weights depend on N. One process is the case N = 1.
 */
import type { Weights } from "../../cells/weights.ts";
import { fail } from "../../errors/index.ts";
import { hostFloats } from "../../kernels/float32.ts";
import type { Floats } from "../../kernels/kernels.ts";
import type { Json } from "../json.ts";
import type { CommonOptions } from "../options/options.ts";
import { checkSame } from "../ranks/checkSame.ts";
import { collectFloats, gatherNumbers, SliceExchange, sliceOf } from "../ranks/collectives.ts";
import { fingerprint } from "../ranks/fingerprint.ts";
import { firstOfRanks } from "../ranks/firstOfRanks.ts";
import type { Ranks } from "../ranks/ranks.ts";
import type { LaneRange } from "../shards/shards.ts";
import { checkTensor, type NamedTensor, type Snapshot } from "../snapshot.ts";
import type { Divergence } from "../updates/guard.ts";
import { checkRanks } from "./checkRanks.ts";
import { outerStep } from "./outerStep.ts";

/** Lanes of one rank. */
export interface OwnLanes {
	range: LaneRange;
	/** Number of the rank. */
	rank: number;
	/** Number of ranks. */
	size: number;
}

const ALONE: Ranks = { rank: 0, size: 1, exchange() {}, place: (rank) => ({ rank, host: "", pid: 0 }) };
/** Arrays of a rank's optimiser, as a snapshot names them. */
const MOMENTS = ["optimizer.m", "optimizer.v"] as const;

/**
 * Exchanges the weights of a trainer every `syncEvery` updates. All ranks make the same calls in the same order. A trainer
 * is given this class as `together.diloco`, and makes its own.
 */
export class DiLoCo {
	/** Lanes of this rank. */
	readonly lanes: OwnLanes;
	readonly ranks: Ranks;
	/** Divergence of this rank since the last exchange, of which the others hear at the next one. */
	diverged?: Divergence;
	readonly #weights: Weights;
	readonly #options: Pick<CommonOptions, "syncEvery" | "outerLr" | "outerMomentum">;
	readonly #exchange: SliceExchange;
	/** This rank's slice of the weights that all ranks had after the last exchange, theta, [n]. */
	readonly #theta: Floats;
	/** The same slice of the outer momentum, b, [n]. */
	readonly #b: Floats;
	/** Updates made or tried: the same number on all ranks. */
	#made = 0;
	/** Whether all ranks have the same weights. */
	#equal = true;
	/** Fingerprint of these weights. */
	#print = 0;

	/** @throws E_RANKS unless the ranks share the lanes equally. */
	constructor(weights: Weights, options: CommonOptions, ranks: Ranks = ALONE) {
		const { rank, size } = ranks;
		const { batch } = options;
		if (batch % size !== 0) throw fail("E_RANKS", { why: "lanes", ranks: size, batch });
		const lanes = batch / size;
		this.lanes = { range: { from: rank * lanes, lanes }, rank, size };
		this.ranks = ranks;
		this.#weights = weights;
		this.#options = options;
		this.#exchange = new SliceExchange(ranks);
		const { length } = sliceOf(weights.flat, ranks);
		this.#theta = hostFloats(weights.flat, length);
		this.#b = hostFloats(weights.flat, length);
	}

	/** Called before each update: the first one after an exchange keeps the weights that all ranks have. */
	before(): void {
		if (!this.#equal) return;
		this.#theta.set(sliceOf(this.#weights.flat, this.ranks));
		this.#print = fingerprint(this.#weights.flat);
		this.#equal = false;
	}

	/**
	 * Called after each update, by all ranks; every K-th time they exchange.
	 * @param divergence of this rank's update, which was then not applied.
	 * @param batch the arrays of the whole batch, which must be the same on all ranks.
	 * @returns the divergence that this rank acts on: its own, or at an exchange the first of any rank.
	 * @throws E_RANK_DIFFERS if a rank has read another batch, or began with other weights.
	 */
	after(divergence: Divergence | undefined, batch: readonly ArrayBufferView[]): Divergence | undefined {
		this.diverged ??= divergence;
		this.#made++;
		return this.#made % this.#options.syncEvery! === 0 ? this.#step(batch) : divergence;
	}

	/** Exchanges what was trained since the last exchange, at the end of a run. Returns as `after`. */
	finish(): Divergence | undefined {
		return this.#equal ? undefined : this.#step([]);
	}

	#step(batch: readonly ArrayBufferView[]): Divergence | undefined {
		const { ranks } = this;
		const prints = [fingerprint(...batch), this.#print, this.diverged ? 1 : 0];
		const all = gatherNumbers(ranks, Float64Array.from(prints), Array(ranks.size).fill(3));
		for (const [n, what] of (["batch", "weights"] as const).entries())
			checkSame(
				ranks,
				what,
				all.map((numbers) => numbers[n]!),
			);
		if (all.some((numbers) => numbers[2] === 1)) return firstOfRanks(ranks, this.diverged);
		const { outerLr: eta = 0, outerMomentum: mu = 0 } = this.#options;
		this.#exchange.reduce(this.#weights.flat, (w) => {
			outerStep({ theta: this.#theta, b: this.#b, w, eta, mu });
			return this.#theta;
		});
		this.#equal = true;
		return undefined;
	}

	/**
	 * Returns what a checkpoint needs beyond the state of rank 0: the outer momentum, the other ranks' moments and, between
	 * two exchanges, their weights and those that all began with. All ranks call it; the tensors are rank 0's to use.
	 * @param own arrays of this rank's optimiser.
	 */
	snapshot(own: { m?: Floats; v?: Floats }): Snapshot {
		const { ranks } = this;
		const { size } = ranks;
		const { flat } = this.#weights;
		const P = flat.length;
		const slices = Array.from({ length: size }, (_, rank) => sliceOf(flat, { rank, size }).length);
		if (this.#equal) this.#checkWeights();
		const tensors: NamedTensor[] = [];
		const whole = (name: string, slice: Floats) =>
			tensors.push({ name, shape: [P], data: collectFloats(ranks, slice, slices) });
		const others = (name: string, array: Floats) => {
			const all = collectFloats(ranks, array, Array(size).fill(P)); // [N,P]
			for (let r = 1; r < size && ranks.rank === 0; r++)
				tensors.push({ name: `rank${r}.${name}`, shape: [P], data: all.subarray(r * P, (r + 1) * P) });
		};
		whole("outer.momentum", this.#b);
		if (!this.#equal) whole("outer.weights", this.#theta);
		if (!this.#equal) others("weights", flat);
		for (const [n, moments] of [own.m, own.v].entries()) if (moments) others(MOMENTS[n]!, moments);
		return { tensors, state: { diloco: { ranks: size, equal: this.#equal } } };
	}

	/** @throws E_RANK_DIFFERS, on all ranks, if one has other weights than rank 0. */
	#checkWeights(): void {
		const print = Float64Array.of(fingerprint(this.#weights.flat));
		const all = gatherNumbers(this.ranks, print, Array(this.ranks.size).fill(1));
		checkSame(
			this.ranks,
			"weights",
			all.map(([own]) => own!),
		);
	}

	/**
	 * Returns a whole snapshot as this rank's optimiser restores it. @throws E_RANKS if another number of ranks made it.
	 */
	own({ tensors, state }: Snapshot): Snapshot {
		const { rank, size } = this.ranks;
		checkRanks(state, size);
		if (rank === 0) return { tensors, state };
		const own = MOMENTS.flatMap((name) => {
			const found = tensors.find((tensor) => tensor.name === `rank${rank}.${name}`);
			return found ? [{ ...found, name }] : [];
		});
		return { tensors: [...tensors.filter(({ name }) => !MOMENTS.some((moment) => moment === name)), ...own], state };
	}

	/** Restores a snapshot, after the weights of rank 0 were restored. @throws E_SNAPSHOT if it does not fit. */
	restore({ tensors, state }: Snapshot): void {
		const { ranks } = this;
		const { diloco = null, step } = state as { diloco?: { equal?: Json } | null; step?: Json };
		if (typeof diloco?.equal !== "boolean")
			throw fail("E_SNAPSHOT", {
				what: "diloco",
				why: { reason: "shape", got: undefined, wanted: "{ ranks, equal }" },
			});
		const { flat } = this.#weights;
		const put = (name: string, to: (whole: Floats) => void) => {
			const found = tensors.find((tensor) => tensor.name === name);
			checkTensor(found, name, [flat.length]);
			to(found!.data);
		};
		put("outer.momentum", (whole) => this.#b.set(sliceOf(whole, ranks)));
		this.#equal = diloco.equal;
		if (!this.#equal) {
			put("outer.weights", (whole) => {
				this.#theta.set(sliceOf(whole, ranks));
				this.#print = fingerprint(whole);
			});
			if (ranks.rank > 0) put(`rank${ranks.rank}.weights`, (whole) => flat.set(whole));
		}
		this.#made = Number(step);
		this.diverged = undefined;
	}
}
