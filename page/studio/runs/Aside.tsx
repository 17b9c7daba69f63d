/** What lies in the folder of runs besides runs: the bin, comparisons and reproductions. */
import type { Runs } from "../../../studio/wire.ts";
import { language } from "../words/words.ts";
import { ageOf } from "./ages.ts";
import { restore } from "./runActs.ts";
import { sayRuns } from "./runWords.ts";

export function Bin({ entries }: { entries: Runs["bin"] }) {
	if (entries.length === 0) return null;
	return (
		<details className="aside">
			<summary>
				{sayRuns("bin")} <span className="quiet numbers">{entries.length}</span>
			</summary>
			<p className="quiet">{sayRuns("binHelp")}</p>
			<ul>
				{entries.slice(0, 200).map(({ id, name, removedMs }) => (
					<li key={`${id}${removedMs}`}>
						<bdi className="text">{name.slice(0, 200)}</bdi>
						<span className="quiet numbers">{ageOf(removedMs, Date.now(), language.get())}</span>
						<button type="button" onClick={() => void restore([{ id, name }])}>
							{sayRuns("restore")}
						</button>
					</li>
				))}
			</ul>
		</details>
	);
}

export function Results({ results }: { results: Runs["results"] }) {
	if (results.length === 0) return null;
	return (
		<details className="aside">
			<summary>
				{sayRuns("results")} <span className="quiet numbers">{results.length}</span>
			</summary>
			<p className="quiet">{sayRuns("resultsHelp")}</p>
			<ul>
				{results.slice(0, 200).map(({ name, kind, title, changedMs }) => (
					<li key={name}>
						<bdi className="text">{(title || name).slice(0, 200)}</bdi>
						<span className="quiet">{sayRuns(kind === "compare" ? "result.compare" : "result.reproduce")}</span>
						<span className="quiet numbers">{ageOf(changedMs, Date.now(), language.get())}</span>
					</li>
				))}
			</ul>
		</details>
	);
}
