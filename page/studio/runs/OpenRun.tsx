/** One run, with the instruments of Train: it moves live while it trains. */
import type { RunDetail, RunRow } from "../../../studio/wire.ts";
import { clock, count } from "../../kit/numbers.ts";
import { runsStore, stream } from "../live/live.ts";
import type { ServerRun } from "../live/serverRun.ts";
import { go } from "../shell/location.ts";
import { Served } from "../shell/Served.tsx";
import { useStore } from "../shell/useStore.ts";
import { Instruments } from "../train/Instruments.tsx";
import type { LiveNumbers } from "../train/liveRun.ts";
import { say } from "../words/words.ts";
import { timeOf } from "./ages.ts";
import { Back } from "./Back.tsx";
import { differenceWords } from "./differenceWords.ts";
import { RunTags } from "./RunTags.tsx";
import { RunTitle } from "./RunTitle.tsx";
import { copied, remove, resume, saveReport, saveWeights, stop } from "./runActs.ts";
import { failureWords, type RunKey, sayRuns } from "./runWords.ts";
import { NotHere, Waiting } from "./states.tsx";
import { TimeMachine } from "./TimeMachine.tsx";

export function OpenRun({ run }: { run: ServerRun }) {
	const { phase, detail, failure, sinceMs, thinned } = useStore(run.state);
	const gone = useStore(runsStore.state).gone.has(run.id);
	return (
		<article className="open-run">
			<Back study={detail?.trial?.study} />
			{phase === "loading" && !detail && <Waiting of="loadingRun" sinceMs={sinceMs} />}
			{phase === "failed" && (
				<div className="state">
					<h1>{sayRuns(isMissing(failure) ? "missing" : "failedRun")}</h1>
					<p>{isMissing(failure) ? sayRuns("missingHelp") : failureWords(failure)}</p>
					<p className="quiet numbers">{sayRuns("loadingSince", { time: timeOf(sinceMs) })}</p>
					<button type="button" onClick={() => void run.load()}>
						{sayRuns("again")}
					</button>
				</div>
			)}
			{detail && (
				<>
					<div className="open-head">
						{detail.trial ? (
							<h1 className="run-title numbers">{trialWords(detail.trial)}</h1>
						) : (
							<>
								<RunTitle id={run.id} name={detail.name} />
								<RunTags id={run.id} tags={detail.tags} />
							</>
						)}
					</div>
					{gone && <p className="notice">{sayRuns("goneNow")}</p>}
					<RunTransport run={run} />
					{detail.damage && <p className="bad">{sayRuns("damage", { message: detail.damage.slice(0, 1000) })}</p>}
					{detail.parent && <Parent {...detail.parent} />}
					<Instruments run={run.run} />
					{thinned > 0 && (
						<p className="quiet numbers">
							{sayRuns("thinned", {
								n: Math.round((thinned + run.run.columns.step.length) / run.run.columns.step.length),
							})}
						</p>
					)}
					<Served instead={<NotHere name={detail.name} />}>
						<TimeMachine run={run} detail={detail} />
					</Served>
				</>
			)}
		</article>
	);
}

function trialWords({ name, settings, seed }: NonNullable<RunDetail["trial"]>): string {
	const words = Object.entries(settings).map(([option, value]) => `${option}=${value}`);
	return sayRuns("trialOf", { study: name.slice(0, 100), settings: words.join(" ").slice(0, 300), seed });
}

const isMissing = (failure: unknown) => (failure as { status?: number } | null)?.status === 404;

function Parent(parent: NonNullable<RunRow["parent"]>) {
	const { run: of, update } = parent;
	const words = differenceWords(parent).slice(0, 400);
	return (
		<p className="quiet numbers">
			{sayRuns("forkedFrom", { name: of.slice(0, 200), update: count(update), change: words })}
		</p>
	);
}

function RunTransport({ run }: { run: ServerRun }) {
	const now = useStore(run.run.numbers);
	const { detail } = useStore(run.state);
	const lost = useStore(stream.connection).state === "lost";
	if (!detail) return null;
	const running = detail.state === "running";
	const resumable = !running && (now.totalSteps === null || now.step < now.totalSteps || detail.state !== "finished");
	return (
		<section className="transport" aria-label={sayRuns(`state.${detail.state}`)}>
			<Served>
				{running && !detail.trial && (
					<button type="button" className="play" disabled={lost} onClick={() => void stop(run.id)}>
						{sayRuns("stop")}
					</button>
				)}
				{resumable && !detail.trial && (
					<button type="button" disabled={lost} onClick={() => void resume(run.id)}>
						{sayRuns("resume")}
					</button>
				)}
			</Served>
			{detail.kind === "pairs" && detail.checkpoints.length > 0 && (
				<button type="button" className={running ? undefined : "play"} onClick={() => go("chat", { run: run.id })}>
					{sayRuns("talk")}
				</button>
			)}
			<progress value={progressOf(now)} max={1} aria-label={say("train.update", { step: count(now.step) })} />
			<span className={`numbers cell-state is-${detail.state}`}>
				<span className="dot" aria-hidden="true" />
				{sayRuns(`state.${detail.state}` as RunKey)}
			</span>
			<span className="numbers">{placeOf(now)}</span>
			<span className="grow" />
			<span className="acts">
				{detail.kind === "text" && (
					<>
						<button type="button" className="plain" onClick={() => go("text", { run: run.id })}>
							{say("app.text")}
						</button>
						<button type="button" className="plain" onClick={() => go("cell", { run: run.id })}>
							{say("app.cell")}
						</button>
					</>
				)}
				<Served>
					<button type="button" className="plain" onClick={() => void saveReport(detail)}>
						{sayRuns("report")}
					</button>
				</Served>
				{detail.published?.weights !== null && (
					<button type="button" className="plain" onClick={() => void saveWeights(detail)}>
						{sayRuns("weights")}
					</button>
				)}
				<button type="button" className="plain" title={sayRuns("copyCommand")} onClick={() => copied(detail.command)}>
					{sayRuns("commandOf")}
				</button>
				{!detail.trial && (
					<Served>
						<button type="button" className="plain" disabled={running} onClick={() => void remove([detail])}>
							{sayRuns("delete")}
						</button>
					</Served>
				)}
			</span>
		</section>
	);
}

const progressOf = ({ phase, progress }: LiveNumbers) => (phase === "finished" ? 1 : progress);

function placeOf(now: LiveNumbers): string {
	const step = count(now.step);
	const { totalSteps: total } = now;
	const parts = [total === null ? say("train.update", { step }) : say("train.updateOf", { step, total: count(total) })];
	if (now.etaSeconds !== null) parts.push(say("train.left", { time: clock(now.etaSeconds) }));
	return parts.join(" · ");
}
