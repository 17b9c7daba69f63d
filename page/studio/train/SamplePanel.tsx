/** What the network writes now; for a task, how many sequences it gets wrong. */
import { lazy, Suspense } from "react";
import { percent } from "../../kit/numbers.ts";
import { useStore } from "../shell/useStore.ts";
import { say } from "../words/words.ts";
import { newestOf } from "./columns.ts";
import type { LiveRun } from "./liveRun.ts";
import { Panel } from "./Panel.tsx";
import { isStored, stored } from "./storedRun.ts";

const RepliesPanel = lazy(async () => ({ default: (await import("./pairs/RepliesPanel.tsx")).RepliesPanel }));
const SHOWN = 420;

export function SamplePanel({ run }: { run: LiveRun }) {
	const { sample: own, facts } = useStore(run.numbers);
	const old = useStore(stored);
	const ghost = own === "" && old !== null && isStored(run.choice);
	const sample = ghost ? old.run.numbers.get().sample : own;
	const task = facts !== null && !facts.onText;
	const wrong = newestOf(run.columns.errorShare);
	const step = run.samples.at(-1)?.step;
	const now = ghost
		? say("panel.sampleStored", { step: old.steps.toLocaleString("en") })
		: step === undefined
			? ""
			: say("panel.sampleNow", { step: step.toLocaleString("en") });
	if (facts?.onPairs)
		return (
			<Suspense>
				<RepliesPanel run={run} />
			</Suspense>
		);
	if (task)
		return (
			<Panel run={run} name="sample" title={say(facts.onSeries ? "panel.sampleSeries" : "panel.sampleTask")} now="">
				<p className="big numbers">{wrong === null ? "–" : percent(wrong)}</p>
			</Panel>
		);
	return (
		<Panel run={run} name="sample" title={say("panel.sample")} now={now}>
			<pre className={ghost ? "sample quiet" : "sample"} lang="">
				{sample.slice(0, SHOWN) || "…"}
			</pre>
		</Panel>
	);
}
