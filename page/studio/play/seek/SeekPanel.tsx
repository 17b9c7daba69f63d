/** Hide and seek: a text in the colour of a hidden unit. What does the unit track? */
import { useEffect } from "react";
import { percent } from "../../../kit/numbers.ts";
import { shownModel } from "../../instrument/shownModel.ts";
import { linkNow } from "../../shell/location.ts";
import { toast } from "../../shell/toasts.ts";
import { useStore } from "../../shell/useStore.ts";
import { scaleOf } from "../../text/scale.ts";
import { language } from "../../words/words.ts";
import type { ModelFacts } from "../../worker/instrument/open.ts";
import { sayPlay } from "../playWords.ts";
import { ColouredText } from "./ColouredText.tsx";
import { SeekAnswer } from "./SeekAnswer.tsx";
import { answer, beginSeeking, choosePattern, nextRound, type SeekState, seek } from "./seekState.ts";
import { patternWords } from "./seekWords.ts";

export function SeekPanel({ facts }: { facts: ModelFacts }) {
	const state = useStore(seek);
	const lang = useStore(language);
	const { part } = useStore(shownModel).name;
	useEffect(() => beginSeeking(facts.symbols), [facts]);
	const { hidden, over, none, progress, failure, guessed, worths, seed } = state;
	const words = [...worths.values()];
	const mean = words.length === 0 ? null : words.reduce((sum, one) => sum + one, 0) / words.length;
	const share = () => void navigator.clipboard.writeText(linkNow()).then(() => toast(() => sayPlay("copied")));
	return (
		<div className="seek">
			<div className="seek-rules">
				<span className="numbers">{sayPlay("seek.round", { seed })}</span>
				<button type="button" onClick={nextRound}>
					{sayPlay("seek.next")}
				</button>
				<button type="button" onClick={share}>
					{sayPlay("duel.link")}
				</button>
				{mean !== null && <b className="numbers">{sayPlay("seek.score", { p: percent(mean), n: words.length })}</b>}
			</div>
			{failure && (
				<p role="alert" className="bad">
					{failure[lang]}
				</p>
			)}
			{none && <p className="state">{sayPlay("seek.none")}</p>}
			{!over && !none && !failure && (
				<p role="status" className="numbers">
					{sayPlay("seek.searching")} <progress value={progress} max={1} aria-label={sayPlay("seek.searching")} />
				</p>
			)}
			{hidden && over && (
				<div className="seek-main">
					<div>
						<p className="quiet">{sayPlay("seek.text")}</p>
						<ColouredText key={`${seed} ${part}`} over={over} scale={scaleOf(hidden.unit, facts, 2)} seed={seed} />
					</div>
					<div>{guessed ? <SeekAnswer state={state} /> : <Guess state={state} />}</div>
				</div>
			)}
			<p className="quiet seek-how">{sayPlay("seek.how")}</p>
		</div>
	);
}

function Guess({ state: { hidden, guess, wrong, scoring } }: { state: SeekState }) {
	const { offers } = hidden!;
	const own = offers.includes(guess) ? "" : guess;
	return (
		<form
			className="seek-guess"
			onSubmit={(event) => {
				event.preventDefault();
				void answer();
			}}
		>
			<fieldset>
				<legend>{sayPlay("seek.question")}</legend>
				{offers.map((pattern) => (
					<label key={pattern}>
						<input type="radio" name="pattern" checked={guess === pattern} onChange={() => choosePattern(pattern)} />{" "}
						{patternWords(pattern)} <span className="quiet">{pattern}</span>
					</label>
				))}
				<label className="seek-own">
					{sayPlay("seek.own")}
					<input
						value={own}
						spellCheck={false}
						autoComplete="off"
						placeholder="in:/[0-9]/"
						onChange={({ target }) => choosePattern(target.value)}
					/>
				</label>
			</fieldset>
			{wrong && (
				<p role="alert" className="bad">
					{sayPlay(`seek.${wrong}`)}
				</p>
			)}
			<button type="submit" className="bet-place" disabled={guess.trim() === "" || scoring}>
				{sayPlay(scoring ? "seek.scoring" : "seek.answer")}
			</button>
		</form>
	);
}
