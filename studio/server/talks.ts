/**
 * The run that a page talks with. Its conversation is that of `chat()`, the same function as `sluice chat`, and is kept
 * open for a while, since the next question mostly goes to the same run.
 */
import { type ChatHooks, type ChatQuestion, type ChatReply, type ChatRequest, chat, fail } from "../../src/index.ts";
import type { RunPlace } from "./runIds.ts";
import { runStamp } from "./runStamp.ts";

const IDLE_MS = 60_000;
/** chat() keeps all replies of a conversation in memory; after so many it is opened anew. */
const MOST_TURNS = 50;

type Hooks = Pick<ChatHooks, "onSymbol"> & { signal: AbortSignal };

export class Talks {
	#talk: Talk | undefined;
	#busy = false;
	#idle: NodeJS.Timeout | undefined;

	/**
	 * Answers one question by settings that are all given. One call at a time.
	 * @throws E_STUDIO_WORK during another one; what chat() throws.
	 */
	async ask({ run, runs }: RunPlace, question: ChatQuestion, { onSymbol, signal }: Hooks): Promise<ChatReply> {
		if (this.#busy) throw fail("E_STUDIO_WORK", {});
		const key = runStamp({ run, runs });
		this.#busy = true;
		clearTimeout(this.#idle);
		const end = () => this.#end();
		signal.addEventListener("abort", end);
		try {
			if (this.#talk?.key !== key || this.#talk.turns >= MOST_TURNS) await this.#end();
			signal.throwIfAborted();
			this.#talk ??= new Talk(key, { run, runs, values: true });
			return await this.#talk.ask(question, onSymbol);
		} catch (error) {
			await this.#end();
			throw error;
		} finally {
			signal.removeEventListener("abort", end);
			this.#busy = false;
			this.#idle = setTimeout(end, IDLE_MS).unref();
		}
	}

	/** Ends when the engine of the conversation is closed. */
	async close(): Promise<void> {
		clearTimeout(this.#idle);
		await this.#end();
	}

	async #end(): Promise<void> {
		const talk = this.#talk;
		this.#talk = undefined;
		await talk?.close();
	}
}

/** A conversation that waits for questions. */
class Talk {
	readonly key: string;
	turns = 0;
	readonly #stop = new AbortController();
	readonly #ended: Promise<unknown>;
	readonly #questions: Slot<ChatQuestion | undefined>[] = [];
	readonly #replies: Slot<ChatReply>[] = [];
	#onSymbol: ChatHooks["onSymbol"];

	constructor(key: string, request: ChatRequest) {
		this.key = key;
		this.#ended = chat(request, {
			nextQuestion: (turn) => this.#at(this.#questions, turn).filled,
			onSymbol: (symbol) => this.#onSymbol?.(symbol),
			onReply: (reply) => {
				for (const symbol of reply.symbols) delete symbol.values; // onSymbol has handed them on; a long talk would pile them up
				this.#at(this.#replies, this.turns - 1).fill(reply);
			},
			signal: this.#stop.signal,
		});
		this.#ended.catch(() => {}); // ask() throws it
	}

	/** @throws what ended the conversation. */
	async ask(question: ChatQuestion, onSymbol: ChatHooks["onSymbol"]): Promise<ChatReply> {
		const turn = this.turns++;
		this.#onSymbol = onSymbol;
		this.#at(this.#questions, turn).fill(question);
		const over = this.#ended.then(() => this.#stop.signal.throwIfAborted());
		return (await Promise.race([this.#at(this.#replies, turn).filled, over])) as ChatReply;
	}

	async close(): Promise<void> {
		this.#stop.abort();
		this.#at(this.#questions, this.turns).fill(undefined);
		await this.#ended.catch(() => {});
	}

	#at<T>(slots: Slot<T>[], turn: number): Slot<T> {
		return (slots[turn] ??= slot<T>());
	}
}

/** A value that comes later. */
interface Slot<T> {
	filled: Promise<T>;
	fill(value: T): void;
}

function slot<T>(): Slot<T> {
	let fill!: (value: T) => void;
	const filled = new Promise<T>((resolve) => {
		fill = resolve;
	});
	return { filled, fill };
}
