/** What the reader does with runs: each act answers at once, says what was refused, and can be taken back where it can. */
import type { Changed, RunDetail, RunRow, Started, Tagged, TagRequest } from "../../../studio/wire.ts";
import { save } from "../../kit/saveFile.ts";
import { createStore } from "../../kit/store.ts";
import type { GivenFile } from "../live/client.ts";
import { runsStore, stream } from "../live/live.ts";
import { client, session } from "../live/session.ts";
import { address, go, setAddress } from "../shell/location.ts";
import { toast } from "../shell/toasts.ts";
import { language } from "../words/words.ts";
import { chosen } from "./chosen.ts";
import { sayRuns } from "./runWords.ts";
import { RunTable } from "./tableState.ts";

export const table = new RunTable(runsStore.state);
/** The newest refusal, until the next act or until it is closed. */
export const refusal = createStore<unknown>(null);
/** What the server is making for the reader; empty for nothing. */
export const making = createStore("");

/** Does an act. Returns its answer; undefined if it was refused, which the page then shows. */
export async function attempt<T>(act: () => Promise<T>): Promise<T | undefined> {
	refusal.set(null);
	try {
		return await act();
	} catch (error) {
		refusal.set(error);
		return undefined;
	}
}

const act = <T = Changed>(id: string, what: string, body: object = {}) =>
	client.post<T>(`/api/runs/${id}/${what}`, body);

export async function remove(rows: readonly RunRow[]): Promise<void> {
	if (session.get() === "exported") return; // the key for it, where no button is
	const gone: RunRow[] = [];
	for (const row of rows) {
		if (!(await attempt(() => act(row.id, "delete")))) break;
		runsStore.removed(row.id);
		table.drop(row.id);
		gone.push(row);
	}
	if (gone.length === 0) return;
	const ids = new Set(gone.map(({ id }) => id));
	chosen.set((now) => now.filter((id) => !ids.has(id)));
	const open = address.get().more.open;
	if (open && ids.has(open)) go("runs");
	const words = () =>
		gone.length === 1 ? sayRuns("deleted", { name: gone[0]!.name }) : sayRuns("deletedMany", { n: gone.length });
	toast(words, () => void restore(gone.map(({ id, name }) => ({ id, name }))));
}

export async function restore(runs: readonly { id: string; name: string }[]): Promise<void> {
	for (const { id, name } of runs) {
		const back = await attempt(() => act<Started>(id, "restore"));
		if (!back) return;
		runsStore.restored(id);
		table.expect(back.id);
		if (runs.length === 1) toast(() => sayRuns("restored", { name: back.name || name }));
	}
}

/** Returns whether it was renamed. A run's id comes from its name, so it has another one then. */
export async function rename(id: string, name: string): Promise<boolean> {
	const answer = await attempt(() => act<Started>(id, "rename", { name }));
	if (!answer) return false;
	stream.renamed(id, answer.id);
	isNow(id, answer.id, answer.name);
	return true;
}

/** Follows a run to its new id: in the table, among the chosen, in the address. */
export function isNow(from: string, to: string, name: string): void {
	runsStore.renamed(from, to, name);
	table.renamed(from, to);
	chosen.set((now) => now.map((id) => (id === from ? to : id)));
	const now = address.get();
	if (now.more.open === from) setAddress({ ...now, more: { ...now.more, open: to } }, "replace");
}

export async function tag(id: string, change: TagRequest): Promise<boolean> {
	const answer = await attempt(() => act<Tagged>(id, "tag", change));
	if (answer) runsStore.put(id, { tags: answer.tags });
	return answer !== undefined;
}

export const stop = (id: string) => attempt(() => client.stop(id));
export const resume = (id: string) => attempt(() => client.resume(id));

export const saveCsv = () => saved(sayRuns("csv"), () => client.file("/api/runs.csv", "runs.csv"));
export const saveReport = ({ id }: RunDetail) =>
	saved(sayRuns("report"), () => client.file(`/api/runs/${id}/report?lang=${language.get()}`, "report.html"));
export const saveWeights = ({ id }: RunDetail) => saved(sayRuns("weights"), () => client.weights(id));

async function saved(what: string, make: () => Promise<GivenFile>): Promise<void> {
	if (making.get() !== "") return;
	making.set(sayRuns("making", { what }));
	const file = await attempt(make);
	making.set("");
	if (!file) return;
	save(file.name, file.blob.type, file.blob);
	toast(() => sayRuns("ready", { name: file.name }));
}

export function copied(text: string, words = () => sayRuns("copied")): void {
	void navigator.clipboard.writeText(text).then(() => toast(words));
}
