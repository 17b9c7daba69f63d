/**
 * All runs that the server knows, by id: read once by one request, then moved by the events. It knows no order; the table
 * has its own.
 */
import type { EventName, Events, RunRow, Runs } from "../../../studio/wire.ts";
import { createStore } from "../../kit/store.ts";

export interface RunsState {
	phase: "loading" | "ready" | "failed";
	rows: ReadonlyMap<string, RunRow>;
	/** Runs that were here and are not any more, as they were. */
	gone: ReadonlyMap<string, RunRow>;
	bin: Runs["bin"];
	results: Runs["results"];
	/** Why the last reading failed. */
	failure: unknown;
	/** Since when it is loading or failed, in milliseconds since 1970. */
	sinceMs: number;
}

type Change = { event: "run"; data: Events["run"] } | { event: "gone"; data: Events["gone"] };

export class RunsStore {
	readonly state;
	readonly #read: () => Promise<Runs>;
	readonly #nowMs: () => number;
	/** Changes that come while the runs are read, and are newer than the answer. */
	#waiting: Change[] | undefined;
	#reads = 0;

	constructor(read: () => Promise<Runs>, nowMs: () => number = Date.now) {
		this.#read = read;
		this.#nowMs = nowMs;
		this.state = createStore<RunsState>({
			...{ phase: "loading", rows: new Map(), gone: new Map(), bin: [], results: [], failure: null },
			sinceMs: nowMs(),
		});
	}

	/** Reads everything. What is shown stays until the answer has come. */
	async load(): Promise<void> {
		const mine = ++this.#reads;
		this.#waiting = [];
		const now = this.state.get();
		if (now.phase === "failed") this.state.set({ ...now, phase: "loading", sinceMs: this.#nowMs() });
		try {
			const { runs, bin, results } = await this.#read();
			if (mine !== this.#reads) return;
			const rows = new Map(runs.map((row) => [row.id, row]));
			const gone = new Map([...this.state.get().gone, ...this.state.get().rows].filter(([id]) => !rows.has(id)));
			this.state.set({ phase: "ready", rows, gone, bin, results, failure: null, sinceMs: this.#nowMs() });
			const waiting = this.#waiting ?? [];
			this.#waiting = undefined;
			for (const change of waiting) this.#apply(change);
		} catch (failure) {
			if (mine !== this.#reads) return;
			this.#waiting = undefined;
			const { rows } = this.state.get();
			// Runs that were read before stay; the lost connection is said elsewhere.
			this.state.set((was) => ({ ...was, phase: rows.size > 0 ? "ready" : "failed", failure, sinceMs: this.#nowMs() }));
		}
	}

	take<E extends EventName>(event: E, data: Events[E]): void {
		if (event === "reset") void this.load();
		if (event !== "run" && event !== "gone") return;
		const change = { event, data } as Change;
		if (this.#waiting) this.#waiting.push(change);
		else this.#apply(change);
	}

	/** A removal that this page has asked for; its event may have come before the answer. */
	removed(id: string): void {
		const row = this.state.get().rows.get(id) ?? this.state.get().gone.get(id);
		this.#apply({ event: "gone", data: { id } });
		if (!row) return;
		const entry = { id, name: row.name, removedMs: this.#nowMs() };
		this.state.set((now) => ({ ...now, bin: [entry, ...now.bin.filter((one) => one.id !== id)] }));
	}

	restored(id: string): void {
		const row = this.state.get().gone.get(id);
		if (row) this.#apply({ event: "run", data: row });
		this.state.set((now) => ({ ...now, bin: now.bin.filter((one) => one.id !== id) }));
	}

	/** The same run under another name, and so another id. */
	renamed(from: string, to: string, name: string): void {
		const row = this.state.get().rows.get(from);
		if (!row) return;
		this.#apply({ event: "gone", data: { id: from } });
		this.#apply({ event: "run", data: { ...row, id: to, name } });
	}

	/** Puts some of a row, when an answer says it before the event does. */
	put(id: string, some: Partial<RunRow>): void {
		const row = this.state.get().rows.get(id);
		if (row) this.#apply({ event: "run", data: { ...row, ...some } });
	}

	#apply(change: Change): void {
		this.state.set((now) => {
			const [rows, gone] = [new Map(now.rows), new Map(now.gone)];
			if (change.event === "run") {
				rows.set(change.data.id, change.data);
				gone.delete(change.data.id);
			} else {
				const row = rows.get(change.data.id);
				if (!row) return now;
				rows.delete(row.id);
				gone.set(row.id, row);
			}
			return { ...now, rows, gone };
		});
	}
}
