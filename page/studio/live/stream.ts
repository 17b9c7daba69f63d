/**
 * The server's events, over one connection for all tabs of a browser. A tab that is shown asks for a lock; the one that
 * has it reads the stream and tells the others. A tab that is hidden gives the lock away, so that a browser in the
 * background has no connection. A lost connection is made again by itself, from the last event known.
 */
import type { EventName, Events } from "../../../studio/wire.ts";
import { createStore } from "../../kit/store.ts";
import { RefusedError } from "./client.ts";
import { SseReader } from "./sse.ts";

export interface Connection {
	state: "connecting" | "live" | "lost" | "refused";
	/** Since when it is so, in milliseconds since 1970. */
	sinceMs: number;
}

/** What tabs tell each other. */
type Told =
	| { type: "who" }
	| { type: "here"; since: number | null; connection: Connection }
	| { type: "event"; id: number | null; event: string; data: unknown }
	| { type: "connection"; connection: Connection }
	| { type: "renamed"; from: string; to: string };

export interface StreamParts {
	open(since: number | null, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
	/** Runs `lead` while this tab has the lock, which it asks for until `signal`. */
	lock(lead: () => Promise<void>, signal: AbortSignal): Promise<void>;
	post(told: unknown): void;
	onTold(listener: (told: unknown) => void): void;
	shown(): boolean;
	onShown(listener: () => void): void;
	nowMs(): number;
}

type Listener = <E extends EventName>(event: E, data: Events[E]) => void;

const FIRST_WAIT_MS = 500;
const MOST_WAIT_MS = 15_000;
/** A session that the server does not know comes back by a new link, which wakes the stream. */
const REFUSED_MS = 60_000;
/** The server says something at least each 15 s. */
const SILENCE_MS = 40_000;
/** A tab that nobody answers reads the runs all the same. */
const NOBODY_MS = 600;

export class EventStream {
	readonly connection;
	readonly #parts: StreamParts;
	readonly #listeners = new Set<Listener>();
	readonly #renames = new Set<(from: string, to: string) => void>();
	#since: number | null = null;
	/** Asks for the lock, or has it, until aborted. */
	#asking: AbortController | undefined;
	#leads = false;
	/** Whether the runs were read since this tab listens. */
	#read = false;
	#wake: () => void = () => {};

	constructor(parts: StreamParts) {
		this.#parts = parts;
		this.connection = createStore<Connection>({ state: "connecting", sinceMs: parts.nowMs() });
	}

	start(): void {
		this.#parts.onTold((told) => this.#hear(told as Told));
		this.#parts.onShown(() => this.#follow());
		this.#parts.post({ type: "who" });
		this.#follow();
		setTimeout(() => this.#read || this.#leads || this.#tell("reset", { instance: "" }), NOBODY_MS);
	}

	on(listener: Listener): () => void {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	}

	/** A run was renamed by this browser, which gives it another id. */
	onRenamed(listener: (from: string, to: string) => void): void {
		this.#renames.add(listener);
	}

	renamed(from: string, to: string): void {
		this.#parts.post({ type: "renamed", from, to });
	}

	/** Asks the server now instead of later. */
	again(): void {
		this.#wake();
	}

	/** Asks for the lock while this tab is shown. */
	#follow(): void {
		if (!this.#parts.shown()) {
			this.#asking?.abort();
			this.#asking = undefined;
		} else if (!this.#asking) {
			const asking = new AbortController();
			this.#asking = asking;
			this.#parts.lock(() => this.#lead(asking.signal), asking.signal).catch(() => {});
		}
	}

	async #lead(signal: AbortSignal): Promise<void> {
		this.#leads = true;
		let failures = 0;
		while (!signal.aborted) {
			try {
				await this.#listen(signal, () => (failures = 0));
			} catch (error) {
				if (signal.aborted) break;
				const refused = error instanceof RefusedError && error.status === 401;
				this.#state(refused ? "refused" : "lost");
			}
			if (signal.aborted) break;
			if (this.connection.get().state === "live") this.#state("lost");
			const refused = this.connection.get().state === "refused";
			await this.#pause(refused ? REFUSED_MS : Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures++), signal);
		}
		this.#leads = false;
	}

	async #listen(signal: AbortSignal, onLive: () => void): Promise<void> {
		const end = new AbortController();
		const ended = () => end.abort();
		signal.addEventListener("abort", ended);
		let silence: ReturnType<typeof setTimeout> | undefined;
		const heard = () => {
			clearTimeout(silence);
			silence = setTimeout(ended, SILENCE_MS);
		};
		try {
			heard();
			const body = await this.#parts.open(this.#since, end.signal);
			const reader = body
				.pipeThrough(new TextDecoderStream() as never)
				.getReader() as ReadableStreamDefaultReader<string>;
			const events = new SseReader();
			this.#state("live");
			onLive();
			for (;;) {
				const { done, value } = await reader.read();
				if (done) return;
				heard();
				for (const { id, event, data } of events.push(value)) {
					const told = { type: "event" as const, id, event, data: JSON.parse(data) as unknown };
					this.#parts.post(told);
					this.#hear(told);
				}
			}
		} finally {
			clearTimeout(silence);
			signal.removeEventListener("abort", ended);
		}
	}

	#hear(told: Told): void {
		if (told.type === "who" && this.#leads)
			this.#parts.post({ type: "here", since: this.#since, connection: this.connection.get() });
		if (told.type === "here" && !this.#leads) {
			this.connection.set(told.connection);
			if (this.#read) return;
			this.#since = told.since;
			this.#tell("reset", { instance: "" });
		}
		if (told.type === "connection") this.connection.set(told.connection);
		if (told.type === "renamed") for (const listener of this.#renames) listener(told.from, told.to);
		if (told.type === "event") {
			const known = told.id !== null && this.#since !== null && told.id <= this.#since;
			if (known && told.event !== "reset") return;
			if (told.id !== null) this.#since = told.id;
			this.#tell(told.event as EventName, told.data as never);
		}
	}

	#tell<E extends EventName>(event: E, data: Events[E]): void {
		if (event === "reset") this.#read = true;
		for (const listener of this.#listeners) listener(event, data);
	}

	/** A state keeps the time at which it began. */
	#state(state: Connection["state"]): void {
		if (this.connection.get().state === state) return;
		const connection = { state, sinceMs: this.#parts.nowMs() };
		this.connection.set(connection);
		this.#parts.post({ type: "connection", connection });
	}

	#pause(ms: number, signal: AbortSignal): Promise<void> {
		return new Promise((resolve) => {
			const timer = setTimeout(resolve, ms);
			this.#wake = () => {
				clearTimeout(timer);
				resolve();
			};
			signal.addEventListener("abort", this.#wake, { once: true });
		});
	}
}
