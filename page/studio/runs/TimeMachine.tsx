/** Any update of a run again: what its log says, the same computed anew, a fork from there, and the receipt. */
import { useState } from "react";
import type { Json, RunDetail } from "../../../studio/wire.ts";
import { count, loss, small } from "../../kit/numbers.ts";
import type { ServerRun } from "../live/serverRun.ts";
import { client } from "../live/session.ts";
import { useStore } from "../shell/useStore.ts";
import { ForkForm } from "./ForkForm.tsx";
import { momentAt } from "./moments.ts";
import { moment, work } from "./opened.ts";
import { shownAs } from "./optionDiff.ts";
import { attempt, copied } from "./runActs.ts";
import { sayRuns } from "./runWords.ts";

type Call = { run: ServerRun; detail: RunDetail };

export function TimeMachine({ run, detail }: Call) {
	const chosen = useStore(moment);
	const { step: last, lossUnit } = useStore(run.run.numbers);
	const step = Math.min(chosen ?? last, last);
	const at = momentAt(run.run.columns, detail.checkpoints, step);
	const facts = [
		at.loss !== null && sayRuns("timeLoss", { loss: loss(at.loss), unit: lossUnit }),
		at.gradNorm !== null && sayRuns("timeNorm", { norm: small(at.gradNorm) }),
		at.lr !== null && sayRuns("timeRate", { lr: small(at.lr) }),
		at.checkpoint !== null && sayRuns("timeFrom", { step: count(at.checkpoint) }),
	].filter(Boolean);
	return (
		<section className="time" aria-labelledby="time-title">
			<div className="panel-head">
				<h2 id="time-title">{sayRuns("time")}</h2>
				<span className="quiet">{sayRuns("timeHelp")}</span>
			</div>
			<div className="time-line">
				<input
					type="range"
					min={0}
					max={Math.max(1, last)}
					value={step}
					disabled={last === 0}
					aria-label={sayRuns("timeSlider")}
					aria-valuetext={sayRuns("timeAt", { step: count(step) })}
					onChange={({ target }) => moment.set(Number(target.value))}
				/>
				<strong className="numbers">{sayRuns("timeAt", { step: count(step) })}</strong>
			</div>
			<p className="quiet numbers">{facts.length > 0 ? facts.join(" · ") : sayRuns("timeNone")}</p>
			<div className="time-acts">
				<Replay id={run.id} step={step} />
				<ForkForm id={run.id} step={step} detail={detail} />
				<Receipt id={run.id} />
			</div>
		</section>
	);
}

function Replay({ id, step }: { id: string; step: number }) {
	const [answer, setAnswer] = useState<{ step: number; facts: [string, Json][] } | null>(null);
	const [busy, setBusy] = useState(false);
	const done = useStore(work);
	const start = async () => {
		setBusy(true);
		const found = await attempt(() => client.replay(id, { update: step }));
		setBusy(false);
		if (found) setAnswer({ step, facts: Object.entries(found) });
	};
	return (
		<div className="replay">
			<button type="button" disabled={busy || step === 0} onClick={() => void start()}>
				{sayRuns("replay")}
			</button>
			{busy && done?.id === id && (
				<p className="quiet numbers" role="status">
					{sayRuns("replaying", { done: count(done.done), total: count(done.total) })}
				</p>
			)}
			{answer && (
				<>
					<h3>{sayRuns("replayed", { step: count(answer.step) })}</h3>
					<dl className="facts numbers">
						{answer.facts.slice(0, 20).map(([key, value]) => (
							<div key={key}>
								<dt>{key}</dt>
								<dd>{shownAs(value).slice(0, 120)}</dd>
							</div>
						))}
					</dl>
				</>
			)}
		</div>
	);
}

function Receipt({ id }: { id: string }) {
	const make = async () => {
		const answer = await attempt(() => client.receipt(id));
		if (!answer) return;
		const link = typeof answer.link === "string" ? answer.link : JSON.stringify(answer);
		copied(link.startsWith("#") ? `${location.origin}/${link}` : link, sayRuns("receiptCopied"));
	};
	return (
		<div className="receipt">
			<button type="button" onClick={() => void make()}>
				{sayRuns("receiptMake")}
			</button>
			<p className="quiet">{sayRuns("receiptHelp")}</p>
		</div>
	);
}
