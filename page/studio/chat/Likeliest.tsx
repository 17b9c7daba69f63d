/** The five most likely symbols at the cursor: the model's own probabilities, and those with which they were drawn. */
import type { TalkSymbol } from "../../../studio/wire/chatMessages.ts";
import { fixed, percent, plain } from "../../kit/numbers.ts";
import { settingsOf } from "./chatCommand.ts";
import { sayChat, signOfLabel as sign } from "./chatWords.ts";
import type { Turn } from "./turn.ts";

export function Likeliest({ asked, symbol }: { asked: Turn["asked"]; symbol: TalkSymbol }) {
	const { label, probability, drawn, nats, top } = symbol;
	const differs = typeof drawn === "number" && (asked.temperature !== 1 || asked.topP < 1);
	const how = settingsOf(asked)
		.filter((name) => name === "temperature" || (name === "topP" && asked.topP < 1))
		.map((name) => `${sayChat(name).toLowerCase()} ${plain(asked[name])}`)
		.join(", ");
	const words = { symbol: sign(label), p: percent(probability), nats: fixed(nats, 2) };
	return (
		<section className="chat-likeliest">
			<h3>{sayChat("likeliest")}</h3>
			<table className="numbers">
				<thead>
					<tr>
						<th scope="col">{sayChat("place")}</th>
						<th scope="col" colSpan={2}>
							{sayChat("at1")}
						</th>
						{differs && <th scope="col">{how}</th>}
					</tr>
				</thead>
				<tbody>
					{top.map((one) => (
						<tr key={one.text} className={one.text === label ? "drawn" : undefined}>
							<th scope="row">{sign(one.text)}</th>
							<td className="chat-share">
								<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
									<rect width={100 * one.probability} height={10} />
								</svg>
							</td>
							<td>{percent(one.probability)}</td>
							{differs && (
								<td className={one.excluded && "quiet"}>{one.excluded ? sayChat("out") : percent(one.drawn ?? 0)}</td>
							)}
						</tr>
					))}
				</tbody>
			</table>
			<p className="quiet numbers">
				{sayChat(asked.beams > 1 ? "found" : "written", words)}
				{differs && ` ${sayChat("written.drawn", { how, p: percent(drawn) })}`}
			</p>
		</section>
	);
}
