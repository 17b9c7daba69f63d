/** The run that the address opens, and the runs that it compares. */
import { type Events, RUN_ID } from "../../../studio/wire.ts";
import { createStore } from "../../kit/store.ts";
import { RefusedError } from "../live/client.ts";
import { runsStore, stream } from "../live/live.ts";
import { ServerRun } from "../live/serverRun.ts";
import { client } from "../live/session.ts";
import { address } from "../shell/location.ts";
import { isNow, refusal } from "./runActs.ts";

export const opened = createStore<ServerRun | null>(null);
/** An option to try, which the form for forks then shows. */
export const tried = createStore<{ key: string; value: string } | null>(null);
/** The update of the time machine; null for the last one. */
export const moment = createStore<number | null>(null);
/** How far the server is with what a replay or receipt asked for. */
export const work = createStore<Events["work"] | null>(null);
/** Counts the replays that a command has asked for. */
export const replayAsked = createStore(0);
/** A rename by another tab of the run that is open. */
export const renamedHere = createStore<{ to: string; name: string } | null>(null);

let watching = false;

/** Opens what the address says, now and whenever it changes. */
export function watchAddress(): void {
	follow();
	if (watching) return;
	watching = true;
	address.subscribe(follow);
	moment.subscribe(mark);
	stream.on((event, data) => {
		opened.get()?.take(event, data);
		if (event === "failed") refusal.set(new RefusedError(400, (data as Events["failed"]).refused));
		// The lines of a trial are in no stream, so its run is read again when its study says something.
		const open = opened.get();
		const { detail } = open?.state.get() ?? {};
		if (event === "study" && detail?.trial?.study === (data as Events["study"]).id && detail.state === "running")
			void open!.load();
		if (event === "work") work.set(data as Events["work"]);
	});
	stream.connection.subscribe(() => {
		const open = opened.get();
		if (open?.state.get().failure && stream.connection.get().state === "live") void open.load();
	});
	stream.onRenamed(async (from, to) => {
		const open = opened.get();
		const detail = await client.run(to).catch(() => null);
		const name = detail?.name ?? runsStore.state.get().rows.get(to)?.name;
		if (name === undefined) return;
		if (open?.id === from) renamedHere.set({ to, name });
		isNow(from, to, name);
	});
}

/** The chosen update as a line in the pictures over time. */
function mark(): void {
	const run = opened.get()?.run;
	const at = moment.get();
	if (!run) return;
	run.marks.splice(0, run.marks.length, ...(at === null ? [] : [{ step: at, words: () => "" }]));
	run.changed();
}

function follow(): void {
	const { view, more } = address.get();
	const id = view === "runs" && more.open && RUN_ID.test(more.open) ? more.open : null;
	const now = opened.get();
	if (id === (now?.id ?? null)) return;
	moment.set(null);
	tried.set(null);
	work.set(null);
	replayAsked.set(0);
	refusal.set(null);
	if (id === null) {
		opened.set(null);
		return;
	}
	if (renamedHere.get()?.to !== id) renamedHere.set(null);
	const next = new ServerRun(id, client);
	next.run.tryOption = (key, value) => tried.set({ key, value });
	next.state.subscribe(() => {
		const { detail } = next.state.get();
		next.run.command = detail?.command ?? null;
	});
	opened.set(next);
	void next.load();
}
