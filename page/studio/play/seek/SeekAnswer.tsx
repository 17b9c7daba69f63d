/** The answer: which unit it was, what it tracks, and how the guess scored on text that chose neither. */

import type { UnitVerdict } from "../../../../src/interpretation/search/verdict.ts";
import { fixed, percent } from "../../../kit/numbers.ts";
import { shownModel } from "../../instrument/shownModel.ts";
import { go } from "../../shell/location.ts";
import { useStore } from "../../shell/useStore.ts";
import { PlayCommands } from "../Commands.tsx";
import { HELD_OUT } from "../duel/duelCommands.ts";
import { saveText } from "../duel/duelFiles.ts";
import { sayPlay } from "../playWords.ts";
import { seekCommands } from "./seekCommands.ts";
import { nextRound, type SeekState } from "./seekState.ts";
import { patternWords } from "./seekWords.ts";

export function SeekAnswer({ state: { hidden, guessed, symbols } }: { state: SeekState }) {
	const { name } = useStore(shownModel);
	const { unit, pattern, verdict } = hidden!;
	const { pattern: guess, verdict: scored, worth } = guessed!;
	const right = guess === pattern;
	const rows: [string, string, UnitVerdict | null][] = [
		[sayPlay("seek.yours"), guess, scored],
		...(right ? [] : [[sayPlay("seek.truth"), pattern, verdict] as [string, string, UnitVerdict]]),
	];
	return (
		<section className="seek-answer" aria-live="polite">
			<h2>{sayPlay(right ? "seek.right" : "seek.reveal", { unit, words: patternWords(pattern) })}</h2>
			<table>
				<thead>
					<tr>
						<th scope="col">{sayPlay("seek.pattern")}</th>
						<th scope="col">{sayPlay("seek.area")}</th>
						<th scope="col">{sayPlay("seek.chance")}</th>
					</tr>
				</thead>
				<tbody>
					{rows.map(([who, one, found]) => (
						<tr key={who}>
							<th scope="row">
								{who}: {one}
							</th>
							<td className="numbers">
								{found ? `${fixed(found.auc, 3)} [${fixed(found.ci[0], 3)}, ${fixed(found.ci[1], 3)}]` : "–"}
							</td>
							<td className="numbers">{found && found.correlation === undefined ? fixed(found.chance, 3) : "–"}</td>
						</tr>
					))}
				</tbody>
			</table>
			<p className="seek-worth">{sayPlay("seek.worth", { p: percent(worth) })}</p>
			<p className="row">
				<button type="button" className="bet-place" onClick={nextRound}>
					{sayPlay("seek.next")}
				</button>
				{name.stored === null && (
					<button type="button" onClick={() => go("text", { u: unit, pat: pattern })}>
						{sayPlay("seek.inText", { unit })}
					</button>
				)}
			</p>
			<PlayCommands
				lines={seekCommands(unit, scored === null ? [pattern] : [pattern, guess], symbols)}
				files={name.stored === null ? [] : [{ name: HELD_OUT, save: () => void saveText("part") }]}
			/>
		</section>
	);
}
