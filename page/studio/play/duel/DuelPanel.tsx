/** The duel: guess the next symbol of a passage that the network did not learn from, and pay in bits, as it does. */
import { useEffect } from "react";
import { glyphOf } from "../../../../src/views/glyphs.ts";
import { shownModel } from "../../instrument/shownModel.ts";
import { useStore } from "../../shell/useStore.ts";
import { language } from "../../words/words.ts";
import type { ModelFacts } from "../../worker/instrument/open.ts";
import { PlayCommands } from "../Commands.tsx";
import { PlayFigure } from "../Figure.tsx";
import { sayPlay } from "../playWords.ts";
import { BetForm } from "./BetForm.tsx";
import { DuelScores, Revealed } from "./DuelScores.tsx";
import { duelCommands, HELD_OUT, TRAINING } from "./duelCommands.ts";
import { saveText } from "./duelFiles.ts";
import { beginDuel, changeRules, type DuelState, duelState, LENGTHS, ORDERS_OFFERED } from "./duelState.ts";
import { type RaceCall, RaceFigure } from "./raceFigure.ts";

export function DuelPanel({ facts }: { facts: ModelFacts }) {
	const state = useStore(duelState);
	const lang = useStore(language);
	const { stored } = useStore(shownModel).name;
	useEffect(() => void beginDuel(), [facts]);
	const { found, rounds, failure, left } = state;
	const sign = (id: number) => {
		const label = facts.labels[id] ?? "?";
		return /^.-$|^-.$/u.test(label) ? label : glyphOf(label).small;
	};
	const call: RaceCall = {
		rounds: () => duelState.get().rounds,
		symbols: () => duelState.get().found?.ids.length ?? duelState.get().rules.symbols,
		sign,
		name: (player) => sayPlay(`player.${player}`, { order: duelState.get().rules.order }),
		summary: () => sayPlay("race.summary", { n: duelState.get().rounds.length, of: duelState.get().rules.symbols }),
		words: { place: sayPlay("place"), symbol: sayPlay("symbol"), bet: sayPlay("bet.was"), sure: sayPlay("sure") },
	};
	if (failure)
		return (
			<p role="alert" className="bad">
				{failure[lang]}
			</p>
		);
	return (
		<div className="duel">
			<Rules state={state} />
			{!found ? (
				<p role="status">{sayPlay("duel.counting")}</p>
			) : (
				<>
					<div className="duel-main">
						<Passage state={state} jamo={facts.unit === "jamo"} />
						{rounds.length < found.ids.length && <BetForm facts={facts} />}
						<Revealed state={state} sign={sign} />
					</div>
					<div className="duel-side">
						<DuelScores state={state} call={call} />
						{left > 0 && <p className="quiet">{sayPlay("duel.left", { n: left.toLocaleString("en") })}</p>}
					</div>
					<div className="duel-below">
						<PlayFigure
							className="race"
							height={230}
							title={sayPlay("race.table")}
							watch={duelState.subscribe}
							make={(box) => new RaceFigure(box, call)}
						/>
						<PlayCommands
							lines={duelCommands()}
							files={
								stored === null
									? []
									: [
											{ name: HELD_OUT, save: () => void saveText("part") },
											{ name: TRAINING, save: () => void saveText("training") },
										]
							}
						/>
						<p className="quiet">{sayPlay("duel.how")}</p>
					</div>
				</>
			)}
		</div>
	);
}

function Rules({ state: { rules } }: { state: DuelState }) {
	const { seed, symbols, order } = rules;
	return (
		<div className="duel-rules">
			<label>
				{sayPlay("rules.symbols")}{" "}
				<select value={symbols} onChange={({ target }) => changeRules({ symbols: Number(target.value) })}>
					{[...new Set([...LENGTHS, symbols])].map((one) => (
						<option key={one}>{one}</option>
					))}
				</select>
			</label>
			<label>
				{sayPlay("rules.order")}{" "}
				<select value={order} onChange={({ target }) => changeRules({ order: Number(target.value) })}>
					{[...new Set([...ORDERS_OFFERED, order])].map((one) => (
						<option key={one}>{one}</option>
					))}
				</select>
			</label>
			<label>
				{sayPlay("rules.seed")}{" "}
				<input
					key={seed}
					type="number"
					min={0}
					max={999_999_999}
					defaultValue={seed}
					onChange={({ target }) =>
						target.validity.valid && target.value !== "" && changeRules({ seed: Number(target.value) })
					}
				/>
			</label>
			<button type="button" onClick={() => changeRules({ seed: seed + 1 })}>
				{sayPlay("rules.next")}
			</button>
		</div>
	);
}

/** The text up to the symbol that is to be guessed; what was revealed is dark. */
function Passage({ state: { found, rounds }, jamo }: { state: DuelState; jamo: boolean }) {
	const { texts, ids } = found!;
	const [before, now] = [texts[0]!, texts[rounds.length]!];
	// A syllable that got another letter since then is shown with it.
	let same = 0;
	while (same < before.length && before[same] === now[same]) same++;
	return (
		<p className="passage-text" translate="no" lang="">
			<span>
				<span className="quiet">{visible(before.slice(0, same))}</span>
				<b>{visible(now.slice(same))}</b>
				{rounds.length < ids.length && (
					<span className="gap" role="img" aria-label={sayPlay(jamo ? "gap.letter" : "gap")}>
						?
					</span>
				)}
			</span>
		</p>
	);
}

const visible = (text: string) => text.replaceAll("\n", "↵\n").replaceAll("\t", "⇥\t");
