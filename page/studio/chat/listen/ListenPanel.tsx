/** Does it listen? A network on its way from fluent to listening: the loss of each answer after each question. */
import { GROUNDS, LEVELS, likelyColour } from "../../../../src/views/palettes.ts";
import { schemeNow } from "../../../kit/canvas.ts";
import { fixed } from "../../../kit/numbers.ts";
import { address } from "../../shell/location.ts";
import { useStore } from "../../shell/useStore.ts";
import { language } from "../../words/words.ts";
import { setChatWords } from "../chatAddress.ts";
import { GainTable } from "./GainTable.tsx";
import { askedBy } from "./gain.ts";
import { sayListen } from "./listenWords.ts";
import { StoryCurve } from "./StoryCurve.tsx";
import { listening } from "./stored.ts";
import { usePlay } from "./usePlay.ts";
import { useTheme } from "./useTheme.ts";

const { updates } = listening;

/** Index of the address's update among the stored ones; that before training by default. */
const updateNow = () => Math.max(0, updates.indexOf(Number(address.get().more.upd ?? 0)));
const showUpdate = (at: number) => setChatWords({ upd: String(updates[at]) });

export function ListenPanel() {
	const { more } = useStore(address);
	useTheme();
	const { questions, answers, nats } = listening[useStore(language)];
	const at = updateNow();
	const [playing, play] = usePlay({ at, count: updates.length, show: showUpdate });
	const shuffled = more.mix === "1";
	const table = nats[at]!;
	const lookOf = (i: number, j: number) =>
		i === askedBy(j, questions.length, shuffled) ? "asked" : i === j ? "left-out" : undefined;
	return (
		<section className="listen">
			<h2>{sayListen("listen")}</h2>
			<p>{sayListen("listen.about")}</p>
			<div className="row listen-bar">
				<button type="button" className="play" onClick={() => play(!playing)}>
					{sayListen(playing ? "pause" : "play")}
				</button>
				<label>
					{sayListen("update")} <output className="numbers">{updates[at]}</output>{" "}
					<input
						type="range"
						min={0}
						max={updates.length - 1}
						value={at}
						aria-valuetext={String(updates[at])}
						onChange={({ target }) => {
							play(false);
							showUpdate(Number(target.value));
						}}
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
									<td key={answer} className={lookOf(i, j)} style={cellLook(table[i]![j]!)}>
										{fixed(table[i]![j]!, 2)}
									</td>
								))}
							</tr>
						))}
					</tbody>
				</table>
			</section>
			<p className="quiet">{sayListen(shuffled ? "frames.shuffled" : "frames")}</p>
			<div className="listen-below">
				<GainTable {...{ nats: table, answers, shuffled }} />
				<StoryCurve {...{ updates, nats, at, shuffled }} />
			</div>
		</section>
	);
}

/** The colour of a probability, as under the symbols of a text. */
function cellLook(nats: number) {
	const scheme = schemeNow();
	const level = Math.round(Math.exp(-nats) * LEVELS);
	const background = level === 0 ? GROUNDS[scheme].ground : likelyColour(scheme, level);
	return { background, color: GROUNDS[scheme].ink };
}
