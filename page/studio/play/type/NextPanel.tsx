/** What the network expects after the caret: symbols, and with a jamo network whole syllables. A press writes one. */

import { glyphOf, plainOf } from "../../../../src/views/glyphs.ts";
import { short } from "../../../kit/numbers.ts";
import type { ModelFacts } from "../../worker/instrument/open.ts";
import type { Typed } from "../../worker/instrument/typing.ts";
import { sayPlay } from "../playWords.ts";

interface NextCall {
	typed: Typed | null;
	facts: ModelFacts;
	/** Writes `text` over the `over` characters before the caret. */
	write(text: string, over: number): void;
}

const isPart = (label: string) => /^.-$|^-.$/u.test(label);

export function NextPanel({ typed, facts, write }: NextCall) {
	if (!typed) return <section className="next-panel" />;
	const { next, syllables, at, ids } = typed;
	const last = facts.labels[ids[at - 1]!] ?? "";
	const before = facts.labels[ids[at - 2]!] ?? "";
	const isLead = (label: string) => /^.-$/u.test(label);
	const begun = facts.unit === "jamo" && (isLead(last) || (/^-[ㅏ-ㅣ]$/.test(last) && isLead(before)));
	return (
		<section className="next-panel" aria-labelledby="next-symbols">
			{syllables.length > 0 && (
				<>
					<h2>{sayPlay(begun ? "next.becomes" : "next.syllables")}</h2>
					<ol className="next-syllables">
						{syllables.map(({ character, probability }) => (
							<li key={character}>
								<Offer
									sign={glyphOf(character === "\n" ? "\\n" : character).small}
									chance={probability}
									press={() => write(character, begun ? 1 : 0)}
								/>
							</li>
						))}
					</ol>
				</>
			)}
			<h2 id="next-symbols">{sayPlay(facts.unit === "jamo" ? "next.letters" : "next.symbols")}</h2>
			{next.length === 0 && <p className="quiet">{sayPlay("next.none")}</p>}
			<ol className="next-symbols">
				{next.map(({ id, probability }) => {
					const label = facts.labels[id]!;
					const press = isPart(label) || /^\\/.test(plainOf(label)) ? undefined : () => write(plainOf(label), 0);
					return (
						<li key={id}>
							<Offer sign={isPart(label) ? label : glyphOf(label).small} chance={probability} press={press} />
						</li>
					);
				})}
			</ol>
		</section>
	);
}

function Offer({ sign, chance, press }: { sign: string; chance: number; press: (() => void) | undefined }) {
	const inner = (
		<>
			<span className="offer-sign" translate="no">
				{sign}
			</span>
			<span className="offer-share" aria-hidden="true">
				<i style={{ inlineSize: `${Math.round(1000 * chance) / 10}%` }} />
			</span>
			<span className="numbers">{short(chance)}</span>
		</>
	);
	if (!press) return <span className="offer">{inner}</span>;
	return (
		// The focus stays in the field, so that an input method goes on where it was.
		<button type="button" className="offer" onPointerDown={(event) => event.preventDefault()} onClick={press}>
			{inner}
		</button>
	);
}
