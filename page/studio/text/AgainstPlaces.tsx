/** The places with the largest differences, in both directions; a press goes there. */

import { useState } from "react";
import { signOf } from "../../../src/views/glyphs.ts";
import { fixed, signed } from "../../kit/numbers.ts";
import type { Against } from "./against.ts";
import { useNames } from "./againstNames.ts";
import type { Reading } from "./reading.ts";
import { TableBox } from "./TableBox.tsx";
import { goTo } from "./textStores.ts";
import { sayText } from "./textWords.ts";

/** Places shown before "more". */
const FIRST = 8;

export function AgainstPlaces({ state, reading }: { state: Against; reading: Reading }) {
	const { gain, places } = state.found!;
	const names = useNames(state);
	const count = (sign: 1 | -1) => gain.reduce((n, value) => (sign * value > 0 ? n + 1 : n), 0);
	return (
		<div className="two-places">
			<Places
				title={sayText("against.betterAt", { name: names.own })}
				list={places.better}
				of={count(1)}
				{...{ reading, names }}
			/>
			<Places
				title={sayText("against.betterAt", { name: names.other })}
				list={places.worse}
				of={count(-1)}
				{...{ reading, names }}
			/>
		</div>
	);
}

interface PlacesCall {
	title: string;
	list: NonNullable<Against["found"]>["places"]["better"];
	of: number;
	reading: Reading;
	names: { own: string; other: string };
}

function Places({ title, list, of, reading, names }: PlacesCall) {
	const [shown, setShown] = useState(FIRST);
	const labels = reading.model.labels;
	const sign = (at: number) => signOf(labels[reading.ids[at] ?? -1] ?? "\uFFFD");
	const before = (at: number) =>
		Array.from({ length: Math.min(12, at) }, (_, k) => sign(at - Math.min(12, at) + k)).join("");
	if (list.length === 0) return null;
	const some = list.slice(0, shown);
	const numbers = { shown: some.length.toLocaleString("en"), of: of.toLocaleString("en") };
	return (
		<div>
			<h3>{title}</h3>
			<TableBox label={title}>
				<table className="numbers">
					<thead>
						<tr>
							<th scope="col">{sayText("against.place")}</th>
							<th scope="col">{names.own}</th>
							<th scope="col">{names.other}</th>
							<th scope="col">{sayText("against.difference")}</th>
						</tr>
					</thead>
					<tbody>
						{some.map(({ at, nats, againstNats, gainNats }) => (
							<tr key={at}>
								<td>
									<button type="button" className="plain symbol-place" onClick={() => goTo(at, true)}>
										<code>
											{before(at)}
											<mark>{sign(at)}</mark>
										</code>
										<span className="unseen">{sayText("about.place", { at: at.toLocaleString("en") })}</span>
									</button>
								</td>
								<td>{fixed(nats, 4)}</td>
								<td>{fixed(againstNats, 4)}</td>
								<td>{signed(gainNats)}</td>
							</tr>
						))}
					</tbody>
				</table>
			</TableBox>
			<p className="quiet numbers">
				{sayText("left", numbers)}{" "}
				{shown < list.length && (
					<button type="button" className="plain" onClick={() => setShown((n) => n + 24)}>
						{sayText("against.more")}
					</button>
				)}
			</p>
		</div>
	);
}
