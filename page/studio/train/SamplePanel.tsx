/** What the network writes now; for a task, how many sequences it gets wrong. */
import { percent } from "../../kit/numbers.ts";
import { useStore } from "../shell/useStore.ts";
import { say } from "../words/words.ts";
import { newestOf } from "./columns.ts";
import type { LiveRun } from "./liveRun.ts";
import { Panel } from "./Panel.tsx";

const SHOWN = 420;

export function SamplePanel({ run }: { run: LiveRun }) {
	const { sample, facts } = useStore(run.numbers);
	const task = facts !== null && facts.options.k2 === undefined;
	const wrong = newestOf(run.columns.errorShare);
	const step = run.samples.at(-1)?.step;
	const now = step === undefined ? "" : say("panel.sampleNow", { step: step.toLocaleString("en") });
	if (task)
		return (
			<Panel run={run} name="sample" title={say("panel.sampleTask")} now="">
				<p className="big numbers">{wrong === null ? "–" : percent(wrong)}</p>
			</Panel>
		);
	return (
		<Panel run={run} name="sample" title={say("panel.sample")} now={now}>
			<pre className="sample" lang="">
				{sample.slice(0, SHOWN) || "…"}
			</pre>
		</Panel>
	);
}
