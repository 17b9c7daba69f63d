/** What if: the way to the form that forks a run, and what became of the fork. */
import { lazy, Suspense, useState } from "react";
import { count, loss } from "../../kit/numbers.ts";
import { go } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { say } from "../words/words.ts";
import { choiceWords, optionName } from "./choiceWords.ts";
import { closeFork, type Fork, forked } from "./fork.ts";
import type { LiveRun } from "./liveRun.ts";

const FutureForm = lazy(async () => ({ default: (await import("./FutureForm.tsx")).FutureForm }));

export function WhatIf({ run }: { run: LiveRun }) {
	const fork = useStore(forked);
	const { checkpoints: kept, totalSteps } = useStore(run.numbers);
	const checkpoints = kept.filter((step) => step < (totalSteps ?? Number.POSITIVE_INFINITY)); // nothing follows the end
	const [open, setOpen] = useState(false);
	if (run.choice?.place === "machine") return <OnMachine run={run} />;
	if (fork) return <Futures run={run} fork={fork} />;
	if (!open)
		return (
			<button type="button" className="plain what-if" disabled={checkpoints.length === 0} onClick={() => setOpen(true)}>
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

function Futures({ run, fork }: { run: LiveRun; fork: Fork }) {
	const own = useStore(run.numbers);
	const other = useStore(fork.run.numbers);
	return (
		<p className="what-if futures">
			<span className="dashed" aria-hidden="true" />
			{sentenceOf(fork, own.weightsSha256, other.weightsSha256)}{" "}
			<span className="numbers quiet">{say("fork.now", { step: count(other.step), loss: loss(other.loss) })}</span>{" "}
			<button type="button" className="plain" onClick={closeFork}>
				{say("fork.close")}
			</button>
		</p>
	);
}

function sentenceOf({ at, change, first }: Fork, own: string | null, other: string | null): string {
	const what = change
		? say("fork.changed", { option: optionName(change.key), value: choiceWords(change.key, change.value) })
		: say("fork.unchanged");
	const head = say("fork.head", { at: count(at), what });
	if (first === undefined) return `${head} ${say("fork.looking")}`;
	if (first !== null) {
		const { tensor, index } = first;
		return `${head} ${say("fork.first", { update: count(at + 1), tensor, index })}`;
	}
	if (own === null || other === null) return `${head} ${say("fork.equalSoFar", { update: count(at + 1) })}`;
	return `${head} ${say(own === other ? "fork.equal" : "fork.differs", { digest: other.slice(0, 8) })}`;
}
