/** All studies that the server knows, and the one that is open: read once, then moved by the events. */
import type { StudyDetail, StudyRow } from "../../../../studio/wire/studies.ts";
import type { EventName, Events } from "../../../../studio/wire.ts";
import { createStore } from "../../../kit/store.ts";
import { stream } from "../../live/live.ts";
import { studiesClient } from "./studiesClient.ts";

export interface StudiesState {
	/** By id; null before the first answer. */
	rows: ReadonlyMap<string, StudyRow> | null;
	failure: unknown;
}

export interface OpenStudyState {
	id: string;
	detail: StudyDetail | null;
	/** The study was removed while it was open. */
	gone: boolean;
	failure: unknown;
}

export const studies = createStore<StudiesState>({ rows: null, failure: null });
export const openStudy = createStore<OpenStudyState | null>(null);
let watching = false;

/** Begins to follow the studies. */
export function watchStudies(): void {
	if (watching) return;
	watching = true;
	stream.on(take);
	stream.connection.subscribe(() => {
		const failed = studies.get().failure !== null || openStudy.get()?.failure;
		if (failed && stream.connection.get().state === "live") void loadAll();
	});
	void loadStudies();
}

export async function loadStudies(): Promise<void> {
	try {
		const answer = await studiesClient.list();
		studies.set({ rows: new Map(answer.studies.map((row) => [row.id, row])), failure: null });
	} catch (failure) {
		studies.set(({ rows }) => ({ rows, failure }));
	}
}

/** Opens a study, or reads the open one again; null closes it. */
export async function loadStudy(id: string | null): Promise<void> {
	if (id === null) return openStudy.set(null);
	if (openStudy.get()?.id !== id) openStudy.set({ id, detail: null, gone: false, failure: null });
	try {
		const detail = await studiesClient.read(id);
		openStudy.set((now) => (now?.id === id ? { id, detail, gone: false, failure: null } : now));
	} catch (failure) {
		openStudy.set((now) => (now?.id === id ? { ...now, failure } : now));
	}
}

async function loadAll(): Promise<void> {
	await Promise.all([loadStudies(), openStudy.get() && loadStudy(openStudy.get()!.id)]);
}

function take<E extends EventName>(event: E, data: Events[E]): void {
	if (event === "reset") void loadAll();
	if (event === "study") {
		const row = data as StudyRow;
		studies.set(({ rows, failure }) => ({ rows: new Map(rows).set(row.id, row), failure }));
		if (openStudy.get()?.id === row.id) void loadStudy(row.id);
	}
	if (event === "studyGone") {
		const { id } = data as Events["studyGone"];
		studies.set(({ rows, failure }) => ({ rows: new Map([...(rows ?? [])].filter(([key]) => key !== id)), failure }));
		openStudy.set((now) => (now?.id === id ? { ...now, gone: true } : now));
	}
}
