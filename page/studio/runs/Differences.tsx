/** The options of some runs side by side, first those in which they differ. */
import { useState } from "react";
import type { RunDetail } from "../../../studio/wire.ts";
import { optionRows } from "./optionDiff.ts";
import { sayCount, sayRuns } from "./runWords.ts";

export function Differences({ details }: { details: readonly RunDetail[] }) {
	const [all, setAll] = useState(false);
	const rows = optionRows(details.map(({ options }) => options));
	const differ = rows.filter(({ differs }) => differs);
	const shown = all ? rows : differ;
	return (
		<section className="differences" aria-labelledby="differences-title">
			<div className="panel-head">
				<h2 id="differences-title">{sayRuns("options")}</h2>
				<span className="quiet numbers">
					{differ.length === 0 ? sayRuns("optionsEqual") : sayCount("optionsDiffer", differ.length)}
				</span>
				<label className="check">
					<input type="checkbox" checked={all} onChange={() => setAll(!all)} />
					{sayRuns("showAll")}
				</label>
			</div>
			{shown.length > 0 && (
				// biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls in its box, also by keys
				<section className="wide" tabIndex={0} aria-label={sayRuns("compared")}>
					<table className="numbers">
						<thead>
							<tr>
								<th scope="col">{sayRuns("option")}</th>
								{details.map(({ id, name }) => (
									<th key={id} scope="col">
										<bdi>{name.slice(0, 80)}</bdi>
									</th>
								))}
							</tr>
						</thead>
						<tbody>
							{shown.map(({ key, values, differs }) => (
								<tr key={key} className={differs ? "differs" : undefined}>
									<th scope="row">{key}</th>
									{values.map((value, n) => (
										<td key={details[n]!.id}>{value.slice(0, 200)}</td>
									))}
								</tr>
							))}
						</tbody>
					</table>
				</section>
			)}
		</section>
	);
}
