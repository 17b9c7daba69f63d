/** Any update of a run again: what its log says, the same computed anew, a fork from there, and the receipt. */
import { useEffect, useState } from "react";
import type { RunDetail } from "../../../studio/wire.ts";
import { count } from "../../kit/numbers.ts";
import type { ServerRun } from "../live/serverRun.ts";
import { client } from "../live/session.ts";
import { useStore } from "../shell/useStore.ts";
import { ForkForm } from "./ForkForm.tsx";
import { MomentTable } from "./MomentTable.tsx";
import { momentAt } from "./moments.ts";
import { moment, replayAsked, work } from "./opened.ts";
import { ReceiptAct } from "./ReceiptAct.tsx";
import { Refusal } from "./Refusal.tsx";
import { ReplayedUpdate } from "./ReplayedUpdate.tsx";
import { RunReplays } from "./replayed.ts";
import { sayRuns } from "./runWords.ts";

type Call = { run: ServerRun; detail: RunDetail };

/** A chosen update is computed at once if so many updates, at most, lead to it. */
const AT_ONCE = 500;
const REST_MS = 350;

export function TimeMachine({ run, detail }: Call) {
	const chosen = useStore(moment);
	const { step: last } = useStore(run.run.numbers);
	const [replays] = useState(() => new RunReplays(run.id, client));
	const asked = useStore(replayAsked);
	const step = Math.min(chosen ?? last, last);
	const at = momentAt(run.run.columns, detail.checkpoints, step);
	const away = step - (at.checkpoint ?? 0);
	const running = detail.state === "running";
	const noReceipt = whyNoReceipt(detail);
	useEffect(() => () => replays.end(), [replays]);
	useEffect(() => {
		replays.end();
		if (chosen === null || chosen === 0 || running || away > AT_ONCE) return;
		const rest = setTimeout(() => void replays.ask(step), REST_MS);
		return () => clearTimeout(rest);
	}, [chosen, step]);
	useEffect(() => {
		if (asked > 0 && step > 0) void replays.ask(step);
	}, [asked]);
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
			<MomentTable at={at} replays={replays} unit={detail.lossUnit} />
			<ReplayAct id={run.id} replays={replays} step={step} checkpoint={at.checkpoint} />
			<ReplayedUpdate replays={replays} run={run.run} name={detail.name} step={step} />
			<div className="time-acts">
				{!detail.trial && <ForkForm id={run.id} step={step} detail={detail} />}
				{noReceipt === null ? <ReceiptAct id={run.id} /> : <p className="receipt quiet">{sayRuns(noReceipt)}</p>}
			</div>
		</section>
	);
}

/** Why no receipt can be made of a run; null if one can, or if only making it shows. */
function whyNoReceipt({ kind, options }: RunDetail): "receiptNot" | "receiptNotModel" | null {
	if (kind !== "text" && kind !== "task") return "receiptNot";
	return options.model === "encoder-decoder" ? "receiptNotModel" : null;
}

interface ActCall {
	id: string;
	replays: RunReplays;
	step: number;
	checkpoint: number | null;
}

function ReplayAct({ id, replays, step, checkpoint }: ActCall) {
	const { working, facts, failure } = useStore(replays.state);
	const done = useStore(work);
	const from = checkpoint ?? 0;
	const way = sayRuns(from === 0 ? "timeFromStart" : "timeFrom", { step: count(from), n: count(step - from) });
	const progress =
		done?.id === id && done.what === "replay"
			? sayRuns("replaying", { done: count(done.done), total: count(done.total) })
			: sayRuns("replayStarts");
	return (
		<div className="replay-act">
			<button
				type="button"
				disabled={working !== null || step === 0 || facts?.update === step}
				onClick={() => void replays.ask(step)}
			>
				{sayRuns("replay")}
			</button>
			<span className="quiet numbers" role="status">
				{working !== null ? progress : step > 0 && facts?.update !== step && way}
			</span>
			{working !== null && (
				<button type="button" className="plain" onClick={() => replays.end()}>
					{sayRuns("replayGiveUp")}
				</button>
			)}
			{failure !== null && <Refusal failure={failure} />}
		</div>
	);
}
