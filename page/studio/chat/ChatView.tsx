/** The view Chat: talk with a run on pairs of questions and answers, and see how each reply came about. */

import { useEffect } from "react";
import type { GivenText, RunRow } from "../../../studio/wire.ts";
import { loss } from "../../kit/numbers.ts";
import { save } from "../../kit/saveFile.ts";
import { CopyLine } from "../instrument/CopyLine.tsx";
import { goLive, runsStore } from "../live/live.ts";
import { session } from "../live/session.ts";
import { address, isLocked, setAddress } from "../shell/location.ts";
import { lockedProps } from "../shell/lockedProps.ts";
import { toast } from "../shell/toasts.ts";
import { useStore } from "../shell/useStore.ts";
import { machineTexts } from "../train/machineTexts.ts";
import { droppedPairs } from "../train/ownSeries.ts";
import { PairsCommands } from "../train/pairs/PairsCommands.tsx";
import { EXAMPLE } from "../train/pairs/trainCommands.ts";
import { say } from "../words/words.ts";
import { AskForm } from "./AskForm.tsx";
import { runNow, SETTINGS, setChatWords, setSetting, settingsNow } from "./chatAddress.ts";
import { measureCommand } from "./chatCommand.ts";
import { clearTalk, talking } from "./chatState.ts";
import { sayChat } from "./chatWords.ts";
import { ListenPanel } from "./listen/ListenPanel.tsx";
import { sayListen } from "./listen/listenWords.ts";
import { PathsPanel } from "./listen/PathsPanel.tsx";
import { TurnList } from "./TurnList.tsx";
import { talkFile } from "./talkFile.ts";
import { WhyPanel } from "./WhyPanel.tsx";
import "../instrument/instrument.css";
import "./chat.css";

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
	const { given: texts } = useStore(machineTexts);
	useEffect(goLive, []);
	const given = texts.find(({ pairs }) => pairs);
	const file = given?.pairs?.file;
	const runs = [...rows.values()]
		.filter(({ kind, damage }) => kind === "pairs" && damage === undefined)
		.sort((a, b) => b.changedMs - a.changedMs);
	const named = runNow();
	const run = named === null ? (runs.find(hasEnded) ?? runs[0]) : runs.find(({ id }) => id === named);
	if (phase === "loading") return <p className="state waiting" role="status" aria-label={say("app.chat")} />;
	if (runs.length === 0)
		return (
			<div className="state">
				<p className="state-title">{sayChat("none")}</p>
				{given ? (
					<>
						<p>{sayChat("none.given", { file: given.name })}</p>
						<button type="button" className="play" onClick={() => trainOnGiven(given)}>
							{sayChat("none.train")}
						</button>
						{file && <p className="quiet">{sayChat("none.terminal")}</p>}
					</>
				) : (
					<p>{sayChat("none.help")}</p>
				)}
				{!given && <PairsCommands pairs={EXAMPLE} />}
				{given?.pairs && file && <PairsCommands pairs={{ ...given.pairs, file }} />}
			</div>
		);
	return (
		<>
			<div className="row chat-run">
				<label>
					{sayChat("network")}{" "}
					<select
						{...lockedProps(isLocked("run"))}
						value={run?.id ?? ""}
						onChange={({ target }) => setChatWords({ run: target.value }, "push")}
					>
						{!run && <option value="">{sayChat("choose")}</option>}
						{runs.map((one) => (
							<option key={one.id} value={one.id}>
								{wordsOf(one)}
							</option>
						))}
					</select>
				</label>
				<TalkActs />
			</div>
			{run ? <Talk run={run} /> : <p role="alert">{sayChat("missing")}</p>}
		</>
	);
}

const hasEnded = ({ state }: RunRow) => state !== "running";

/** "talk-dot-1 (encoder-decoder dot lstm 128, talk.csv, 0.412 nats)" */
function wordsOf({ name, model, data, best, lossUnit, state }: RunRow): string {
	const lowest = best === null ? "" : `${loss(best.loss)} ${lossUnit}`;
	const facts = [model, data, lowest, state === "running" ? sayChat("training") : ""];
	return `${name} (${facts.filter((word) => word).join(", ")})`;
}

/** Shows the form of Train for a file of this machine that looks like pairs. */
function trainOnGiven({ id, kind }: GivenText): void {
	droppedPairs.set(null);
	const { choice } = address.get();
	const data = `${kind === "series" ? "series" : "given"}:${id}`;
	setAddress({ ...address.get(), view: "train", more: {}, choice: { ...choice, data, place: "machine" } }, "push");
}

/** The conversation with a run, next to how a reply came about. */
function Talk({ run }: { run: RunRow }) {
	const now = useStore(talking);
	return (
		<div className={now.turns.length === 0 ? "chat chat-new" : "chat"}>
			<div className="chat-talk">
				<TurnList {...now} />
				<AskForm run={{ id: run.id, name: run.name }} busy={now.busy} />
				<p className="quiet">{sayChat("measure")}</p>
				<CopyLine text={measureCommand(run.name)} />
				<p className="unseen" aria-live="polite">
					{now.busy ? sayChat("writing") : (now.turns.at(-1)?.reply?.text ?? "")}
				</p>
			</div>
			{now.turns.length > 0 && <WhyPanel />}
		</div>
	);
}

/** Saves the conversation, or begins another one. */
function TalkActs() {
	const { turns, busy, lost } = useStore(talking);
	if (turns.length === 0) return null;
	const clear = () => {
		const { seed } = settingsNow();
		const undo = clearTalk();
		const begin = (value: number) => isLocked(SETTINGS.seed.word) || setSetting("seed", value);
		begin(SETTINGS.seed.first);
		toast(
			() => sayChat("cleared"),
			() => {
				undo();
				begin(seed);
			},
		);
	};
	return (
		<span className="chat-acts">
			<button type="button" className="plain" onClick={() => save("talk.json", "application/json", talkFile(turns))}>
				{sayChat("save")}
			</button>
			<button type="button" className="plain" disabled={busy} onClick={clear}>
				{sayChat("clear")}
			</button>
			{lost > 0 && (
				<span className="quiet" role="status">
					{sayChat("lost.kept", { n: lost })}
				</span>
			)}
		</span>
	);
}
