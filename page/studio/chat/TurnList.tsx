/** The conversation so far, with a line where another run, other weights or other settings reply. A press on a reply shows how it came about. */
import { useEffect, useRef } from "react";
import { count, fixed, plain } from "../../kit/numbers.ts";
import { useStore } from "../shell/useStore.ts";
import { language } from "../words/words.ts";
import { settingsOf } from "./chatCommand.ts";
import { showTurn, type Talking } from "./chatState.ts";
import { sayChat, signOfLabel } from "./chatWords.ts";
import type { Turn } from "./turn.ts";

/** Pixels from its end within which the list follows what is added. */
const NEAR = 60;
/** Unknown symbols that are named. */
const MOST_NAMED = 30;

export function TurnList({ turns, shown, busy }: Pick<Talking, "turns" | "shown" | "busy">) {
	const list = useRef<HTMLOListElement>(null);
	const follows = useRef(true);
	const last = turns.at(-1);
	useEffect(() => {
		follows.current = true;
	}, [turns.length]);
	useEffect(() => {
		if (follows.current) list.current!.scrollTop = list.current!.scrollHeight;
	}, [turns.length, last?.text, last?.reply, last?.failure, useStore(language)]);
	if (turns.length === 0)
		return (
			<ol className="chat-turns" ref={list}>
				<li className="quiet">{sayChat("empty")}</li>
			</ol>
		);
	return (
		<ol
			className="chat-turns"
			ref={list}
			// biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable
			tabIndex={0}
			aria-label={sayChat("conversation")}
			onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
				follows.current = scrollHeight - scrollTop - clientHeight < NEAR;
			}}
		>
			{turns.map((turn, n) => (
				<li key={turn.number}>
					<Divider words={whoWords(turns, n)} before={n === 0 ? "" : whoWords(turns, n - 1)} />
					<p className="chat-question">
						<span className="unseen">{sayChat("you")}: </span>
						{turn.asked.question}
					</p>
					<Reply turn={turn} shown={turn.number === shown} awaited={busy && turn === last} />
				</li>
			))}
		</ol>
	);
}

/** Who replies from here on, where that changes. */
function Divider({ words, before }: { words: string; before: string }) {
	return words === before ? null : <p className="chat-who">{words}</p>;
}

/** The run, its weights and its settings. A reply that is on its way, or did not come, has the weights of the one before it. */
function whoWords(turns: readonly Turn[], n: number): string {
	const { run, asked } = turns[n]!;
	const known = turns.slice(0, n + 1).findLast((turn) => turn.reply && turn.run.id === run.id)?.reply;
	const words = settingsOf(asked)
		.filter((name) => name !== "seed" && !(name === "topP" && asked.topP === 1))
		.map((name) => `${sayChat(name).toLowerCase()} ${plain(asked[name])}`);
	return [ofRun(run.name, known?.step), ...words].join(" · ");
}

/** A run and its weights. */
export const ofRun = (name: string, step: number | undefined): string =>
	step === undefined ? name : sayChat("who", { name, step: count(step) });

function Reply({ turn, shown, awaited }: { turn: Turn; shown: boolean; awaited: boolean }) {
	const { failure, reply, text, symbols, number } = turn;
	if (failure)
		return (
			<p className="bad" role="alert">
				{failure[language.get()]}
			</p>
		);
	return (
		<div className="chat-reply">
			<button
				type="button"
				aria-pressed={shown}
				aria-label={sayChat("showWhy", { text: text || "…" })}
				onClick={() => showTurn(number)}
			>
				{text || "…"}
			</button>
			<p className="quiet numbers">
				{reply && notesOf(turn)}
				{awaited && symbols.length === 0 && <span className="waiting">{sayChat("writing")}</span>}
			</p>
		</div>
	);
}

/** What is known of a whole reply. */
function notesOf({ asked, reply, symbols }: Turn): string {
	const { nats, inTraining, cut, unknown, seed } = reply!;
	const n = symbols.length;
	const notes = [sayChat("total", { nats: fixed(nats, 2), n })];
	if (settingsOf(asked).includes("seed")) notes.push(sayChat("drew", { seed: String(seed) }));
	if (inTraining !== null) notes.push(sayChat(inTraining ? "recites" : "own"));
	if (cut) notes.push(sayChat("cut", { n }));
	if (unknown.length > 0)
		notes.push(sayChat("unread", { symbols: unknown.slice(0, MOST_NAMED).map(signOfLabel).join(" ") }));
	return notes.join(" · ");
}
