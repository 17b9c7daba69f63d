/** Opens the data of a study once before its first trial, so that a misspelt file or an impossible length is said at once. */
import { parseEchoOptions } from "../../training/echo/parseEchoOptions.ts";
import { parseTaskOptions } from "../../training/options/taskOptions.ts";
import type { TrainEvent } from "../../training/run/events.ts";
import { pointsOfSearch, rungSteps } from "../../training/studies/search.ts";
import { openData } from "../datasets/dataSpec.ts";
import { openTexts } from "../datasets/texts.ts";
import { optionsOf, type StudyDocument } from "./studyFile.ts";

/** @throws what opening the data and what the options of its trials throw. */
export async function checkData(study: StudyDocument, onEvent: (event: TrainEvent) => void = () => {}): Promise<void> {
	const { data, search } = study;
	if (!("kind" in data)) {
		const { unit, encoding } = data;
		const source = await openTexts(data.texts ?? [], onEvent, { ...(unit && { unit }), ...(encoding && { encoding }) });
		await source.close();
		return;
	}
	const { parts } = await openData(data, onEvent);
	if (search.kind === "asked") return;
	const [steps] = search.kind === "halving" ? rungSteps(search) : [];
	for (const settings of pointsOfSearch(search)) {
		const raw = optionsOf(study, { settings, seed: 1, ...(steps !== undefined && { steps }) });
		if (raw.cell === "esn") parseEchoOptions(raw, parts.train, "study");
		else parseTaskOptions(raw, parts.train, "study");
	}
}
