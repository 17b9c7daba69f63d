/**
 * The shards of a batch: groups of lanes of equal size, each trained by kernel calls of one shape, whose gradients are
 * added in the order of the shard tree. One process may compute all shards, or several ranks a branch of the tree each:
 * the sums have the same bits.
 */
import type { ModelSpec } from "../../cells/layout.ts";
import { Weights } from "../../cells/weights.ts";
import { fail } from "../../errors/index.ts";
import { hostFloats } from "../../kernels/float32.ts";
import type { Engine, Floats } from "../../kernels/kernels.ts";
import { checkSame } from "../ranks/checkSame.ts";
import { addTo, gatherFloats, gatherNumbers, RankSum } from "../ranks/collectives.ts";
import { fingerprint } from "../ranks/fingerprint.ts";
import type { Ranks } from "../ranks/ranks.ts";
import { branches, type Subtree, subtreesOf, sumOverTree } from "./shardTree.ts";

/** Range of lanes. */
export interface LaneRange {
	from: number;
	lanes: number;
}

/** Numbers that each shard returns next to its gradient, such as its summed loss. */
export type ShardNumbers = readonly number[];

export class Shards {
	/** Number of shards. */
	readonly count: number;
	/** Shards that this process computes. */
	readonly own: Subtree;
	readonly ranks?: Ranks;
	readonly #parts: readonly Subtree[];
	readonly #sum?: RankSum;
	readonly #engine: Engine;
	readonly #spec: ModelSpec;
	/** Gradients of branches that wait to be added, by depth. */
	readonly #waiting = new Map<number, Weights>();

	/** @throws E_RANKS if there are more ranks than shards. */
	constructor(engine: Engine, spec: ModelSpec, count: number, ranks?: Ranks) {
		const size = ranks?.size ?? 1;
		if (size > count) throw fail("E_RANKS", { why: "moreThanShards", ranks: size, shards: count });
		this.#engine = engine;
		this.#spec = spec;
		this.count = count;
		this.#parts = subtreesOf(count, size);
		this.own = this.#parts[ranks?.rank ?? 0]!;
		if (ranks && size > 1) {
			this.ranks = ranks;
			this.#sum = new RankSum(ranks, this.#parts);
		}
	}

	/** Returns the lanes of a shard of a batch. */
	lanesOf(shard: number, batch: number): LaneRange {
		const lanes = batch / this.count;
		return { from: shard * lanes, lanes };
	}

	/**
	 * Sets `gradients` to the sum over all shards, and returns the sums of their numbers.
	 * @param batch the arrays of the whole batch, which must be the same on all ranks.
	 * @param shard adds the gradient of one shard to `into`, which is 0, and returns its numbers.
	 * @throws E_RANK_DIFFERS if a rank has read another batch.
	 */
	sum(
		gradients: Weights,
		batch: readonly ArrayBufferView[],
		shard: (shard: number, into: Weights) => ShardNumbers,
	): number[] {
		const found: ShardNumbers[] = []; // [own.count]
		this.#sumInto(gradients, this.own, (s, into) => found.push(shard(s, into)), 0);
		this.#sum?.add(gradients.flat);
		const all = this.#gathered(found, batch);
		const width = all.length / this.count;
		return Array.from({ length: width }, (_, n) =>
			sumOverTree({ from: 0, count: this.count }, (s) => all[s * width + n]!),
		);
	}

	#sumInto(into: Weights, tree: Subtree, leaf: (shard: number, into: Weights) => void, depth: number): void {
		if (tree.count === 1) {
			into.flat.fill(0);
			leaf(tree.from, into);
			return;
		}
		const [left, right] = branches(tree);
		this.#sumInto(into, left, leaf, depth + 1);
		const other = this.#waiting.get(depth) ?? new Weights(this.#engine, this.#spec);
		this.#waiting.set(depth, other);
		this.#sumInto(other, right, leaf, depth + 1);
		addTo(into.flat, other.flat);
	}

	/** The numbers of all shards, [count, width]. Each rank sends the fingerprint of its batch with them. */
	#gathered(found: readonly ShardNumbers[], batch: readonly ArrayBufferView[]): Float64Array {
		const own = found.flat();
		const { ranks } = this;
		if (!ranks) return Float64Array.from(own);
		const width = found[0]!.length;
		const lengths = this.#parts.map(({ count }) => 1 + count * width);
		const all = gatherNumbers(ranks, Float64Array.of(fingerprint(...batch), ...own), lengths);
		checkSame(
			ranks,
			"batch",
			all.map(([print]) => print!),
		);
		return Float64Array.from(all.flatMap((numbers) => [...numbers.subarray(1)]));
	}

	/** @throws E_RANK_DIFFERS, on all ranks, if one has other weights than rank 0. */
	checkWeights({ flat }: Weights): void {
		const { ranks } = this;
		if (!ranks) return;
		const ones = this.#parts.map(() => 1);
		const all = gatherNumbers(ranks, Float64Array.of(fingerprint(flat)), ones);
		checkSame(
			ranks,
			"weights",
			all.map(([print]) => print!),
		);
	}

	/** Returns an array of all lanes, of which each rank has that of its own shards. @param length elements of a shard. */
	gather(own: Floats, length: number): Floats {
		if (!this.ranks) return own;
		const lengths = this.#parts.map(({ count }) => count * length);
		const whole = hostFloats(own, this.count * length);
		let at = 0;
		for (const part of gatherFloats(this.ranks, own, lengths)) {
			whole.set(part, at);
			at += part.length;
		}
		return whole;
	}

	/** Returns all arrays to the engine. */
	free(): void {
		for (const { flat } of this.#waiting.values()) this.#engine.free(flat);
		this.#waiting.clear();
	}
}
