/** Remedies on one seed, on one screen: what is trained, the buttons, a small picture for each arm, and the commands. */
import { useEffect } from "react";
import { save } from "../../../kit/saveFile.ts";
import { useStore } from "../../shell/useStore.ts";
import { CHOICES } from "../../train/choices.ts";
import { choiceWords } from "../../train/choiceWords.ts";
import { takeWanted } from "../../train/onThisSeed.ts";
import { hasOwnText, textOf } from "../../train/texts.ts";
import { language } from "../../words/words.ts";
import { sayLab } from "../labWords.ts";
import { Command, Help, LabBlank } from "../parts.tsx";
import { ArmGrid } from "./ArmGrid.tsx";
import { ArmTables } from "./ArmTables.tsx";
import { commonBatches } from "./arm.ts";
import { HearArms } from "./HearArms.tsx";
import { remediesPieces, sayRemedies } from "./remediesWords.ts";
import { nameOfRemedy } from "./remedyNames.ts";
import {
	ARM_NAMES,
	compareCommand,
	fileOfText,
	isText,
	REMEDY_RULES,
	type RemedySettings,
	remedyOf,
} from "./remedyRules.ts";
import {
	continueArms,
	progressOf,
	type RemedyState,
	remedyState,
	setRemedies,
	showArms,
	showKeptArms,
	stopArms,
	toggleArm,
	trainArms,
} from "./remedyState.ts";
import { verdictOf } from "./remedyVerdict.ts";
import "./remedies.css";

export function RemediesPanel() {
	const state = useStore(remedyState);
	const { settings, phase, failure, left } = state;
	const lang = useStore(language);
	useEffect(() => {
		if (takeWanted()) void trainArms();
		else void showKeptArms();
		return showArms();
	}, []);
	return (
		<section className="lab-remedies" aria-label={sayLab("remedies")}>
			<Sentence words={isText(settings.on) ? "text" : "task"} settings={settings} />
			<p className="quiet">
				<Pieces words="values" settings={settings} />
			</p>
			<Arms settings={settings} />
			<Acts state={state} />
			<p className="lab-verdict" aria-live={phase === "running" ? "off" : "polite"}>
				{failure ? failure[lang] : verdictOf(state)}
			</p>
			{state.restored && <p className="quiet">{sayRemedies("keptStudy")}</p>}
			{left.map(({ remedy, why }) => (
				<p key={remedy} className="quiet">
					{sayRemedies("left_out", { remedy: nameOfRemedy(remedy), why: why[lang] })}
				</p>
			))}
			{state.arms.length > 0 && <Pictures state={state} />}
			<HearArms />
			<Commands state={state} />
		</section>
	);
}

function Sentence(call: { words: "task" | "text"; settings: RemedySettings }) {
	return (
		<p className="lab-sentence">
			<Pieces {...call} />
		</p>
	);
}

function Pieces({ words, settings }: { words: "task" | "text" | "values"; settings: RemedySettings }) {
	return (
		<>
			{remediesPieces(words).map(({ text, hole, after }) =>
				hole === undefined ? (
					text
				) : (
					<span key={hole} className="kept">
						<Blank name={hole as "seed"} settings={settings} />
						{after}
					</span>
				),
			)}
		</>
	);
}

const OFFERS: Readonly<Record<string, readonly (string | number)[]>> = {
	...{ seed: [1, 2, 3, 4, 5], steps: [100, 300, 600, 1000, 2000], hidden: [8, 16, 32, 50, 64] },
	...{ batch: [8, 16, 20, 32], lr: [0.0003, 0.001, 0.003, 0.01, 0.03], length: ["10", "20", "30", "50", "100"] },
	...{ k2: [16, 32, 64, 128], omega: [0.5, 2, 4], clip: [0.1, 0.3, 1, 3, 10] },
};

function Blank({ name, settings }: { name: keyof RemedySettings & string; settings: RemedySettings }) {
	const label = sayRemedies(`set.${name as "seed"}`);
	if (name === "on")
		return (
			<LabBlank
				name="on"
				label={label}
				value={settings.on}
				offers={REMEDY_RULES.on.of.filter((on) => on !== "own" || hasOwnText()).map((on) => [on, nameOf(on)])}
				onChange={(on) => setRemedies({ on: on as RemedySettings["on"] })}
			/>
		);
	const rule = REMEDY_RULES[name];
	return (
		<LabBlank
			name={name}
			label={label}
			value={String(settings[name])}
			offers={OFFERS[name]!.map((offer) => [String(offer), String(offer)])}
			onChange={(value) => setRemedies({ [name]: rule.kind === "word" ? value : Number(value) })}
		/>
	);
}

/** A task or a text as the view Train names it. */
const nameOf = (on: string) => choiceWords("data", CHOICES.data.takes(`task:${on}`) ? `task:${on}` : on);

function Arms({ settings }: { settings: RemedySettings }) {
	return (
		<fieldset className="arm-choice">
			<legend>{sayRemedies("arms")}</legend>
			{ARM_NAMES.map((name) => (
				<label key={name}>
					<input type="checkbox" checked={settings.arms.includes(name)} onChange={() => toggleArm(name)} />
					{nameOfRemedy(remedyOf(name, settings))}
				</label>
			))}
		</fieldset>
	);
}

function Acts({ state }: { state: RemedyState }) {
	const { phase, arms } = state;
	const act = {
		...{ running: ["stop", stopArms], stopping: ["stop", stopArms], stopped: ["continue", continueArms] },
		...{ idle: ["train", trainArms], planning: ["train", trainArms], done: ["again", trainArms] },
		failed: ["train", trainArms],
	}[phase] as [word: "train", run: () => void];
	const [word, run] = act;
	const { share } = progressOf(state);
	return (
		<p className="arm-acts">
			<button type="button" className="play" disabled={phase === "planning" || phase === "stopping"} onClick={run}>
				{sayRemedies(word)}
			</button>
			{phase === "stopped" && (
				<button type="button" onClick={() => void trainArms()}>
					{sayRemedies("again")}
				</button>
			)}
			{arms.length > 0 && phase !== "done" && <progress value={share} max={1} aria-label={sayRemedies("progress")} />}
		</p>
	);
}

function Pictures({ state }: { state: RemedyState }) {
	const batches = commonBatches(state.arms);
	const words = !batches ? "batchesNone" : batches.equal ? "batchesEqual" : "batchesDiffer";
	return (
		<>
			<div className="panel-head">
				<span className="legend">
					<span className="key valid">{sayRemedies("legendLoss")}</span>
					<span className="key bound">{sayRemedies("legendBaseline")}</span>
					<span className="key before">{sayRemedies("legendBefore")}</span>
					<span className="key gradient">{sayRemedies("legendAfter")}</span>
				</span>
				<span className="panel-acts">
					<Help>{sayRemedies("help")}</Help>
				</span>
			</div>
			<p className="quiet numbers" data-batches={batches?.digest}>
				{sayRemedies(words, batches ? { digest: batches.digest, step: batches.step } : {})}
			</p>
			<ArmGrid arms={state.arms.map(({ trial }) => trial.remedy)} />
			<ArmTables state={state} />
		</>
	);
}

function Commands({ state }: { state: RemedyState }) {
	const settings = state.trained ?? state.settings;
	const planned = state.arms.map(({ trial }) => trial.remedy);
	const remedies = planned.length > 0 ? planned : [...new Set(settings.arms.map((arm) => remedyOf(arm, settings)))];
	const { on } = settings;
	return (
		<>
			<Command text={compareCommand(settings, remedies)} />
			{isText(on) && (
				<p>
					<button
						type="button"
						className="plain"
						onClick={() => void textOf(on).then((text) => save(fileOfText(on), "text/plain;charset=utf-8", text))}
					>
						{sayRemedies("save", { file: fileOfText(on) })}
					</button>
				</p>
			)}
			<Command text={compareCommand(settings, remedies, 5)} label={sayRemedies("anecdote")} />
		</>
	);
}
