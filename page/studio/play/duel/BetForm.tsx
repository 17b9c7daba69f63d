/** The bet: up to five characters, most likely first, and how sure. All of it by keys: type, up and down, Enter. */
import { type KeyboardEvent, useEffect, useRef } from "react";
import { percent } from "../../../kit/numbers.ts";
import { useStore } from "../../shell/useStore.ts";
import type { ModelFacts } from "../../worker/instrument/open.ts";
import { sayPlay } from "../playWords.ts";
import { candidatesOf, SURE, sharesOf } from "./bets.ts";
import { beSure, duelState, placeBet, typeBet } from "./duelState.ts";

/** Signs for symbols that a field of one line cannot hold. */
const SIGNS = [
	["↵", "\\n"],
	["⇥", "\\t"],
] as const;

export function BetForm({ facts }: { facts: ModelFacts }) {
	const { typed, sure } = useStore(duelState);
	const field = useRef<HTMLInputElement>(null);
	const composing = useRef(false);
	/** Enter ended a composition: the bet is placed once its text is in the field. */
	const due = useRef(false);
	useEffect(() => {
		if (field.current!.value !== typed) field.current!.value = typed;
	}, [typed]);
	const bet = () => {
		typeBet(field.current!.value);
		placeBet(facts);
		field.current!.value = "";
		field.current!.focus();
	};
	const press = (event: KeyboardEvent) => {
		const by = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
		if (event.key === "Enter") {
			event.preventDefault();
			if (composing.current) due.current = true;
			else bet();
		} else if (by !== 0 && !composing.current) {
			event.preventDefault();
			beSure(sure + by);
		}
	};
	const add = (sign: string) => {
		typeBet(field.current!.value + sign);
		field.current!.focus();
	};
	return (
		<form
			className="bet"
			onSubmit={(event) => {
				event.preventDefault();
				bet();
			}}
		>
			<label className="bet-field">
				{sayPlay(facts.unit === "jamo" ? "bet.jamo" : "bet")}
				<input
					ref={field}
					autoComplete="off"
					autoCapitalize="none"
					spellCheck={false}
					defaultValue={typed}
					onChange={({ target }) => typeBet(target.value)}
					onKeyDown={press}
					onCompositionStart={() => (composing.current = true)}
					onCompositionEnd={() => {
						composing.current = false;
						if (due.current) setTimeout(bet);
						due.current = false;
					}}
				/>
			</label>
			{SIGNS.filter(([, label]) => facts.labels.includes(label)).map(([sign, label]) => (
				<button
					key={sign}
					type="button"
					aria-label={sayPlay(label === "\\n" ? "bet.newline" : "bet.tab")}
					onClick={() => add(sign)}
				>
					{sign}
				</button>
			))}
			<Sure sure={sure} />
			<button type="submit" className="bet-place">
				{sayPlay("bet.place")} <kbd>Enter</kbd>
			</button>
			<Shares typed={typed} sure={SURE[sure]!} labels={facts.labels} />
		</form>
	);
}

function Sure({ sure }: { sure: number }) {
	return (
		<label className="bet-sure">
			{sayPlay("bet.sure")}{" "}
			<input
				type="range"
				min={0}
				max={SURE.length - 1}
				value={sure}
				aria-valuetext={percent(SURE[sure]!)}
				onChange={({ target }) => beSure(Number(target.value))}
			/>{" "}
			<output className="numbers">{percent(SURE[sure]!)}</output>
		</label>
	);
}

/** What each candidate gets, and what is left for all symbols. */
function Shares({ typed, sure, labels }: { typed: string; sure: number; labels: readonly string[] }) {
	const candidates = candidatesOf(typed, labels);
	const known = candidates.filter(({ ids }) => ids.length > 0);
	const unknown = candidates.filter(({ ids }) => ids.length === 0).map(({ letter }) => letter);
	const own = known.length === 0 ? 0 : sure;
	const shares = sharesOf(known.length);
	return (
		<p className="bet-shares numbers">
			{known.map(({ letter }, k) => (
				<span key={letter} className="share-chip">
					<b translate="no">{letter === " " ? "␣" : letter}</b> {percent(own * shares[k]!)}
				</span>
			))}
			<span className="quiet">{sayPlay("bet.rest", { p: percent(1 - own) })}</span>{" "}
			{unknown.length > 0 && (
				<span className="typing-unknown">{sayPlay("bet.unknown", { characters: unknown.join(" ") })}</span>
			)}
		</p>
	);
}
