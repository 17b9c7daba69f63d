/** `sluice study list` */
import { type Context, print, printJson, suggestNext, talk } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { loss } from "../../../display/numbers.ts";
import { tableWithin } from "../../../display/table.ts";
import { cellsOf, loadWidths } from "../../../display/width.ts";
import type { ValuesOf } from "../../spec.ts";
import { studyArgument } from "../shared/print.ts";
import type { studyList } from "./spec.ts";

export async function run(context: Context<ValuesOf<typeof studyList>>): Promise<number> {
	const { library, settings, t, out } = context;
	const { studies: folder } = settings.values;
	const studies = library.listStudies(folder);
	if (context.format !== "text") {
		printJson(context, { studies });
		return 0;
	}
	if (studies.length === 0) {
		talk(context, t("studies.none", { folder: escapeLine(folder ?? "./studies") }));
		suggestNext(context, ["sluice study run addition --cell rnn --steps 500 --grid lr=.001,.01 --seeds 2"]);
		return 0;
	}
	await loadWidths();
	const columns = [
		{ title: t("studies.name") },
		{ title: t("studies.data") },
		{ title: t("studies.search") },
		{ title: t("studies.trials"), right: true },
		{ title: t("studies.best"), right: true },
		{ title: t("studies.state") },
	];
	const rows = studies.map(({ study, data, search, counts, trials, best, state }) => [
		escapeLine(study),
		escapeLine(data),
		search,
		`${counts.done + counts.diverged + counts.parked}/${trials.length}`,
		best === null ? "-" : loss(best.mean),
		t(`study.state.${state}`),
	]);
	const cells = cellsOf(context, Number.POSITIVE_INFINITY);
	const [head, ...body] = tableWithin(columns, rows, { cells, drop: [2, 1] });
	print(context, [out.dim(head!), ...body].join("\n"));
	suggestNext(context, [`sluice study show ${studyArgument(context, studies.at(-1)!.folder)}`]);
	return 0;
}
