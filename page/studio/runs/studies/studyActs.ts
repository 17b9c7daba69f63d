/** What the reader does with a study: each act says what was refused, and can be taken back where it can. */
import type { StudyRow } from "../../../../studio/wire/studies.ts";
import { save } from "../../../kit/saveFile.ts";
import { toast } from "../../shell/toasts.ts";
import { language } from "../../words/words.ts";
import { attempt } from "../runActs.ts";
import { studiesClient } from "./studiesClient.ts";
import { loadStudy, openStudy } from "./studiesStore.ts";
import { sayStudy } from "./studyWords.ts";

type Named = Pick<StudyRow, "id" | "name">;

async function act(study: Named, call: () => Promise<unknown>): Promise<boolean> {
	const done = (await attempt(call)) !== undefined;
	if (done && openStudy.get()?.id === study.id) await loadStudy(study.id);
	return done;
}

export async function stop(study: Named): Promise<void> {
	if (await act(study, () => studiesClient.stop(study.id)))
		toast(
			() => sayStudy("stopped", { name: study.name }),
			() => void resume(study),
		);
}

export async function resume(study: Named): Promise<void> {
	if (await act(study, () => studiesClient.resume(study.id)))
		toast(
			() => sayStudy("resumed", { name: study.name }),
			() => void stop(study),
		);
}

/** Tries parked trials again, by the workers that are there or by new ones. */
export async function retry(study: Named & Pick<StudyRow, "workers">, trials?: string[]): Promise<void> {
	const both = async () => {
		await studiesClient.retry(study.id, trials);
		return study.workers.length > 0 ? true : studiesClient.resume(study.id);
	};
	if (await act(study, both)) toast(() => sayStudy("retried", { name: study.name }));
}

export async function saveStudy({ id }: Named, kind: "csv" | "json" | "html"): Promise<void> {
	const file = await attempt(() => studiesClient.file(id, kind, language.get()));
	if (file) save(file.name, file.blob.type, file.blob);
}
