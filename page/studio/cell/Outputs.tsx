/** What an echo state network predicts at a step of a task or a series, next to the target. */
import { short } from "../../kit/numbers.ts";
import type { ShownOutput } from "../worker/instrument/cellAnswers.ts";
import type { CellState } from "./cellState.ts";
import { sayCell } from "./cellWords.ts";
import { askWhy } from "./whyState.ts";

/** Outputs shown: all values, the most likely classes. */
const MOST = { values: 8, classes: 5 };

export function Outputs({ state: { now, changed, facts } }: { state: CellState }) {
	const outputs = (changed ?? now)?.outputs;
	const echo = facts.echo!;
	if (!outputs) return <section className="outputs" />;
	const isClasses = echo.head === "softmax";
	const scored = outputs.some(({ target }) => target !== null);
	const sorted = outputs.map((one, v) => ({ ...one, v, name: echo.outputNames?.[v] ?? String(v) }));
	if (isClasses) sorted.sort((a, b) => b.predicted - a.predicted);
	const rows = sorted.slice(0, isClasses ? MOST.classes : MOST.values);
	const target = sorted.find((one) => one.target === 1);
	if (isClasses && target && !rows.includes(target)) rows.push(target);
	return (
		<section className="outputs">
			<h2>{sayCell(isClasses ? "outputs.classes" : "outputs")}</h2>
			<table>
				<thead>
					<tr>
						<th scope="col">{sayCell("output")}</th>
						<th scope="col">{sayCell(echo.head === "regression" ? "predicted" : "probability")}</th>
						<th scope="col">{sayCell("target")}</th>
						{echo.head === "regression" && <th scope="col">{sayCell("error")}</th>}
					</tr>
				</thead>
				<tbody>
					{rows.map((one) => (
						<Row key={one.v} {...one} kind={echo.head} />
					))}
				</tbody>
			</table>
			{rows.length < outputs.length && (
				<p className="quiet">{sayCell("outputsShown", { n: rows.length, all: outputs.length })}</p>
			)}
			{!scored && <p className="quiet">{sayCell("noTarget")}</p>}
		</section>
	);
}

interface RowCall extends ShownOutput {
	/** Index of the output. */
	v: number;
	name: string;
	kind: string;
}

function Row({ v, name, predicted, target, kind }: RowCall) {
	const why = sayCell("whyOutput", { name, value: short(predicted) });
	const isRegression = kind === "regression";
	return (
		<tr>
			<th scope="row" translate="no">
				{name}
			</th>
			<td className="predicted">
				<button type="button" className="ask numbers" aria-label={why} title={why} onClick={() => askWhy("y", v)}>
					{short(predicted)}
				</button>
			</td>
			<td className="numbers">{target === null ? "" : isRegression ? short(target) : target === 1 ? "1" : "0"}</td>
			{isRegression && <td className="numbers">{target === null ? "" : short(predicted - target)}</td>}
		</tr>
	);
}
