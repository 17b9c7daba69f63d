/** Follows the workers of this process: live progress, the table at the end, and the next commands. */
import type { StudyHooks, StudyShown } from "../../../../src/index.ts";
import { type Context, printJson, talk } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { loadWidths } from "../../../display/width.ts";
import { nextOf, printStudy, studyArgument } from "./print.ts";
import { StudyView } from "./view.ts";

/** Milliseconds between two readings of the study's folder. */
const READ_MS = 1000;

type InStudies = { readonly studies?: string };

export async function followStudy(
	context: Context<InStudies>,
	call: (hooks: StudyHooks) => Promise<StudyShown>,
): Promise<number> {
	const { io, t, show, library, format } = context;
	let folder: string | undefined;
	const signal = io.stop.listen(() => {
		if (folder === undefined) return false;
		show.say(t("study.stopping"));
		return true;
	});
	let view: StudyView | undefined;
	let readMs = Number.NEGATIVE_INFINITY;
	const look = () => {
		if (folder === undefined || io.now() - readMs < READ_MS) return;
		readMs = io.now();
		view = new StudyView(context, library.showStudy({ study: folder }));
	};
	const shown = await call({
		signal,
		onStudy(study) {
			folder = study.folder;
			if (format === "text") talk(context, t("study.folder", { folder: escapeLine(study.folder) }));
		},
		onProgress() {
			if (!show.live && format !== "text") return;
			look();
			if (view) show.update(view);
		},
		onQueue(queue) {
			const { state, server } = queue;
			const message = queue.state === "refused" ? escapeLine(queue.message) : "";
			show.say(t(`study.queue.${state}`, { server: escapeLine(server), message }));
		},
		onEnd(id, end, record) {
			readMs = Number.NEGATIVE_INFINITY;
			if (format === "jsonl") printJson(context, { type: "trial", id, end, ...record });
			if (end === "failed" || end === "lost")
				show.say(t(`study.${end}`, { id, study: studyArgument(context, folder!) }));
		},
	});
	show.end(true);
	if (format === "text") {
		await loadWidths();
		printStudy(context, shown);
	} else printJson(context, format === "jsonl" ? { type: "done", ...shown } : shown);
	nextOf(context, shown);
	if (io.stop.exitCode !== undefined) return io.stop.exitCode;
	return shown.counts.parked > 0 ? 1 : 0;
}
