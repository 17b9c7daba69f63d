/** How the shown reply came about: symbol by symbol, the likeliest at each, the gates that followed it, and attention. */
import { useEffect, useState } from "react";
import { attentionShape } from "../../../src/views/attentionShape.ts";
import type { TalkAttention } from "../../../studio/wire/chatMessages.ts";
import { fixed, percent } from "../../kit/numbers.ts";
import { CopyLine } from "../instrument/CopyLine.tsx";
import { useStore } from "../shell/useStore.ts";
import { AttentionFigure, heightOfAttention, mostOf, widthOfAttention } from "./attentionFigure.ts";
import { ChatFigure } from "./ChatFigure.tsx";
import { chatCommand } from "./chatCommand.ts";
import { moveTo, shownTurn, talking } from "./chatState.ts";
import { sayChat, signOfLabel as sign } from "./chatWords.ts";
import { Likeliest } from "./Likeliest.tsx";
import { heightOfReply, ReplyFigure, rowsOf } from "./replyFigure.ts";
import { ofRun } from "./TurnList.tsx";
import type { Turn } from "./turn.ts";

/** Whether a symbol is named by its place in a syllable, such as "ㄱ-". */
const isJamo = (label: string) => /^(\p{Script=Hangul}-|-\p{Script=Hangul})$/u.test(label);

const symbolsNow = () => shownTurn()?.symbols ?? [];
/** Time of each symbol while the reply is followed. */
const STEP_MS = 350;

export function WhyPanel() {
	const now = useStore(talking);
	const turn = shownTurn(now);
	const symbol = turn?.symbols[now.at];
	if (!turn || !symbol)
		return (
			<section className="chat-why">
				<h2>{sayChat("why")}</h2>
				<p className="quiet">{sayChat("why.none")}</p>
			</section>
		);
	return (
		<section className="chat-why">
			<div className="row">
				<h2>{sayChat("why")}</h2>
				<span className="quiet">{ofRun(turn.run.name, turn.reply?.step)}</span>
				<span className="grow" />
				<Follow key={turn.number} turn={turn} at={now.at} />
			</div>
			<Tape key={turn.run.id} turn={turn} />
			<div className="chat-below">
				<div className="chat-here">
					<Likeliest asked={turn.asked} symbol={symbol} />
					{turn.reply && (
						<div className="chat-command">
							<p className="quiet">{sayChat("command")}</p>
							<CopyLine text={chatCommand(turn)} />
						</div>
					)}
				</div>
				{turn.reply?.attention && <Attention turn={turn} looked={turn.reply.attention} />}
			</div>
		</section>
	);
}

/** Moves the cursor from symbol to symbol: from the first, or from where the reader paused. */
function Follow({ turn, at }: { turn: Turn; at: number }) {
	const [runs, setRuns] = useState(false);
	const [paused, setPaused] = useState(false);
	const last = turn.symbols.length - 1;
	useEffect(() => {
		if (!runs) return;
		if (at >= last) return setRuns(false);
		const due = setTimeout(() => moveTo(at + 1), STEP_MS);
		return () => clearTimeout(due);
	}, [runs, at, last]);
	const press = () => {
		if (!runs && (!paused || at >= last)) moveTo(0);
		setPaused(runs);
		setRuns(!runs);
	};
	return (
		<button type="button" onClick={press} disabled={turn.reply === null}>
			{sayChat(runs ? "pause" : "play")}
		</button>
	);
}

function Tape({ turn }: { turn: Turn }) {
	const [layer, setLayer] = useState(0);
	const [unit, setUnit] = useState<number | null>(null);
	const values = turn.symbols[0]!.values ?? {};
	const names = Object.keys(values);
	const layers = new Set(names.map((name) => name.slice(0, name.indexOf(".")))).size;
	const units = Object.values(values)[0]?.length ?? 0;
	const rows = () => rowsOf(symbolsNow(), layer, unit);
	const summary = () => {
		const at = talking.get().at;
		const one = symbolsNow()[at];
		if (!one) return sayChat("why.none");
		const found = { symbol: sign(one.label), p: percent(one.probability), nats: fixed(one.nats, 2) };
		return sayChat("summary", { n: symbolsNow().length, at: at + 1, ...found });
	};
	return (
		<>
			<p className="quiet">
				{sayChat("why.how")} {turn.symbols.some(({ label }) => isJamo(label)) && `${sayChat("why.jamo")} `}
				{sayChat(units > 0 ? "valves.how" : turn.bare ? "valves.gone" : "valves.none")}
			</p>
			{units > 0 && <Choice {...{ layers, layer, setLayer, units, unit, setUnit }} />}
			<ChatFigure
				className="chat-tape"
				of={`${turn.number} ${layer} ${unit}`}
				height={heightOfReply(rows().length)}
				title={sayChat("table")}
				make={(box) =>
					new ReplyFigure(box, {
						...{ symbols: symbolsNow, at: () => talking.get().at, rows, sign, summary, move: moveTo },
						head: [sayChat("place"), sayChat("probability"), sayChat("nats"), sayChat("five")],
					})
				}
			/>
		</>
	);
}

interface Chosen {
	layers: number;
	layer: number;
	setLayer(layer: number): void;
	units: number;
	unit: number | null;
	setUnit(unit: number | null): void;
}

/** Whose gates and states the rows show. */
function Choice({ layers, layer, setLayer, units, unit, setUnit }: Chosen) {
	return (
		<div className="chat-choice">
			{layers > 1 && (
				<label>
					{sayChat("layer")}{" "}
					<select value={layer} onChange={({ target }) => setLayer(Number(target.value))}>
						{Array.from({ length: layers }, (_, l) => (
							<option key={l}>{l}</option>
						))}
					</select>
				</label>
			)}
			<label>
				{sayChat("valves")}{" "}
				<select
					value={unit ?? ""}
					onChange={({ target }) => setUnit(target.value === "" ? null : Number(target.value))}
				>
					<option value="">{sayChat("unit.all")}</option>
					{Array.from({ length: units }, (_, k) => (
						<option key={k} value={k}>
							{sayChat("unit", { k })}
						</option>
					))}
				</select>
			</label>
		</div>
	);
}

function Attention({ turn, looked: { question, reply, first, weights } }: { turn: Turn; looked: TalkAttention }) {
	const at = () => first.findLastIndex((symbol) => symbol <= talking.get().at); // the character of the cursor's symbol
	const [columns, rows] = [question, reply].map((signs) => signs.map(sign)) as [string[], string[]];
	const summary = () => {
		const row = weights[at()]!;
		const most = row.indexOf(Math.max(...row));
		return sayChat("attention.summary", {
			...{ at: at() + 1, sign: rows[at()]!, to: columns[most]!, share: percent(row[most]!) },
		});
	};
	const shape = attentionShape(weights);
	return (
		<section className="chat-looked">
			<h3>{sayChat("attention")}</h3>
			<p className="quiet">
				{sayChat("attention.how", { most: percent(mostOf(weights)) })} {shape && sayChat(`attention.${shape}`)}
			</p>
			<ChatFigure
				className="chat-attention"
				of={`${turn.number}`}
				height={heightOfAttention(weights.length)}
				width={widthOfAttention(question.length)}
				title={sayChat("attention.table")}
				make={(box) =>
					new AttentionFigure(box, {
						...{ question: columns, reply: rows, weights, at, summary },
						...{ move: (row: number) => moveTo(first[row]!), head: sayChat("attention.reply") },
						more: (rows: number) => sayChat("attention.more", { n: rows }),
					})
				}
			/>
		</section>
	);
}
