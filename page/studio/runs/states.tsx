/** The states in which there is no table to show, each with what to do. */

import { runsStore } from "../live/live.ts";
import { linkRefused } from "../live/session.ts";
import { go } from "../shell/location.ts";
import { Served } from "../shell/Served.tsx";
import { useStore } from "../shell/useStore.ts";
import { timeOf } from "./ages.ts";
import { copied } from "./runActs.ts";
import { failureWords, sayRuns } from "./runWords.ts";

export function Waiting({ sinceMs, of = "loading" }: { sinceMs: number; of?: "loading" | "loadingRun" }) {
	return (
		<div className="state" role="status">
			<h1 className="unseen">{sayRuns("title")}</h1>
			<p className="state-title waiting">{sayRuns(of)}</p>
			<p className="quiet numbers">{sayRuns("loadingSince", { time: timeOf(sinceMs) })}</p>
		</div>
	);
}

export function NoSession() {
	const refused = useStore(linkRefused);
	return (
		<div className="state">
			<h1>{sayRuns("noSession")}</h1>
			{refused !== null && <p className="bad">{sayRuns("linkRefused")}</p>}
			<p>{sayRuns("noSessionHelp")}</p>
			<Command text="sluice studio" />
			<p className="quiet">{sayRuns("noSessionTrain")}</p>
		</div>
	);
}

export function EmptyRuns() {
	return (
		<Served instead={<NoRuns />}>
			<div className="state">
				<h1>{sayRuns("empty")}</h1>
				<p>{sayRuns("emptyHelp")}</p>
				<Command text="sluice train @sqlite --minutes 1.5" />
			</div>
		</Served>
	);
}

/** An exported page to which no run was given. */
function NoRuns() {
	return (
		<div className="state">
			<h1>{sayRuns("exportedEmpty")}</h1>
			<p>{sayRuns("exportedEmptyAbout")}</p>
			<p>{sayRuns("exportedEmptyHere")}</p>
			<button type="button" className="play" onClick={() => go("train")}>
				{sayRuns("exportedEmptyTrain")}
			</button>
			<p>{sayRuns("exportedEmptyHelp")}</p>
			<Command text="sluice studio --export DIR RUN" />
		</div>
	);
}

/** What an exported page cannot do with a run, and where it can be done. */
export function NotHere({ name }: { name: string }) {
	return (
		<section className="time" aria-labelledby="not-here">
			<h2 id="not-here">{sayRuns("exported")}</h2>
			<p className="quiet">{sayRuns("exportedHelp", { name: name.slice(0, 200) })}</p>
			<Command text="sluice studio" />
		</section>
	);
}

export function FailedRuns({ failure, sinceMs }: { failure: unknown; sinceMs: number }) {
	return (
		<div className="state">
			<h1>{sayRuns("failed")}</h1>
			<p>{failureWords(failure)}</p>
			<p className="quiet numbers">{sayRuns("loadingSince", { time: timeOf(sinceMs) })}</p>
			<button type="button" onClick={() => void runsStore.load()}>
				{sayRuns("again")}
			</button>
		</div>
	);
}

export function Command({ text }: { text: string }) {
	return (
		<p className="shell-line">
			<code>{text}</code>
			<button type="button" className="plain" onClick={() => copied(text)}>
				<CopyIcon />
				<span className="unseen">{sayRuns("copyCommand")}</span>
			</button>
		</p>
	);
}

function CopyIcon() {
	return (
		<svg viewBox="0 0 16 16" aria-hidden="true" className="icon">
			<path d="M5.5 5.5h8v8h-8zM2.5 10.5v-8h8" fill="none" stroke="currentColor" strokeWidth="1.4" />
		</svg>
	);
}
