/** What the page of a run on pairs shows instead of an error rate: a sample if there is one, and how to measure it. */
import { count } from "../../../kit/numbers.ts";
import { quoted } from "../../../kit/shellWord.ts";
import { CopyLine } from "../../instrument/CopyLine.tsx";
import { useStore } from "../../shell/useStore.ts";
import { say } from "../../words/words.ts";
import type { LiveRun } from "../liveRun.ts";
import { machineTexts, ofRuns } from "../machineTexts.ts";
import { Panel } from "../Panel.tsx";
import { sayPairs } from "./pairsWords.ts";
import "../../instrument/instrument.css";

export function RepliesPanel({ run }: { run: LiveRun }) {
	const { sample } = useStore(run.numbers);
	useStore(machineTexts);
	const step = run.samples.at(-1)?.step;
	return (
		<Panel
			run={run}
			name="sample"
			title={sayPairs("replies")}
			now={step === undefined ? "" : say("panel.sampleNow", { step: count(step) })}
		>
			{sample !== "" && (
				<pre className="sample" lang="">
					{sample.slice(0, 420)}
				</pre>
			)}
			<p className="quiet">{sayPairs("replies.first")}</p>
			<p className="quiet">{sayPairs("replies.how")}</p>
			<CopyLine text={`npx sluice eval ${quoted(run.serverName ?? "RUN")} --chat${ofRuns()}`} />
		</Panel>
	);
}
