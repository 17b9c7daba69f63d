/** The data of a choice as the worker trains on them. */
import type { PageData } from "../worker/messages.ts";
import { type Choice, isSeries, isTask } from "./choices.ts";
import { ownSeries, seriesColumn } from "./ownSeries.ts";
import { fileOf } from "./taken.ts";
import { textOf } from "./texts.ts";
import { Told } from "./told.ts";
import { dataOptionsOf, taskOptionsOf } from "./trainedOptions.ts";

/** @throws Told if the data are not here. */
export async function pageDataOf(choice: Choice): Promise<PageData> {
	if (isTask(choice.data)) return { task: choice.data.slice("task:".length), taskOptions: taskOptionsOf(choice) };
	const options = dataOptionsOf(choice);
	if (isSeries(choice.data)) {
		const series = ownSeries.get();
		if (!series) throw new Told("data.seriesGone");
		const { unit: _, lossy: __, encoding: ___, header, ...others } = options;
		return {
			...{ series: series.text, name: fileOf(choice)!, target: seriesColumn(choice.data, choice.target) },
			...(header !== undefined && { header: header === "yes" }),
			...(others as object),
		};
	}
	const { unit, split } = options;
	return {
		text: await textOf(choice.data),
		...(unit !== undefined && { unit: unit as "byte" }),
		...(split !== undefined && { split: String(split) }),
	};
}
