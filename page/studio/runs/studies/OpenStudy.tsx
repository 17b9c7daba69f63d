/** One study, followed while it runs: its settings in order, its trials, what its options explain, its workers. */
import { useEffect } from "react";
import { importanceFigure } from "../../../../src/views/importanceFigure.ts";
import { parallelFigure } from "../../../../src/views/parallelFigure.ts";
import type { StudyDetail } from "../../../../studio/wire/studies.ts";
import { clock, loss } from "../../../kit/numbers.ts";
import { useStore } from "../../shell/useStore.ts";
import { Back } from "../Back.tsx";
import { copied } from "../runActs.ts";
import { failureWords } from "../runWords.ts";
import { ParkedTrials, RunningTrials, Workers } from "./nowPanels.tsx";
import { SettingTable } from "./SettingTable.tsx";
import { Trials } from "./StudyList.tsx";
import { Svg } from "./Svg.tsx";
import { loadStudy, openStudy } from "./studiesStore.ts";
import { resume, retry, saveStudy, stop } from "./studyActs.ts";
import { sayStudy, settingsWords, unitWords } from "./studyWords.ts";

export function OpenStudy({ id }: { id: string }) {
	const state = useStore(openStudy);
	useEffect(() => {
		void loadStudy(id);
		return () => void loadStudy(null);
	}, [id]);
	const { detail = null, failure = null, gone = false } = state?.id === id ? state : {};
	return (
		<article className="open-study">
			<Back />
			{!detail && failure === null && (
				<div className="state" role="status">
					<h1 className="state-title waiting">{sayStudy("loading")}</h1>
				</div>
			)}
			{!detail && failure !== null && (
				<div className="state">
					<h1>{sayStudy("failed")}</h1>
					<p>{failureWords(failure)}</p>
					<button type="button" onClick={() => void loadStudy(id)}>
						{sayStudy("again")}
					</button>
				</div>
			)}
			{gone && <p className="notice">{sayStudy("missing")}</p>}
			{detail && <Shown detail={detail} />}
		</article>
	);
}

function Shown({ detail }: { detail: StudyDetail }) {
	const { name, data, search, seeds, rows } = detail;
	return (
		<>
			<div className="open-head">
				<h1 className="run-title">
					<bdi>{name.slice(0, 400)}</bdi>
				</h1>
				<span className="quiet">
					{sayStudy("facts", { data: data.slice(0, 200), search: sayStudy(`search.${search}`), seeds })}
				</span>
			</div>
			<StudyTransport detail={detail} />
			<RunningTrials detail={detail} />
			<ParkedTrials detail={detail} />
			<SettingTable detail={detail} />
			{rows.length > 1 && <Figures detail={detail} />}
			<Workers detail={detail} />
		</>
	);
}

function StudyTransport({ detail }: { detail: StudyDetail }) {
	const { state, counts, etaSeconds, commands, search } = detail;
	const left = counts.waiting + counts.running > 0;
	return (
		<section className="transport" aria-label={sayStudy(`state.${state}`)}>
			{state === "running" && (
				<button type="button" className="play" onClick={() => void stop(detail)}>
					{sayStudy("stop")}
				</button>
			)}
			{state !== "running" && (left || search === "asked") && (
				<button type="button" className="play" onClick={() => void resume(detail)}>
					{sayStudy("resume")}
				</button>
			)}
			{counts.parked > 0 && (
				<button type="button" onClick={() => void retry(detail)}>
					{sayStudy("retry")}
				</button>
			)}
			<span className={`numbers cell-state is-${state}`}>
				<span className="dot" aria-hidden="true" />
				{sayStudy(`state.${state}`)}
			</span>
			<span className="numbers">
				<Trials row={detail} />
			</span>
			{etaSeconds !== null && left && <span className="numbers">{sayStudy("left", { time: clock(etaSeconds) })}</span>}
			<span className="grow" />
			<span className="acts">
				<button type="button" className="plain" onClick={() => void saveStudy(detail, "html")}>
					{sayStudy("report")}
				</button>
				<button type="button" className="plain" onClick={() => void saveStudy(detail, "csv")}>
					{sayStudy("csv")}
				</button>
				<button type="button" className="plain" onClick={() => void saveStudy(detail, "json")}>
					{sayStudy("json")}
				</button>
				<button type="button" className="plain" title={sayStudy("commandHelp")} onClick={() => copied(commands.again)}>
					{sayStudy("command")}
				</button>
			</span>
		</section>
	);
}

function Figures({ detail }: { detail: StudyDetail }) {
	const { options, rows, importance } = detail;
	const lines = rows.map(({ settings, mean, steps }) => ({
		name: `${settingsWords(settings)}${steps === undefined ? "" : ` (${steps})`}: ${mean === null ? sayStudy("noLoss") : loss(mean)}`,
		values: options.map((option) => settings[option]),
		loss: mean,
	}));
	const axis = `${sayStudy("column.loss")} (${unitWords(detail)})`;
	const call = { options, lines, loss: axis, none: sayStudy("noLoss"), description: sayStudy("parallelHelp") };
	const known = importance.some(({ share }) => share !== null);
	return (
		<>
			<section className="panel" aria-labelledby="parallel-title">
				<div className="panel-head">
					<h2 id="parallel-title">{sayStudy("parallel")}</h2>
					<span className="quiet">{sayStudy("parallelHelp")}</span>
				</div>
				<Svg node={parallelFigure(call)} label={sayStudy("parallelHelp")} />
			</section>
			{known && (
				<section className="panel" aria-labelledby="importance-title">
					<div className="panel-head">
						<h2 id="importance-title">{sayStudy("importance")}</h2>
						<span className="quiet">{sayStudy("importanceHelp")}</span>
					</div>
					<Svg node={importanceFigure(importance, sayStudy("importance"))} label={sayStudy("importanceHelp")} />
				</section>
			)}
		</>
	);
}
