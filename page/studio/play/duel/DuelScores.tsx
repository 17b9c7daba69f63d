/** The last symbol with what each one paid for it, and the score so far with its intervals. */
import { fixed, percent } from "../../../kit/numbers.ts";
import { linkNow } from "../../shell/location.ts";
import { toast } from "../../shell/toasts.ts";
import { sayPlay } from "../playWords.ts";
import { saveCard, saveRounds } from "./duelFiles.ts";
import type { DuelState } from "./duelState.ts";
import type { RaceCall } from "./raceFigure.ts";
import { gapOf, type Mean, PLAYERS, scoresOf } from "./scores.ts";

/** Bits that fill a bar. */
const MOST_BITS = 12;

export function Revealed({ state: { rounds, found, rules }, sign }: { state: DuelState; sign(id: number): string }) {
	const last = rounds.at(-1);
	if (!last) return <p className="revealed quiet">{sayPlay("duel.first")}</p>;
	const expected = found!.likely[rounds.length - 1]!;
	return (
		<section className="revealed" aria-live="polite">
			<p>
				{sayPlay("revealed")} <b className="came-sign">{sign(last.id)}</b>{" "}
				<span className="quiet">
					{sayPlay("revealed.network")}{" "}
					{expected.map(({ id, probability }) => `${sign(id)} ${percent(probability)}`).join(", ")}
				</span>
			</p>
			<dl>
				{PLAYERS.map((player) => (
					<div key={player}>
						<dt>{sayPlay(`player.${player}`, { order: rules.order })}</dt>
						<dd>
							<i
								data-player={player}
								style={{ inlineSize: `${Math.min(100, (100 * last.bits[player]) / MOST_BITS)}%` }}
							/>
							<span className="numbers">{fixed(last.bits[player], 2)}</span>
						</dd>
					</div>
				))}
			</dl>
		</section>
	);
}

const meanWords = ({ mean, half }: Mean) => (half === null ? fixed(mean, 2) : `${fixed(mean, 2)} ± ${fixed(half, 2)}`);

export function DuelScores({ state, call }: { state: DuelState; call: RaceCall }) {
	const { rounds, found, rules } = state;
	const n = rounds.length;
	const scores = n > 0 ? scoresOf(rounds) : null;
	const over = n === found!.ids.length;
	const verdict = n > 0 ? verdictOf(state) : "";
	const share = () => void navigator.clipboard.writeText(linkNow()).then(() => toast(() => sayPlay("copied")));
	const title = [
		sayPlay("card.title", { n }),
		verdict,
		...PLAYERS.map((player) => `${call.name(player)}: ${scores ? meanWords(scores[player]) : ""}`),
	];
	return (
		<section className="duel-scores" aria-labelledby="duel-scores">
			<h2 id="duel-scores">{sayPlay("scores", { n, of: found!.ids.length })}</h2>
			<table>
				<tbody className="numbers">
					{PLAYERS.map((player) => (
						<tr key={player}>
							<th scope="row">
								<i data-player={player} /> {sayPlay(`player.${player}`, { order: rules.order })}
							</th>
							<td>{scores ? meanWords(scores[player]) : "–"}</td>
						</tr>
					))}
				</tbody>
			</table>
			<p role="status">{over ? <b>{verdict}</b> : verdict}</p>
			<p className="row">
				<button type="button" onClick={share}>
					{sayPlay("duel.link")}
				</button>
				<button type="button" disabled={n === 0} onClick={() => void saveCard(call, title)}>
					{sayPlay("duel.card")}
				</button>
				<button type="button" disabled={n === 0} onClick={() => saveRounds(call)}>
					{sayPlay("duel.csv")}
				</button>
			</p>
		</section>
	);
}

/** Who is ahead, and whether the difference could be chance. */
function verdictOf({ rounds }: DuelState): string {
	const gap = gapOf(rounds, "network");
	const clear = gap.half !== null && Math.abs(gap.mean) > gap.half;
	const key = clear ? (gap.mean < 0 ? "verdict.you" : "verdict.network") : "verdict.open";
	return sayPlay(key, {
		...{ gap: fixed(Math.abs(gap.mean), 2), half: gap.half === null ? "–" : fixed(gap.half, 2) },
		n: rounds.length,
	});
}
