/** The view Chat: talk with a run on pairs of questions and answers, and see how each reply came about. */
import { useEffect } from "react";
import type { RunRow } from "../../../studio/wire.ts";
import { CopyLine } from "../instrument/CopyLine.tsx";
import { goLive, runsStore } from "../live/live.ts";
import { session } from "../live/session.ts";
import { address, isLocked } from "../shell/location.ts";
import { lockedProps } from "../shell/lockedProps.ts";
import { useStore } from "../shell/useStore.ts";
import { say } from "../words/words.ts";
import { AskForm } from "./AskForm.tsx";
import { runNow, setChatWords } from "./chatAddress.ts";
import { chatCommand, measureCommand } from "./chatCommand.ts";
import { shownTurn, type Turn, talking } from "./chatState.ts";
import { sayChat } from "./chatWords.ts";
import { ListenPanel } from "./listen/ListenPanel.tsx";
import { sayListen } from "./listen/listenWords.ts";
import { PathsPanel } from "./listen/PathsPanel.tsx";
import { TurnList } from "./TurnList.tsx";
import { WhyPanel } from "./WhyPanel.tsx";
import "../instrument/instrument.css";
import "./chat.css";

const TRAIN = "npx sluice train pairs:ChatbotData.csv --question Q --answer A --hidden 256 --batch 32 --steps 2400";

export default function ChatView() {
	const { part } = useStore(address).more;
	const at = useStore(session);
	return (
		<div className="chat-view">
			<h1 className="unseen">{say("app.chat")}</h1>
			<Parts chosen={part} />
			{part === "listen" && <ListenPanel />}
			{part === "paths" && <PathsPanel />}
			{part !== "listen" && part !== "paths" && (at === "open" || at === "opening" ? <Runs /> : <Away />)}
		</div>
	);
}

const PARTS = ["talk", "listen", "paths"] as const;

/** Talking needs a studio; the two examples come with the page. */
function Parts({ chosen }: { chosen: string | undefined }) {
	const now = PARTS.find((name) => name === chosen) ?? "talk";
	return (
		<nav className="chat-parts" aria-label={sayListen("parts")}>
			{PARTS.map((name) => (
				<button
					key={name}
					type="button"
					className="plain"
					aria-current={name === now ? "page" : undefined}
					onClick={() => setChatWords({ part: name === "talk" ? null : name, upd: null, mix: null }, "push")}
				>
					{sayListen(name)}
				</button>
			))}
		</nav>
	);
}

/** Without a studio there is nobody to answer. */
function Away() {
	return (
		<div className="state">
			<p className="state-title">{sayChat("away")}</p>
			<p>{sayChat("away.help")}</p>
			<CopyLine text="npx sluice studio" />
			<CopyLine text="npx sluice chat RUN" />
		</div>
	);
}

function Runs() {
	const { rows, phase } = useStore(runsStore.state);
	useEffect(goLive, []);
	const runs = [...rows.values()]
		.filter(({ kind, damage }) => kind === "pairs" && damage === undefined)
		.sort((a, b) => b.changedMs - a.changedMs);
	const named = runNow();
	const run = named === null ? runs[0] : runs.find(({ id }) => id === named);
	if (phase === "loading") return <p className="state waiting" role="status" aria-label={say("app.chat")} />;
	if (runs.length === 0)
		return (
			<div className="state">
				<p className="state-title">{sayChat("none")}</p>
				<p>{sayChat("none.help")}</p>
				<CopyLine text={TRAIN} />
			</div>
		);
	return (
		<>
			<label className="chat-run">
				{sayChat("network")}{" "}
				<select
					{...lockedProps(isLocked("run"))}
					value={run?.id ?? ""}
					onChange={({ target }) => setChatWords({ run: target.value }, "push")}
				>
					{!run && <option value="">{sayChat("choose")}</option>}
					{runs.map(({ id, name, model }) => (
						<option key={id} value={id}>
							{name} ({model})
						</option>
					))}
				</select>
			</label>
			{run ? <Talk run={run} /> : <p role="alert">{sayChat("missing")}</p>}
		</>
	);
}

/** The conversation with a run, next to how a reply came about. */
function Talk({ run }: { run: RunRow }) {
	const now = useStore(talking);
	return (
		<>
			<div className="chat">
				<div className="chat-talk">
					<TurnList {...now} />
					<AskForm run={{ id: run.id, name: run.name }} busy={now.busy} />
					<p className="unseen" aria-live="polite">
						{now.busy ? sayChat("writing") : (now.turns.at(-1)?.reply?.text ?? "")}
					</p>
				</div>
				<WhyPanel />
			</div>
			<Commands turn={shownTurn(now)} name={run.name} />
		</>
	);
}

function Commands({ turn, name }: { turn: Turn | null; name: string }) {
	return (
		<div className="chat-commands">
			{turn?.reply && (
				<>
					<p className="quiet">{sayChat("command")}</p>
					<CopyLine text={chatCommand(turn)} />
				</>
			)}
			<p className="quiet">{sayChat("measure")}</p>
			<CopyLine text={measureCommand(name)} />
		</div>
	);
}
