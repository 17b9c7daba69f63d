/** What the network expected before the symbol, and what it expects after it. */

import type { LikelySymbol } from "../../../src/interpretation/explain.ts";
import { glyphOf } from "../../../src/views/glyphs.ts";
import { short } from "../../kit/numbers.ts";
import type { CellState } from "./cellState.ts";
import { sayCell } from "./cellWords.ts";

export function Predictions({ state: { now, changed, facts } }: { state: CellState }) {
	if (!now) return <section className="predictions" />;
	const { expected, id, target } = now;
	return (
		<section className="predictions">
			<List title={sayCell("before")} list={expected} came={id} labels={facts.labels} />
			<List
				title={sayCell("after")}
				list={(changed ?? now).predicted}
				was={changed && now.predicted}
				came={target}
				labels={facts.labels}
			/>
		</section>
	);
}

/** Length of the bar of a certain symbol, the same in both lists. */
const FULL_REM = 7;

interface ListCall {
	title: string;
	list: readonly LikelySymbol[];
	/** What it was before the reader changed a value. */
	was?: readonly LikelySymbol[] | null;
	came: number;
	labels: readonly string[];
}

function List({ title, list, was, came, labels }: ListCall) {
	return (
		<div>
			<h2>{title}</h2>
			{list.length === 0 && <p className="quiet">{sayCell("firstStep")}</p>}
			<ol>
				{list.map(({ id, probability }) => (
					<li key={id}>
						<span className="symbol" translate="no">
							{glyphOf(labels[id]!).small}
						</span>
						<span className="share" style={{ inlineSize: `${FULL_REM * probability}rem` }} />
						<span className="numbers">{short(probability)}</span>
						{was && (
							<span className="was quiet">
								<span className="unseen">{sayCell("was")} </span>
								<s>{before(id, was)}</s>
							</span>
						)}
						{id === came && <span className="came">{sayCell("came")}</span>}
					</li>
				))}
			</ol>
		</div>
	);
}

/** Probability of a symbol in a list of the most likely ones; below the last of them if it is not listed. */
function before(id: number, list: readonly LikelySymbol[]): string {
	const found = list.find((one) => one.id === id);
	return found ? short(found.probability) : `< ${short(list.at(-1)?.probability ?? 0)}`;
}
