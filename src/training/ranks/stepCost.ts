/**
 * A simulator of one update on several ranks: seconds of computing and of exchange, from the sizes of the model and the
 * figures of the network. It counts the messages that src/training/ranks sends, each as latency + bytes / bandwidth. It
 * leaves out what differs between machines: validation, saves, and ranks that are late.
 */
import { fail } from "../../errors/index.ts";
import { subtreesOf } from "../shards/shardTree.ts";

export interface StepCostRequest {
	/** Parameters of the model, P. */
	parameters: number;
	/** Batch size, B, in lanes or sequences. */
	batch: number;
	/** Shards that the batch is cut into; they divide it. Not with `syncEvery`. Default: one per lane. */
	shards?: number;
	/**
	 * Updates between two exchanges of weights (`--sync-every`), K: the costs are those of one update on average, and the
	 * number of ranks must divide the batch. Range: at least 1. Default: none, gradients are added at every update.
	 */
	syncEvery?: number;
	/** Number of ranks, each on a machine of its own. Range: 1 to the number of shards; such as 1,024. */
	ranks: number;
	/** Seconds that one rank needs for the forward and backward pass of one lane. */
	laneSeconds: number;
	/** Seconds for the update of the weights itself, which every rank makes. Default: 0. */
	updateSeconds?: number;
	/** Bandwidth of each machine's link, in bits per second in each direction. Default: 1e9. */
	bitsPerSecond?: number;
	/** Latency of one message, in seconds. Default: 2e-4. */
	latencySeconds?: number;
}

export interface StepCost {
	/** Shards of the rank that has most of them: the others wait for it. With `syncEvery` 1. */
	mostShards: number;
	/** Seconds of the forward and backward passes of that rank. */
	computeSeconds: number;
	/** Bytes that a rank sends to add up the gradients, or with `syncEvery` to exchange weights: a K-th of one exchange. */
	gradientBytes: number;
	/** Messages that a rank sends one after another; with `syncEvery` a K-th of those of K updates. */
	messages: number;
	/** Seconds of the exchange; with `syncEvery` a K-th. */
	exchangeSeconds: number;
	/** Seconds of the whole update. */
	stepSeconds: number;
	/** How many times faster than one rank. */
	speedup: number;
	/** `speedup` divided by the number of ranks. */
	efficiency: number;
}

/** Bytes of a number of the fast engines. */
const FLOAT = 4;
/** Numbers that each shard sends in float64: loss, scored symbols and Omega; and one for the batch. */
const NUMBERS = 3;
/** Numbers that each rank sends in float64 at an exchange of weights: two fingerprints, and whether it diverged. */
const SYNC_NUMBERS = 3;

/**
 * Returns the cost of one update. @throws E_RANKS for more ranks than shards, or with `syncEvery` for ranks that do not
 * divide the batch; E_OPTION for shards that do not divide it.
 */
export function stepCost(request: StepCostRequest): StepCost {
	return request.syncEvery === undefined ? sharedCost(request) : rareCost(request, request.syncEvery);
}

/** The cost where every update adds up gradients. */
function sharedCost(request: StepCostRequest): StepCost {
	const { parameters, batch, shards = batch, ranks, laneSeconds } = request;
	const { updateSeconds = 0, bitsPerSecond = 1e9, latencySeconds = 2e-4 } = request;
	if (batch % shards !== 0)
		throw fail("E_OPTION", {
			option: "shards",
			why: { reason: "divisor", of: "batch", whole: batch, got: shards },
			where: "stepCost()",
		});
	if (ranks > shards) throw fail("E_RANKS", { why: "moreThanShards", ranks, shards });
	const mostShards = Math.max(...subtreesOf(shards, ranks).map(({ count }) => count));
	const computeSeconds = (mostShards * batch * laneSeconds) / shards;
	const others = ranks - 1;
	const gradientBytes = arrayBytes(parameters, ranks);
	const numberBytes = others * 8 * (1 + NUMBERS * mostShards);
	const messages = 3 * others + ordersOf(ranks);
	const exchangeSeconds = messages * latencySeconds + (8 * (gradientBytes + numberBytes)) / bitsPerSecond;
	return costOf(request, { mostShards, computeSeconds, gradientBytes, messages, exchangeSeconds, updateSeconds });
}

/**
 * The cost of an update on average where every K-th is followed by an exchange of weights. The orders of rank 0 travel while
 * the ranks compute, so they delay the others once per exchange.
 */
function rareCost(request: StepCostRequest, K: number): StepCost {
	const { parameters, batch, ranks, laneSeconds } = request;
	const { updateSeconds = 0, bitsPerSecond = 1e9, latencySeconds = 2e-4 } = request;
	if (batch % ranks !== 0) throw fail("E_RANKS", { why: "lanes", ranks, batch });
	const others = ranks - 1;
	const gradientBytes = arrayBytes(parameters, ranks) / K;
	const numberBytes = (others * 8 * SYNC_NUMBERS) / K;
	const messages = (3 * others + ordersOf(ranks)) / K;
	const exchangeSeconds = messages * latencySeconds + (8 * (gradientBytes + numberBytes)) / bitsPerSecond;
	const computeSeconds = (batch * laneSeconds) / ranks;
	return costOf(request, { mostShards: 1, computeSeconds, gradientBytes, messages, exchangeSeconds, updateSeconds });
}

/** Bytes that a rank sends of an array that all reduce: a slice to each rank, and the result of the own one. */
const arrayBytes = (parameters: number, ranks: number) => (2 * (ranks - 1) * FLOAT * parameters) / ranks;
/** Orders that reach the last rank one after another, along a binomial tree. */
const ordersOf = (ranks: number) => Math.ceil(Math.log2(ranks));

type Parts = Omit<StepCost, "stepSeconds" | "speedup" | "efficiency"> & { updateSeconds: number };

function costOf({ batch, ranks, laneSeconds }: StepCostRequest, { updateSeconds, ...parts }: Parts): StepCost {
	const stepSeconds = parts.computeSeconds + parts.exchangeSeconds + updateSeconds;
	const speedup = (batch * laneSeconds + updateSeconds) / stepSeconds;
	return { ...parts, stepSeconds, speedup, efficiency: speedup / ranks };
}
