/** What if: the way to the form that forks a run, and what became of the fork. */
import { lazy, Suspense, useState } from "react";
import { go } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { say } from "../words/words.ts";
import { forked } from "./fork.ts";
import type { LiveRun } from "./liveRun.ts";

const FutureForm = lazy(async () => ({ default: (await import("./fork/FutureForm.tsx")).FutureForm }));
const Futures = lazy(async () => ({ default: (await import("./fork/Futures.tsx")).Futures }));

export function WhatIf({ run }: { run: LiveRun }) {
	const fork = useStore(forked);
	const { checkpoints: kept, totalSteps } = useStore(run.numbers);
	const checkpoints = kept.filter((step) => step < (totalSteps ?? Number.POSITIVE_INFINITY)); // nothing follows the end
	const [open, setOpen] = useState(false);
	if (run.choice?.place === "machine") return <OnMachine run={run} />;
	if (fork)
		return (
			<Suspense>
				<Futures run={run} fork={fork} />
			</Suspense>
		);
	if (!open)
		return (
			<button
				type="button"
				className="plain what-if"
				disabled={checkpoints.length === 0}
				title={checkpoints.length === 0 ? say("fork.none") : undefined}
				onClick={() => setOpen(true)}
			>
				{say("fork.open")}
			</button>
		);
	return (
		<Suspense>
			<FutureForm checkpoints={checkpoints} close={() => setOpen(false)} />
		</Suspense>
	);
}

/** A run on the machine is forked by the server: the way to its form in the view Runs. */
function OnMachine({ run: { serverId } }: { run: LiveRun }) {
	const open = () => serverId !== null && go("runs", { open: serverId, fork: "1" });
	return (
		<button type="button" className="plain what-if" disabled={serverId === null} onClick={open}>
			{say("fork.open")}
		</button>
	);
}
