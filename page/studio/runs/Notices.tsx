/** What concerns the whole view: a lost connection, a server started anew, the newest refusal, work that is going on. */
import { stream } from "../live/live.ts";
import { session } from "../live/session.ts";
import { useStore } from "../shell/useStore.ts";
import { timeOf } from "./ages.ts";
import { Refusal } from "./Refusal.tsx";
import { making, refusal } from "./runActs.ts";
import { sayRuns } from "./runWords.ts";

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
			{refused !== null && <Refusal failure={refused} close={() => refusal.set(null)} />}
			{made !== "" && <p className="notice quiet waiting">{made}</p>}
		</div>
	);
}
