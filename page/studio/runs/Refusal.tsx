/** What was refused and why, in the words of the server, with the way to the run that is in the way. */
import { runsStore } from "../live/live.ts";
import { go } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { say } from "../words/words.ts";
import { failureWords, runningIn, sayRuns } from "./runWords.ts";

/** @param close takes the message away; without it, it stays until the next act */
export function Refusal({ failure, close }: { failure: unknown; close?: () => void }) {
	const { rows } = useStore(runsStore.state);
	const running = runningIn(failure);
	const name = running === null ? undefined : rows.get(running)?.name;
	return (
		<div className="notice bad-notice" role="alert">
			<p>
				{failureWords(failure)} {name !== undefined && sayRuns("running", { name })}
			</p>
			{running !== null && (
				<button type="button" onClick={() => go("runs", { open: running })}>
					{sayRuns("showRunning")}
				</button>
			)}
			{close && (
				<button type="button" className="plain" onClick={close}>
					{say("palette.close")}
				</button>
			)}
		</div>
	);
}
