/** What the page of a run on pairs shows instead of an error rate: a sample if there is one, and how to measure it. */
import { quoted } from "../../../kit/shellWord.ts";
import { CopyLine } from "../../instrument/CopyLine.tsx";
import { useStore } from "../../shell/useStore.ts";
import type { LiveRun } from "../liveRun.ts";
import { Panel } from "../Panel.tsx";
import { sayPairs } from "./pairsWords.ts";
import "../../instrument/instrument.css";

export function RepliesPanel({ run }: { run: LiveRun }) {
	const { sample } = useStore(run.numbers);
	return (
		<Panel run={run} name="sample" title={sayPairs("replies")} now="">
			{sample !== "" && (
				<pre className="sample" lang="">
					{sample.slice(0, 420)}
				</pre>
			)}
			<p className="quiet">{sayPairs("replies.how")}</p>
			<CopyLine text={`npx sluice eval ${quoted(run.serverName ?? "RUN")} --chat`} />
		</Panel>
	);
}
