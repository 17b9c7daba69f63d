/** The runs that are compared: their logs and options, each read once, and read again while they train. */
import type { RunDetail, RunRow } from "../../../studio/wire.ts";
import { createStore } from "../../kit/store.ts";
import { runsStore, stream } from "../live/live.ts";
import { client } from "../live/session.ts";
import { type Curve, curveOf, MOST_LINES } from "./overlay.ts";

export interface Comparison {
	curves: readonly Curve[];
	details: readonly RunDetail[];
	failure: unknown;
	/** True once curves and options were read, or failed. */
	done: boolean;
}

const NOTHING: Comparison = { curves: [], details: [], failure: null, done: false };
/** Time between two readings of runs that train. */
const AGAIN_MS = 5000;

/** Reads what the comparison of `rows` needs. Returns the store and the function that ends it. */
export function compare(rows: readonly RunRow[]) {
	const store = createStore<Comparison>(NOTHING);
	let ended = false;
	let timer: ReturnType<typeof setTimeout> | undefined;
	const read = async () => {
		if (rows.length > MOST_LINES) return; // the rows themselves have what is drawn
		try {
			const details = await Promise.all(rows.map(({ id }) => client.run(id)));
			const logs = await Promise.all(rows.map(({ id }) => client.lines(id, "metrics")));
			if (!ended) store.set({ curves: logs.map(({ lines }) => curveOf(lines)), details, failure: null, done: true });
		} catch (failure) {
			if (!ended) store.set((was) => ({ ...was, failure, done: true }));
		}
	};
	const follow = () => {
		const trains = rows.some(({ id }) => runsStore.state.get().rows.get(id)?.state === "running");
		if (trains && timer === undefined)
			timer = setTimeout(() => {
				timer = undefined;
				void read();
			}, AGAIN_MS);
	};
	void read();
	const leave = stream.on((event) => (event === "lines" || event === "run") && follow());
	const end = () => {
		ended = true;
		leave();
		clearTimeout(timer);
	};
	return { store, end };
}
