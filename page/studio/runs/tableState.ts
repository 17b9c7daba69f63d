/**
 * What the table shows. New data changes rows in their place; the order changes only when the reader asks for it, so that
 * nothing moves under the pointer. Runs that came since wait behind a chip that counts them.
 */
import type { RunRow } from "../../../studio/wire.ts";
import { createStore } from "../../kit/store.ts";
import type { RunsState } from "../live/runsStore.ts";
import type { Branch } from "./forest.ts";
import { FIRST, filterOf, orderOf, type Query } from "./tableOrder.ts";

export interface TableState {
	query: Query;
	order: readonly Branch[];
	/** Runs that fit the query and have no place yet. */
	newer: number;
}

interface Watched {
	get(): RunsState;
	subscribe(listener: () => void): () => void;
}

export class RunTable {
	readonly state = createStore<TableState>({ query: FIRST, order: [], newer: 0 });
	readonly #runs: Watched;
	/** Runs that this page has made, which take their place at once. */
	readonly #own = new Set<string>();

	constructor(runs: Watched) {
		this.#runs = runs;
		runs.subscribe(() => this.#look());
		this.refresh();
	}

	ask(some: Partial<Query>): void {
		this.state.set((now) => ({ ...now, query: { ...now.query, ...some } }));
		this.refresh();
	}

	/** Puts every run in its place. */
	refresh(): void {
		const { rows } = this.#runs.get();
		this.state.set(({ query }) => ({ query, order: orderOf(rows.values(), query), newer: 0 }));
	}

	/** The reader has removed it: its row goes. */
	drop(id: string): void {
		this.state.set((now) => ({ ...now, order: now.order.filter((branch) => branch.id !== id) }));
	}

	/** The reader has made it or put it back: it gets its place as soon as it is there. */
	expect(id: string): void {
		this.#own.add(id);
		this.#look();
	}

	/** The same run with another id stays where it is. */
	renamed(from: string, to: string): void {
		this.state.set((now) => ({
			...now,
			order: now.order.map((branch) => (branch.id === from ? { ...branch, id: to } : branch)),
		}));
		this.#look();
	}

	#look(): void {
		const { rows } = this.#runs.get();
		const { order, query } = this.state.get();
		const placed = new Set(order.map(({ id }) => id));
		const newer = [...rows.values()].filter((row: RunRow) => !placed.has(row.id)).filter(filterOf(query));
		const own = newer.some(({ id }) => this.#own.has(id));
		for (const { id } of newer) this.#own.delete(id);
		if (own || order.length === 0) this.refresh();
		else this.state.set((now) => (now.newer === newer.length ? now : { ...now, newer: newer.length }));
	}
}
