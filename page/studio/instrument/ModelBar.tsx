/** Which network an instrument shows, and which part of the text it reads. */

import { count } from "../../kit/numbers.ts";
import { runsStore } from "../live/live.ts";
import { isLocked } from "../shell/location.ts";
import { lockedProps } from "../shell/lockedProps.ts";
import { useStore } from "../shell/useStore.ts";
import { choiceWords } from "../train/choiceWords.ts";
import { newestOfPage, shown } from "../train/trainState.ts";
import { say } from "../words/words.ts";
import type { ModelFacts } from "../worker/instrument/open.ts";
import { DROPPED, droppedFile } from "./droppedFile.ts";
import { sayInstrument } from "./instrumentWords.ts";
import { RunOptions } from "./RunOptions.tsx";
import { chooseModel, openAgain, shownModel, touched } from "./shownModel.ts";

const PARTS = ["train", "valid", "test"] as const;

/** @param echo whether echo state networks on tasks and series can be chosen */
export function ModelBar({ echo = false }: { echo?: boolean }) {
	const { name, step, phase, sample, standIn, choice, training, facts } = useStore(shownModel);
	const file = useStore(droppedFile);
	const now = useStore(shown);
	useStore(runsStore.state); // React sets the value of a select anew only when it renders the select
	return (
		<div className="model-bar">
			<label>
				{sayInstrument("network")}{" "}
				<select
					value={name.run ?? ""}
					{...lockedProps(isLocked("run"))}
					onChange={({ target }) => chooseModel({ run: target.value || null, checkpoint: "best" })}
				>
					<option value="">{sayInstrument("thisPage")}</option>
					{file && <option value={DROPPED}>{file.name.slice(0, 60)}</option>}
					<RunOptions chosen={file && name.run === DROPPED ? null : name.run} echo={echo} />
				</select>
			</label>
			<label>
				{sayInstrument("part")}{" "}
				<select
					disabled={sample !== null || hasNoParts(facts)}
					{...lockedProps(isLocked("part"))}
					value={sample === null ? name.part : ""}
					onChange={({ target }) => chooseModel({ part: target.value as (typeof PARTS)[number] })}
				>
					{sample !== null && <option value="">{textName(sample)}</option>}
					{PARTS.map((part) => (
						<option key={part} value={part}>
							{sayInstrument(`part.${part}`)}
						</option>
					))}
				</select>
			</label>
			{sample !== null && (
				<span className="quiet">{sayInstrument(name.run === DROPPED ? "droppedText" : "sample")}</span>
			)}
			{choice !== null && (
				<span className="quiet">
					{sayInstrument("trainedOn", { data: choiceWords("data", choice.data, choice) })}
					{training !== now && `, ${sayInstrument("earlier")}`}
				</span>
			)}
			{step !== null && <span className="quiet numbers">{sayInstrument("update", { step: count(step) })}</span>}
			{phase === "open" && standIn && <span className="quiet">{sayInstrument("stored")}</span>}
			{phase === "open" && name.run === null && <Newer step={training !== now ? 0 : step!} follows={!standIn} />}
		</div>
	);
}

/** A task draws its sequences and has no parts; a series names its columns. */
const hasNoParts = (facts: ModelFacts | null) => facts?.echo !== undefined && !facts.echo.inputNames;

const textName = (sample: string) => say(`data.${sample === "own" ? "own" : (sample as "c" | "en" | "ko")}`);

/** The page's training may be further by now: what is shown changes at its end, or when the reader says so. */
function Newer({ step, follows }: { step: number; follows: boolean }) {
	const { phase, step: now, totalSteps } = useStore(useStore(shown).numbers);
	const isTouched = useStore(touched);
	const newest = newestOfPage()?.step ?? step;
	const goes = follows && (phase === "starting" || phase === "running") && totalSteps !== null;
	return (
		<>
			{goes && (
				<span className="quiet numbers">
					{sayInstrument("goes", { step: count(now), of: count(totalSteps) })}
					{!isTouched && ` ${sayInstrument("follows")}`}
				</span>
			)}
			{newest !== step && (
				<button type="button" onClick={openAgain}>
					{sayInstrument("newer", { step: count(newest) })}
				</button>
			)}
		</>
	);
}
