/** Requests about studies. */
import type { Studies, StudyDetail } from "../../../../studio/wire/studies.ts";
import type { Changed } from "../../../../studio/wire.ts";
import { client } from "../../live/session.ts";

const of = (id: string, what = "") => `/api/studies/${id.replace(/[^0-9a-f]/g, "")}${what}`;

export const studiesClient = {
	list: () => client.get<Studies>("/api/studies"),
	read: (id: string) => client.get<StudyDetail>(of(id)),
	stop: (id: string) => client.post<Changed>(of(id, "/stop"), {}),
	resume: (id: string) => client.post<Changed>(of(id, "/resume"), {}),
	retry: (id: string, trials?: string[]) => client.post<Changed>(of(id, "/retry"), trials ? { trials } : {}),
	file: (id: string, kind: "csv" | "json" | "html", lang: "en" | "ko") =>
		client.file(of(id, `/file?as=${kind}&lang=${lang}`), `study.${kind}`),
};
