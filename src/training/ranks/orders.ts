/**
 * How rank 0 leads the others: it runs the whole training, and before each call in which all take part it sends an order.
 * The others make the same call. So the clock, the signals and the disk of rank 0 alone decide what happens when.
 */
import { type ErrorCode, fail, SluiceError } from "../../errors/index.ts";
import { hostFloats } from "../../kernels/float32.ts";
import type { Floats } from "../../kernels/kernels.ts";
import type { Json } from "../json.ts";
import type { NamedTensor, Snapshot } from "../snapshot.ts";
import { broadcast, broadcastText } from "./collectives.ts";
import type { Ranks } from "./ranks.ts";

type Order =
	| { do: "update"; share: number; rate: number }
	| { do: "snapshot" | "findDivergence" | "finish" | "weights" }
	| { do: "restore"; tensors: { name: string; shape: readonly number[] }[]; state: { [key: string]: Json } }
	/** The run's name, for a message if rank 0 is lost, and whether only the same number of ranks can continue it. */
	| { do: "name"; run: string; fixed: boolean }
	| { do: "end"; result: Json }
	| { do: "fail"; code: ErrorCode; params: Json };

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => new Uint8Array(buffer, byteOffset, byteLength);

/** Rank 0's side: sends orders. */
export class Lead {
	/** Whether a call that all ranks make has begun and not ended: an error then leaves them in different places. */
	busy = false;
	readonly #ranks: Ranks;

	constructor(ranks: Ranks) {
		this.#ranks = ranks;
	}

	/** Sends an order and makes the call of this rank. */
	together<T>(order: "snapshot" | "findDivergence" | "finish", own: () => T): T {
		this.#send({ do: order });
		this.busy = true;
		const result = own();
		this.busy = false;
		return result;
	}

	async update<T>(share: number, rate: number, own: () => T | Promise<T>): Promise<T> {
		this.#send({ do: "update", share, rate });
		this.busy = true;
		const result = await own();
		this.busy = false;
		return result;
	}

	/** Sends a whole state to all ranks, which then restore it as this one does. */
	restore({ tensors, state }: Snapshot): void {
		const { progress: _, ...own } = state;
		this.#send({ do: "restore", tensors: tensors.map(({ name, shape }) => ({ name, shape })), state: own });
		for (const { data } of tensors) broadcast(this.#ranks, bytesOf(data));
	}

	/** Sends the weights that a new run begins with. */
	weights({ flat }: { flat: Floats }): void {
		this.#send({ do: "weights" });
		broadcast(this.#ranks, bytesOf(flat));
	}

	name(run: string, fixed: boolean): void {
		this.#send({ do: "name", run, fixed });
	}

	end(result: Json): void {
		this.#send({ do: "end", result });
	}

	/** Ends the other ranks with the error that ended this one. */
	fail(error: unknown): void {
		const coded = error instanceof SluiceError ? error : fail("E_INTERNAL", { what: String(error) });
		this.#send({ do: "fail", code: coded.code, params: (coded.params ?? null) as Json });
	}

	#send(order: Order): void {
		broadcastText(this.#ranks, JSON.stringify(order));
	}
}

/** What the other ranks have: a trainer of their own. */
export interface Follower {
	/** Any array of the engine's width. */
	readonly weights: { flat: Floats };
	update(share: number, rate: number): unknown;
	snapshot(): unknown;
	restore(snapshot: Snapshot): unknown;
	findDivergence(): unknown;
	finish(): unknown;
}

/**
 * Obeys orders until rank 0 ends. Returns what it sent then.
 * @param own undefined for a rank that could not open the run, which rank 0 then ends.
 * @throws the error that ended rank 0; E_RANK_LOST; E_RANK_FAILED if this rank cannot go on.
 */
export async function followOrders(
	ranks: Ranks,
	own: Follower | undefined,
	onName: (run: string, fixed: boolean) => void,
): Promise<Json> {
	for (;;) {
		const order = JSON.parse(broadcastText(ranks)) as Order;
		if (order.do === "end") return order.result;
		if (order.do === "fail") throw new SluiceError(order.code, order.params);
		if (order.do === "name") onName(order.run, order.fixed);
		else if (own) await obey(ranks, own, order);
	}
}

async function obey(ranks: Ranks, own: Follower, order: Order): Promise<void> {
	try {
		if (order.do === "update") await own.update(order.share, order.rate);
		else if (order.do === "snapshot") own.snapshot();
		else if (order.do === "findDivergence") own.findDivergence();
		else if (order.do === "finish") own.finish();
		else if (order.do === "weights") broadcast(ranks, bytesOf(own.weights.flat));
		else if (order.do === "restore")
			await own.restore({ tensors: received(ranks, own, order.tensors), state: order.state });
	} catch (error) {
		if (error instanceof SluiceError && (error.code === "E_RANK_LOST" || error.code === "E_RANK_DIFFERS")) throw error;
		const message = error instanceof Error ? error.message : String(error);
		throw fail("E_RANK_FAILED", { place: ranks.place(ranks.rank), message }, { cause: error });
	}
}

function received(ranks: Ranks, own: Follower, tensors: readonly { name: string; shape: readonly number[] }[]) {
	return tensors.map(({ name, shape }): NamedTensor => {
		const length = shape.reduce((product, n) => product * n, 1);
		const data = hostFloats(own.weights.flat, length);
		broadcast(ranks, bytesOf(data));
		return { name, shape, data };
	});
}
