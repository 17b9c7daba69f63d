/** Writes curves to the files of a request: a figure, a table, a folder for TensorBoard. */
import { join, resolve } from "node:path";
import type { Lang } from "../../../errors/define.ts";
import { realDisk } from "../../disk/disk.ts";
import { makeFolders, placeFor, replaceFile } from "../../disk/publish.ts";
import { curvesCsv } from "./curvesCsv.ts";
import type { CurvesRequest, CurvesResult, RunCurves } from "./curvesResult.ts";
import { EVENT_FILE, scalarsOf } from "./scalars.ts";

type Files = Pick<CurvesRequest, "svg" | "csv" | "tensorboard">;

const EXAMPLES = { svg: "curves.svg", csv: "curves.csv" } as const;

/** Checks before anything is read that the files can be written. @throws E_EXPORT_PLACE, E_OPTION. */
export function fileTrouble({ svg, csv }: Files): void {
	if (svg !== undefined) placeFor(realDisk, svg, EXAMPLES.svg);
	if (csv !== undefined) placeFor(realDisk, csv, EXAMPLES.csv);
}

export async function writeCurves(
	curves: readonly RunCurves[],
	{ svg, csv, tensorboard, lang }: Files & { lang: Lang },
): Promise<Omit<CurvesResult, "curves">> {
	const put = (file: string, kind: keyof typeof EXAMPLES, content: string) => {
		const { parent, name } = placeFor(realDisk, file, EXAMPLES[kind]);
		replaceFile(realDisk, parent, name, Buffer.from(content));
		return join(parent, name);
	};
	const figure = async () => (await import("./curvesFigure.ts")).curvesSvg(curves, lang);
	return {
		svg: svg === undefined ? null : put(svg, "svg", await figure()),
		csv: csv === undefined ? null : put(csv, "csv", curvesCsv(curves)),
		tensorboard: tensorboard === undefined ? null : await writeEvents(curves, resolve(tensorboard)),
	};
}

async function writeEvents(curves: readonly RunCurves[], folder: string): Promise<string[]> {
	const { eventFile } = await import("../../../interop/eventFile.ts");
	const files: string[] = [];
	for (const one of curves) {
		const ended = realDisk.stat(join(one.folder, "metrics.jsonl"))?.changedMs ?? 0;
		const content = eventFile(scalarsOf(one, ended / 1000));
		makeFolders(realDisk, join(folder, one.run));
		replaceFile(realDisk, join(folder, one.run), EVENT_FILE, content);
		files.push(join(folder, one.run, EVENT_FILE));
	}
	return files;
}
