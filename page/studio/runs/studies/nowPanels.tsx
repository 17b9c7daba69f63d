/** What goes on in a study now: trials that run, trials that are parked, workers. */
import type { StudyDetail, StudyTrial } from "../../../../studio/wire/studies.ts";
import { clock, loss, percent } from "../../../kit/numbers.ts";
import { hrefOf } from "../../shell/location.ts";
import { copied } from "../runActs.ts";
import { sparkPath } from "../spark.ts";
import { Beat } from "./beats.tsx";
import { retry } from "./studyActs.ts";
import { sayStudy, settingsWords, whyWords } from "./studyWords.ts";

const MOST = 100;

export function RunningTrials({ detail }: { detail: StudyDetail }) {
	const running = detail.trials.filter(({ state }) => state === "running").slice(0, MOST);
	if (running.length === 0) return null;
	return (
		<section className="panel" aria-labelledby="running-title">
			<div className="panel-head">
				<h2 id="running-title">{sayStudy("runningTrials")}</h2>
			</div>
			<ul className="study-now">
				{running.map((trial) => {
					const { id, progress } = trial;
					const losses = progress?.losses ?? [];
					return (
						<li key={id}>
							<TrialName trial={trial} study={detail.id} />
							<svg viewBox="0 0 110 24" preserveAspectRatio="none" className="spark" role="img">
								<title>{sayStudy("spark")}</title>
								<path
									d={sparkPath(
										losses.flatMap((value) => [value, value]),
										110,
										24,
									)}
								/>
							</svg>
							<span className="numbers">{loss(losses.at(-1))}</span>
							<progress value={progress?.progress ?? 0} max={1} aria-label={percent(progress?.progress ?? 0)} />
							<span className="numbers quiet">
								{percent(progress?.progress ?? 0)}
								{progress &&
									progress.etaSeconds !== null &&
									` · ${sayStudy("left", { time: clock(progress.etaSeconds) })}`}
							</span>
						</li>
					);
				})}
			</ul>
		</section>
	);
}

function TrialName({ trial, study }: { trial: StudyTrial; study: string }) {
	const words = `${settingsWords(trial.settings).slice(0, 200)} · ${sayStudy("seed", { seed: trial.seed })}`;
	if (trial.run === null) return <span className="numbers trial-name">{words}</span>;
	return (
		<a className="numbers trial-name" href={hrefOf({ study, open: trial.run })}>
			{words}
		</a>
	);
}

export function ParkedTrials({ detail }: { detail: StudyDetail }) {
	const parked = detail.trials.filter(({ state }) => state === "parked").slice(0, MOST);
	if (parked.length === 0) return null;
	return (
		<section className="panel" aria-labelledby="parked-title">
			<div className="panel-head">
				<h2 id="parked-title">{sayStudy("parkedTrials")}</h2>
				<span className="quiet">{sayStudy("parkedHelp")}</span>
			</div>
			<ul className="study-now">
				{parked.map((trial) => (
					<li key={trial.id} className="parked">
						<TrialName trial={trial} study={detail.id} />
						<span className="bad">{whyWords(trial.why)}</span>
						<button
							type="button"
							aria-label={`${sayStudy("retryOne")}: ${settingsWords(trial.settings)} ${trial.seed}`}
							onClick={() => void retry(detail, [trial.id])}
						>
							{sayStudy("retryOne")}
						</button>
						{trial.message && <bdi className="quiet message">{trial.message.slice(0, 300)}</bdi>}
					</li>
				))}
			</ul>
		</section>
	);
}

export function Workers({ detail: { workers, commands, state } }: { detail: StudyDetail }) {
	if (workers.length === 0 && state === "finished") return null;
	return (
		<section className="panel" aria-labelledby="workers-title">
			<div className="panel-head">
				<h2 id="workers-title">{sayStudy("workers")}</h2>
			</div>
			{workers.length === 0 && <p className="quiet">{sayStudy("noWorkers")}</p>}
			<ul className="study-now">
				{workers.slice(0, MOST).map(({ name, host, pid, busy, slots, atMs }) => (
					<li key={name} className="worker">
						<bdi className="numbers">{sayStudy("worker", { host: host.slice(0, 80), pid })}</bdi>
						<span className="numbers">{sayStudy("busy", { busy, slots })}</span>
						<Beat atMs={atMs} />
					</li>
				))}
			</ul>
			<p className="quiet">{sayStudy("workHelp")}</p>
			<p className="shell-line">
				<code>{commands.work}</code>
				<button type="button" className="plain" onClick={() => copied(commands.work)} title={sayStudy("copyWork")}>
					{sayStudy("command")}
				</button>
			</p>
		</section>
	);
}
