/** Start, pause, and where the run is. Numbers have a fixed width, so that nothing moves while they grow. */
import { clock, count } from "../../kit/numbers.ts";
import { address } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { language, say } from "../words/words.ts";
import { draft } from "./giving.ts";
import type { LiveNumbers, LiveRun } from "./liveRun.ts";
import { moreSteps, nextAct, playOrPause, restart } from "./transportActs.ts";
import { usePairsOffer } from "./usePairsOffer.ts";
import { WhatIf } from "./WhatIf.tsx";

const ACTS = {
	...({ pause: "train.pause", continue: "train.continue", on: "train.on" } as const),
	...({ again: "train.playAgain", train: "train.play" } as const),
};

export function Transport({ run }: { run: LiveRun }) {
	const now = useStore(run.numbers);
	const drafted = useStore(draft) !== ""; // then the button under the pasted text is the one to press
	const asked = usePairsOffer(useStore(address).choice.data); // and here that of the pairs
	const act = nextAct();
	const running = act === "pause";
	return (
		<section className="transport">
			<button
				type="button"
				className={drafted || asked ? "play second" : "play"}
				onClick={playOrPause}
				aria-disabled={now.phase === "starting"}
				title={act === "on" ? say("train.onTo", { total: count(moreSteps()!) }) : undefined}
			>
				<svg viewBox="0 0 16 16" aria-hidden="true">
					{running ? <path d="M4 2h3v12H4zM9 2h3v12H9z" /> : <path d="M4 2l10 6-10 6z" />}
				</svg>
				{say(ACTS[act])}
			</button>
			{act !== "again" && (
				<button type="button" className="plain" onClick={restart}>
					{say("train.again")}
				</button>
			)}
			<WhatIf run={run} />
			<progress value={now.progress} max={1} aria-label={say("train.update", { step: count(now.step) })} />
			<span className="numbers">{facts(now)}</span>
			<span className="quiet place">{placeOf(now, run)}</span>
		</section>
	);
}

function facts(now: LiveNumbers): string {
	if (now.phase === "failed" && now.failure?.code === "E_TEXT") return now.failure.message[language.get()]; // nothing began
	if (now.phase === "failed" && now.failure)
		return say("verdict.failed", { message: now.failure.message[language.get()] });
	if (now.phase === "starting") return say("train.starting");
	if (now.phase === "waiting") return say(address.get().choice.place === "machine" ? "train.waiting" : "train.still");
	const step = count(now.step);
	const parts = [
		now.totalSteps === null
			? say("train.update", { step })
			: say("train.updateOf", { step, total: count(now.totalSteps) }),
	];
	const minutes = now.facts?.options.minutes;
	if (now.totalSteps === null && typeof minutes === "number" && now.phase !== "finished")
		parts.push(say("train.timeOf", { time: clock(now.seconds), total: clock(60 * minutes) }));
	if (now.phase === "finished") parts.push(say("train.finished", { time: clock(now.seconds) }));
	if (now.phase === "paused") parts.push(say("train.paused"));
	if (now.phase === "running" && now.etaSeconds !== null)
		parts.push(say("train.left", { time: clock(now.etaSeconds) }));
	if (now.phase === "running" && now.perSecond !== null) {
		const task = !now.facts?.onText;
		parts.push(say(task ? "train.speedTask" : "train.speed", { n: count(Number(now.perSecond.toPrecision(2))) }));
	}
	return parts.join(" · ");
}

/** Before a run has begun it is the place that the sentence names. */
function placeOf({ facts: known, phase }: LiveNumbers, { choice }: LiveRun): string {
	const { place: wanted } = phase === "waiting" || !choice ? address.get().choice : choice;
	const place = say(wanted === "machine" ? "train.onMachine" : "train.inPage");
	if (!known) return place;
	const { engine, threads } = known;
	const workers = threads === 1 ? say("provenance.thread") : say("provenance.threads", { n: threads });
	return `${place}, ${engine}, ${workers}`;
}
