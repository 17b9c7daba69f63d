/** A stretch of text in the colour of the hidden unit; a syllable has a stripe for each of its letters. */
import { useState } from "react";
import { GROUNDS, unitColour } from "../../../../src/views/palettes.ts";
import { schemeNow } from "../../../kit/canvas.ts";
import { levelIn, type Scale } from "../../text/scale.ts";
import type { UnitOver } from "../../worker/instrument/seeking.ts";
import { sayPlay } from "../playWords.ts";

/** Characters in sight. */
const SHOWN = 480;

export function ColouredText({
	over: { characters, values },
	scale,
	seed,
}: {
	over: UnitOver;
	scale: Scale;
	seed: number;
}) {
	const pages = Math.max(1, Math.ceil(characters.length / SHOWN));
	const [page, setPage] = useState(seed % pages);
	const scheme = schemeNow();
	const colour = (at: number) => unitColour("karpathy", scheme, levelIn(scale, values[at]!) ?? 0);
	return (
		<>
			<p className="seek-text" translate="no" lang="">
				{characters.slice(page * SHOWN, (page + 1) * SHOWN).map(({ from, to, text }) => (
					<span key={from} style={{ background: stripes(from, to, colour), color: GROUNDS[scheme].ink }}>
						{text === "\n" ? "↵\n" : text === "\t" ? "⇥\t" : text}
					</span>
				))}
			</p>
			<p className="row">
				<button type="button" disabled={page === 0} onClick={() => setPage(page - 1)}>
					{sayPlay("seek.before")}
				</button>
				<button type="button" disabled={page === pages - 1} onClick={() => setPage(page + 1)}>
					{sayPlay("seek.after")}
				</button>
				<span className="quiet numbers">{sayPlay("seek.page", { page: page + 1, pages })}</span>
			</p>
		</>
	);
}

function stripes(from: number, to: number, colour: (at: number) => string): string {
	if (to - from === 1) return colour(from);
	const n = to - from;
	const stops = Array.from({ length: n }, (_, k) => `${colour(from + k)} ${(100 * k) / n}% ${(100 * (k + 1)) / n}%`);
	return `linear-gradient(to right, ${stops.join(", ")})`;
}
