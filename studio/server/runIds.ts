/** Ids of runs: what a page names a run by. An id is looked up among the runs that exist, never turned into a path. */
import { createHash } from "node:crypto";
import { fail } from "../../src/errors/index.ts";
import type { RunCard, RunsReader } from "../../src/index.ts";
import { RUN_ID, type RunRow } from "../wire.ts";

export const idOf = (name: string): string => createHash("sha256").update(name).digest("hex").slice(0, 16);

export class RunIds {
	readonly #reader: RunsReader;
	#names: readonly string[] = [];
	#byId = new Map<string, string>();

	constructor(reader: RunsReader) {
		this.#reader = reader;
	}

	/** The name of the run with this id. @throws E_STUDIO_RUN. */
	nameOf(id: string): string {
		const names = this.#reader.names();
		if (names !== this.#names) {
			this.#names = names;
			this.#byId = new Map(names.map((name) => [idOf(name), name]));
		}
		const name = RUN_ID.test(id) ? this.#byId.get(id) : undefined;
		if (name === undefined) throw fail("E_STUDIO_RUN", { id: RUN_ID.test(id) ? id : "?" });
		return name;
	}

	/** The run's line as it is now. @throws E_STUDIO_RUN. */
	rowOf(id: string): RunRow {
		const name = this.nameOf(id);
		this.#reader.look(name);
		const card = this.#reader.card(name);
		if (!card) throw fail("E_STUDIO_RUN", { id });
		return rowOf(card);
	}
}

export const rowOf = (card: RunCard): RunRow => ({ id: idOf(card.name), ...card });
