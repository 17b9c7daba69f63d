/** Does it listen? A network on its way from fluent to listening: the loss of each answer after each question. */
import { GROUNDS, LEVELS, likelyColour } from "../../../../src/views/palettes.ts";
import { schemeNow } from "../../../kit/canvas.ts";
import { fixed } from "../../../kit/numbers.ts";
import { address } from "../../shell/location.ts";
import { useStore } from "../../shell/useStore.ts";
import { language } from "../../words/words.ts";
import { setChatWords } from "../chatAddress.ts";
import { questionGain } from "./gain.ts";
import { sayListen } from "./listenWords.ts";
import { listening } from "./stored.ts";
import { useTheme } from "./useTheme.ts";

const { updates } = listening;

/** Index of the address's update among the stored ones; the last one by default. */
function updateNow(): number {
	const found = updates.indexOf(Number(address.get().more.upd ?? Number.NaN));
	return found < 0 ? updates.length - 1 : found;
}

export function ListenPanel() {
	const { more } = useStore(address);
	useTheme();
	const { questions, answers, nats } = listening[useStore(language)];
	const at = updateNow();
	const shuffled = more.mix === "1";
	const table = nats[at]!;
	const { given, without, gain } = questionGain(table, shuffled);
	const own = (i: number, j: number) => i === (j + (shuffled ? 1 : 0)) % questions.length;
	return (
		<section className="listen">
			<h2>{sayListen("listen")}</h2>
			<p>{sayListen("listen.about")}</p>
			<div className="row listen-bar">
				<label>
					{sayListen("update")} <output className="numbers">{updates[at]}</output>{" "}
					<input
						type="range"
						min={0}
						max={updates.length - 1}
						value={at}
						aria-valuetext={String(updates[at])}
						onChange={({ target }) => setChatWords({ upd: String(updates[Number(target.value)]) })}
					/>
				</label>
				<label>
					{sayListen("asked")}{" "}
					<select
						value={shuffled ? "1" : ""}
						onChange={({ target }) => setChatWords({ mix: target.value === "" ? null : "1" })}
					>
						<option value="">{sayListen("asked.own")}</option>
						<option value="1">{sayListen("asked.shuffled")}</option>
					</select>
				</label>
			</div>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable */}
			<section className="listen-scrolls" tabIndex={0} aria-label={sayListen("table")}>
				<table className="listen-table numbers">
					<thead>
						<tr>
							<th scope="col">{sayListen("question")}</th>
							{answers.map((answer) => (
								<th key={answer} scope="col">
									{answer}
								</th>
							))}
						</tr>
					</thead>
					<tbody>
						{questions.map((question, i) => (
							<tr key={question}>
								<th scope="row">{question}</th>
								{answers.map((answer, j) => (
									<td key={answer} className={own(i, j) ? "asked" : undefined} style={cellLook(table[i]![j]!)}>
										{fixed(table[i]![j]!, 2)}
									</td>
								))}
							</tr>
						))}
					</tbody>
				</table>
			</section>
			<dl className="listen-sums numbers">
				<div>
					<dt>{sayListen("without")}</dt>
					<dd>{sayListen("nats", { n: fixed(without, 2) })}</dd>
				</div>
				<div>
					<dt>{sayListen("given")}</dt>
					<dd>{sayListen("nats", { n: fixed(given, 2) })}</dd>
				</div>
				<div className="listen-gain">
					<dt>{sayListen("gain")}</dt>
					<dd>{sayListen("nats", { n: signedGain(gain) })}</dd>
				</div>
			</dl>
		</section>
	);
}

/** Two decimals with a sign; 0.00 has none. */
const signedGain = (gain: number) => `${gain >= 0.005 ? "+" : ""}${fixed(Math.abs(gain) < 0.005 ? 0 : gain, 2)}`;

/** The colour of a probability, as under the symbols of a text. */
function cellLook(nats: number) {
	const scheme = schemeNow();
	const level = Math.round(Math.exp(-nats) * LEVELS);
	const background = level === 0 ? GROUNDS[scheme].ground : likelyColour(scheme, level);
	return { background, color: GROUNDS[scheme].ink };
}
