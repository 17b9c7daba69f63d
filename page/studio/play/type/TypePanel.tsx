/** Type: a field whose text the network reads at every key, with its valves, its memory and what it expects next. */

import { useEffect, useRef } from "react";
import { glyphOf } from "../../../../src/views/glyphs.ts";
import { fixed } from "../../../kit/numbers.ts";
import { shownModel } from "../../instrument/shownModel.ts";
import { useStore } from "../../shell/useStore.ts";
import { scaleOf } from "../../text/scale.ts";
import { language } from "../../words/words.ts";
import type { ModelFacts } from "../../worker/instrument/open.ts";
import type { Typed } from "../../worker/instrument/typing.ts";
import { PlayCommands } from "../Commands.tsx";
import { PlayFigure } from "../Figure.tsx";
import { sayPlay } from "../playWords.ts";
import { takeLinkedTyping } from "./linkedTyping.ts";
import { MovesLine } from "./MovesLine.tsx";
import { NextPanel } from "./NextPanel.tsx";
import { heightOfStrips, StripsFigure, stripsOf } from "./stripsFigure.ts";
import { heightOfTape, TapeFigure } from "./tapeFigure.ts";
import { typeCommands } from "./typeCommand.ts";
import { followField, MOST_TYPED, writeInto, writeOver } from "./typeField.ts";
import { forgetTyping, singleOut, typeNow, typing } from "./typingState.ts";
import { UnitChoice } from "./UnitChoice.tsx";

/** The text of the field at first, so that there is something to see before the first key. */
const FIRST = { ko: "기울기가 사라지", c: "for (int i = 0" } as const;

export function TypePanel({ facts }: { facts: ModelFacts }) {
	const field = useRef<HTMLTextAreaElement>(null);
	const { name } = useStore(shownModel);
	const { typed: newest, by, of, field: now, failure } = useStore(typing);
	const typed = by === facts ? newest : null; // at first, the store still holds what another network made of it
	const lang = useStore(language);
	useEffect(() => {
		field.current!.setSelectionRange(MOST_TYPED, MOST_TYPED);
		const end = followField(field.current!, (now) => void typeNow(now));
		void takeLinkedTyping().then((text) => text !== null && field.current && writeOver(field.current, text));
		return () => {
			end();
			forgetTyping();
		};
	}, [facts]);
	const sign = (id: number) => glyphOf(facts.labels[id] ?? "?").small;
	const first = FIRST[name.stored ?? (facts.unit === "jamo" ? "ko" : "c")];
	const written = of ? of.text.slice(0, of.composing ?? undefined) : "";
	return (
		<div className="typing" aria-busy={of !== now}>
			<div className="typing-head">
				<label className="typing-field">
					<span>{sayPlay(facts.unit === "jamo" ? "type.field.jamo" : "type.field")}</span>
					<textarea ref={field} rows={2} spellCheck={false} autoComplete="off" defaultValue={first} />
				</label>
				<MovesLine typed={typed} sign={sign} />
				{failure && (
					<p role="alert" className="bad">
						{failure[lang]}
					</p>
				)}
				{typed && <Unknown ids={typed.ids} characters={typed.characters} counts={typed.counts} />}
				{now.text.length >= MOST_TYPED && <p className="quiet">{sayPlay("type.most", { n: MOST_TYPED })}</p>}
			</div>
			<Pictures facts={facts} typed={typed} sign={sign} />
			<div className="typing-commands">
				{typed && written !== "" && (
					<PlayCommands
						lines={typeCommands(
							written,
							typed.traces.map((one) => one.name),
						)}
					/>
				)}
			</div>
			<div className="typing-side">
				<NextPanel typed={typed} facts={facts} write={(text, over) => writeInto(field.current!, text, over)} />
				{typed && <UnitChoice typed={typed} layers={facts.spec.layers} />}
			</div>
		</div>
	);
}

/** Characters that the network has no symbol for; it reads nothing in their place. */
function Unknown({ ids, characters, counts }: { ids: Int32Array; characters: readonly string[]; counts: Uint8Array }) {
	const found = new Set<string>();
	let at = 0;
	for (const [n, character] of characters.entries()) {
		if (ids.subarray(at, at + counts[n]!).includes(-1)) found.add(character);
		at += counts[n]!;
	}
	if (found.size === 0) return null;
	return (
		<p className="typing-unknown" role="status">
			{sayPlay("type.unknown", { characters: [...found].join(" ") })}
		</p>
	);
}

/** The text as a tape, and all units now. */
function Pictures({ facts, typed, sign }: { facts: ModelFacts; typed: Typed | null; sign(id: number): string }) {
	const scale = (unit: string) => scaleOf(unit, facts, 2);
	const now = () => typing.get().typed;
	const summary = () => {
		const next = now()?.next[0];
		const [symbol, p] = next ? [sign(next.id), fixed(next.probability, 2)] : ["–", "–"];
		return sayPlay("tape.summary", { n: now()?.at ?? 0, symbol, p });
	};
	const words = { place: sayPlay("place"), symbol: sayPlay("symbol"), bits: "bits" };
	return (
		<div className="typing-main">
			<h2>{sayPlay("tape")}</h2>
			<PlayFigure
				className="tape"
				height={heightOfTape(typed?.traces.length ?? 6)}
				title={sayPlay("tape.table")}
				watch={typing.subscribe}
				make={(box) => new TapeFigure(box, { typed: now, scale, summary, sign, words })}
			/>
			<h2>{sayPlay("strips", { n: facts.spec.hidden })}</h2>
			<PlayFigure
				className="strips"
				height={heightOfStrips(typed ? stripsOf(typed).length : 6)}
				title={sayPlay("strips.table")}
				watch={typing.subscribe}
				make={(box) =>
					new StripsFigure(box, {
						...{ typed: now, scale, choose: singleOut, head: sayPlay("unit.number") },
						summary: () => sayPlay("strips.summary", { unit: now()?.unit ?? "" }),
					})
				}
			/>
		</div>
	);
}
