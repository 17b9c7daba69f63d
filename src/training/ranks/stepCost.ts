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
	/** Shards that the batch is cut into; they divide it. Default: one per lane. */
	shards?: number;
	/** Number of ranks, each on a machine of its own. Range: 1 to the number of shards. */
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
	/** Shards of the rank that has most of them: the others wait for it. */
	mostShards: number;
	/** Seconds of the forward and backward passes of that rank. */
	computeSeconds: number;
	/** Bytes that a rank sends to add up the gradients. */
	gradientBytes: number;
	/** Messages that a rank sends one after another. */
	messages: number;
	/** Seconds of the exchange. */
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

/** Returns the cost of one update. @throws E_RANKS for more ranks than shards; E_OPTION for shards that do not divide. */
export function stepCost(request: StepCostRequest): StepCost {
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
	const gradientBytes = (2 * others * FLOAT * parameters) / ranks; // a slice to each rank, and the sum of the own one
	const numberBytes = others * 8 * (1 + NUMBERS * mostShards);
	const orders = Math.ceil(Math.log2(ranks)); // along a binomial tree
	const messages = 3 * others + orders;
	const exchangeSeconds = messages * latencySeconds + (8 * (gradientBytes + numberBytes)) / bitsPerSecond;
	const alone = batch * laneSeconds + updateSeconds;
	const stepSeconds = computeSeconds + exchangeSeconds + updateSeconds;
	const speedup = alone / stepSeconds;
	return {
		...{ mostShards, computeSeconds, gradientBytes, messages, exchangeSeconds, stepSeconds },
		...{ speedup, efficiency: speedup / ranks },
	};
}
