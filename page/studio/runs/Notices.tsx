/** What concerns the whole view: a lost connection, a server started anew, the newest refusal, work that is going on. */
import { runsStore, stream } from "../live/live.ts";
import { session } from "../live/session.ts";
import { go } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { say } from "../words/words.ts";
import { timeOf } from "./ages.ts";
import { making, refusal } from "./runActs.ts";
import { failureWords, runningIn, sayRuns } from "./runWords.ts";

export function Notices() {
	const { state, sinceMs } = useStore(stream.connection);
	const stale = useStore(session) === "stale" || state === "refused";
	const refused = useStore(refusal);
	const made = useStore(making);
	return (
		<div className="notices" aria-live="polite">
			{stale ? (
				<div className="notice">
					<p>
						<strong>{sayRuns("stale")}</strong> {sayRuns("staleHelp")}
					</p>
				</div>
			) : (
				state === "lost" && (
					<div className="notice">
						<p className="numbers">
							<strong>{sayRuns("lost", { time: timeOf(sinceMs) })}</strong> {sayRuns("lostHelp")}
						</p>
						<button type="button" onClick={() => stream.again()}>
							{sayRuns("askNow")}
						</button>
					</div>
				)
			)}
			{refused !== null && <Refusal failure={refused} />}
			{made !== "" && <p className="notice quiet waiting">{made}</p>}
		</div>
	);
}

function Refusal({ failure }: { failure: unknown }) {
	const { rows } = useStore(runsStore.state);
	const running = runningIn(failure);
	const name = running === null ? undefined : rows.get(running)?.name;
	return (
		<div className="notice bad-notice">
			<p>
				{failureWords(failure)} {name !== undefined && sayRuns("running", { name })}
			</p>
			{running !== null && (
				<button type="button" onClick={() => go("runs", { open: running })}>
					{sayRuns("showRunning")}
				</button>
			)}
			<button type="button" className="plain" onClick={() => refusal.set(null)}>
				{say("palette.close")}
			</button>
		</div>
	);
}
