/** What the page of a run on pairs shows instead of an error rate: its replies to one question, and how to measure them. */
import { count } from "../../../kit/numbers.ts";
import { quoted } from "../../../kit/shellWord.ts";
import { CopyLine } from "../../instrument/CopyLine.tsx";
import { useStore } from "../../shell/useStore.ts";
import type { LiveRun } from "../liveRun.ts";
import { machineTexts, ofRuns } from "../machineTexts.ts";
import { Panel } from "../Panel.tsx";
import { sayPairs } from "./pairsWords.ts";
import { asReply } from "./reply.ts";
import "../../instrument/instrument.css";
import "./replies.css";

/** Validations whose replies are shown, newest first. */
const SHOWN = 6;
const MOST_CHARACTERS = 80;
const cut = (text: string) => (text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text);

export function RepliesPanel({ run }: { run: LiveRun }) {
	const { phase } = useStore(run.numbers);
	useStore(machineTexts);
	const going = phase === "running" || phase === "starting";
	return (
		<Panel run={run} name="sample" title={sayPairs("replies")} now="">
			{run.samples.length > 0 ? (
				<Replies samples={run.samples} />
			) : (
				going && <p className="quiet">{sayPairs("replies.waits")}</p>
			)}
			<p className="quiet">{sayPairs("replies.how")}</p>
			<CopyLine text={`npx sluice eval ${quoted(run.serverName ?? "RUN")} --chat${ofRuns()}`} />
		</Panel>
	);
}

/** The first question of the validation part, and what was replied at each validation. */
function Replies({ samples }: { samples: LiveRun["samples"] }) {
	const said = samples.slice(-SHOWN).reverse();
	const { question } = asReply(samples.at(-1)!.text);
	return (
		<table className="replies">
			{question !== null && (
				<caption>
					{sayPairs("replies.question")} <b lang="">{cut(question)}</b>
				</caption>
			)}
			<tbody>
				{said.map(({ step, text }) => (
					<tr key={step}>
						<th scope="row" className="quiet numbers">
							{sayPairs("replies.update", { step: count(step) })}
						</th>
						<td lang="">{cut(asReply(text).reply) || <span className="quiet">{sayPairs("replies.empty")}</span>}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}
