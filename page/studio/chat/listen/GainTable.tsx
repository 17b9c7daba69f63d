/** The question gain of a table of losses, per answer and per character, and what it means. */
import { fixed } from "../../../kit/numbers.ts";
import { questionGain, timesAsLikely } from "./gain.ts";
import { sayListen } from "./listenWords.ts";

interface GainTableCall {
	nats: readonly (readonly number[])[];
	answers: readonly string[];
	shuffled: boolean;
}

export function GainTable({ nats, answers, shuffled }: GainTableCall) {
	const { given, without, gain, mixture } = questionGain(nats, shuffled);
	const characters = answers.reduce((sum, answer) => sum + [...answer].length, 0) / answers.length;
	const rows = [
		[sayListen("without"), without, fixed],
		[sayListen(shuffled ? "given.shuffled" : "given"), given, fixed],
		[sayListen("gain"), gain, signed],
		[sayListen("mixture"), mixture, signed],
	] as const;
	return (
		<div>
			<table className="listen-sums numbers">
				<thead>
					<tr>
						<th scope="col">{sayListen("means")}</th>
						<th scope="col">{sayListen("perAnswer")}</th>
						<th scope="col">{sayListen("perCharacter")}</th>
					</tr>
				</thead>
				<tbody>
					{rows.slice(0, shuffled ? 3 : 4).map(([name, value, written], n) => (
						<tr key={name} className={n === 2 ? "listen-gain" : undefined}>
							<th scope="row">{name}</th>
							<td>{written(value, 2)}</td>
							<td>{written(value / characters, 3)}</td>
						</tr>
					))}
				</tbody>
			</table>
			<p>{sayListen(shuffled ? "times.shuffled" : "times", { times: timesAsLikely(gain) })}</p>
		</div>
	);
}

/** With a sign; what rounds to 0 has none. */
const signed = (value: number, decimals: number) => {
	const none = Number(value.toFixed(decimals)) === 0;
	return `${!none && value > 0 ? "+" : ""}${fixed(none ? 0 : value, decimals)}`;
};
