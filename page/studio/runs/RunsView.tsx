/** All runs in one table, one of them opened, or some compared. */
import { lazy, Suspense, useEffect, useState } from "react";
import { RUN_ID } from "../../../studio/wire.ts";
import { goLive, runsStore } from "../live/live.ts";
import { session } from "../live/session.ts";
import { address } from "../shell/location.ts";
import { Served } from "../shell/Served.tsx";
import { useStore } from "../shell/useStore.ts";
import { Compared } from "./Compared.tsx";
import { chosen } from "./chosen.ts";
import { ofAddress } from "./idsInAddress.ts";
import { Notices } from "./Notices.tsx";
import { OpenRun } from "./OpenRun.tsx";
import { opened, watchAddress } from "./opened.ts";
import { RunList } from "./RunList.tsx";
import { sayRuns } from "./runWords.ts";
import { EmptyRuns, FailedRuns, NoSession, Waiting } from "./states.tsx";
import "./runs.css";
import "./table.css";
import "./openRun.css";
import "./timeMachine.css";
import "./compared.css";

const StudiesPart = lazy(() => import("./studies/StudiesPart.tsx"));

export default function RunsView() {
	const { more } = useStore(address);
	const state = useStore(session);
	const { phase, rows, gone, failure, sinceMs, bin, results } = useStore(runsStore.state);
	const remembered = useStore(chosen);
	const run = useStore(opened);
	const [ready, setReady] = useState(false);
	useEffect(() => {
		goLive();
		watchAddress();
		setReady(true);
	}, [state]);
	const none = rows.size === 0;
	if ((state === "none" || state === "stale") && none) return <NoSession />;
	if (state === "opening" || !ready) return <Waiting sinceMs={sinceMs} />;
	const compared = ofAddress(more.with, remembered).filter((id) => rows.has(id));
	const nothing = none && gone.size === 0 && bin.length === 0 && results.length === 0;
	const study = more.study && RUN_ID.test(more.study) ? more.study : undefined;
	const isList = !more.open && compared.length <= 1;
	return (
		<>
			<Notices />
			{isList && (
				<Served>
					<Suspense fallback={<div className="studies-room" />}>
						<StudiesPart {...(study !== undefined && { id: study })} />
					</Suspense>
				</Served>
			)}
			{isList && study !== undefined ? null : more.open && RUN_ID.test(more.open) && run ? (
				<OpenRun key={run.id} run={run} />
			) : compared.length > 1 ? (
				<Compared ids={compared} />
			) : phase === "failed" ? (
				<FailedRuns failure={failure} sinceMs={sinceMs} />
			) : phase === "loading" && none ? (
				<Waiting sinceMs={sinceMs} />
			) : nothing ? (
				<EmptyRuns />
			) : (
				<RunList title={sayRuns("title")} />
			)}
		</>
	);
}
