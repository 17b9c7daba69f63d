/** The conversation so far. A press on a reply shows how it came about. */
import { useEffect, useRef } from "react";
import { fixed } from "../../kit/numbers.ts";
import { language } from "../words/words.ts";
import { showTurn, type Talking, type Turn } from "./chatState.ts";
import { sayChat } from "./chatWords.ts";

export function TurnList({ turns, shown, busy }: Pick<Talking, "turns" | "shown" | "busy">) {
	const end = useRef<HTMLOListElement>(null);
	useEffect(() => {
		end.current!.scrollTop = end.current!.scrollHeight;
	}, [turns.length]);
	if (turns.length === 0)
		return (
			<ol className="chat-turns" ref={end}>
				<li className="quiet">{sayChat("empty")}</li>
			</ol>
		);
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable
		<ol className="chat-turns" ref={end} tabIndex={0} aria-label={sayChat("conversation")}>
			{turns.map((turn) => (
				<li key={turn.number}>
					<p className="chat-question">
						<span className="unseen">{sayChat("you")}: </span>
						{turn.asked.question}
					</p>
					<Reply turn={turn} shown={turn.number === shown} awaited={busy && turn === turns.at(-1)} />
				</li>
			))}
		</ol>
	);
}

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
function notesOf({ reply, symbols }: Turn): string {
	const { nats, inTraining, cut, unknownSymbols } = reply!;
	const n = symbols.length;
	const notes = [sayChat("total", { nats: fixed(nats, 2), n })];
	if (inTraining !== null) notes.push(sayChat(inTraining ? "recites" : "own"));
	if (cut) notes.push(sayChat("cut", { n }));
	if (unknownSymbols > 0) notes.push(sayChat("unread", { n: unknownSymbols }));
	return notes.join(" · ");
}
