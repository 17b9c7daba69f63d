/** Trials that were asked for, one file each, named by the trial's id: the same trial is in the study once. */
import { isRecord } from "../../training/json.ts";
import type { PlannedTrial } from "../../training/studies/search.ts";
import { type Settings, sortedSettings } from "../../training/studies/space.ts";
import { isTrialId, namesIn, placeIn, readRecord, type Study, trialId, writeRecord } from "./studyPlaces.ts";

/** All trials that were asked for, in the order of asking. */
export function askedTrials(study: Study): PlannedTrial[] {
	if (study.document.search.kind !== "asked") return [];
	const names = namesIn(study, placeIn(study, "asked"));
	const asked = names.flatMap((name) => {
		const record = isTrialId(name.replace(/\.json$/, ""))
			? readRecord(study, placeIn(study, "asked", name))
			: undefined;
		if (!record || !isRecord(record.settings) || typeof record.seed !== "number") return [];
		return [{ order: Number(record.order ?? 0), name, settings: record.settings as Settings, seed: record.seed }];
	});
	asked.sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
	return asked.map(({ settings, seed }) => ({ settings: sortedSettings(settings), seed }));
}

/** Asks for a trial. @returns its id, and whether it is new. */
export function askTrial(study: Study, settings: Settings, seed: number): { id: string; added: boolean } {
	const id = trialId({ settings, seed });
	const names = namesIn(study, placeIn(study, "asked"));
	if (names.includes(`${id}.json`)) return { id, added: false };
	const record = { format: 1, order: names.length, settings: sortedSettings(settings), seed };
	writeRecord(study, placeIn(study, "asked"), `${id}.json`, record);
	return { id, added: true };
}
