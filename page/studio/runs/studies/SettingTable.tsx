/** The settings of a study in the order of their mean loss, each with the losses of its seeds, which open their runs. */
import type { StudyDetail, StudySetting, StudyTrial } from "../../../../studio/wire/studies.ts";
import { count, loss } from "../../../kit/numbers.ts";
import { hrefOf } from "../../shell/location.ts";
import { sayStudy, unitWords, valueWords } from "./studyWords.ts";

/** Settings that the table shows; the files have all. */
const MOST = 200;

export function SettingTable({ detail }: { detail: StudyDetail }) {
	const { rows, rowsOf, options, id, seeds } = detail;
	if (rows.length === 0) return <p className="quiet study-nothing">{sayStudy("noResults")}</p>;
	const trials = new Map(detail.trials.map((trial) => [trial.id, trial]));
	const rungs = rows.some(({ steps }) => steps !== undefined);
	return (
		<section className="panel" aria-labelledby="settings-title">
			<div className="panel-head">
				<h2 id="settings-title">{sayStudy("settings")}</h2>
				<span className="quiet">{sayStudy("settingsHelp")}</span>
				{rowsOf > MOST && (
					<span className="quiet numbers">{sayStudy("moreRows", { n: MOST, all: count(rowsOf) })}</span>
				)}
			</div>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard */}
			<section className="study-scroll" tabIndex={0} aria-label={sayStudy("settingsHelp")}>
				<table className="setting-table numbers">
					<thead>
						<tr>
							<th scope="col">{sayStudy("rank")}</th>
							{options.map((option) => (
								<th key={option} scope="col">
									{option}
								</th>
							))}
							{rungs && <th scope="col">{sayStudy("updates")}</th>}
							<th scope="col">
								{sayStudy("mean")} <span className="quiet">({unitWords(detail)})</span>
							</th>
							{seeds > 1 && <th scope="col">{sayStudy("deviation")}</th>}
							<th scope="col" className="by-seed">
								{sayStudy("bySeed")}
							</th>
						</tr>
					</thead>
					<tbody>
						{rows.slice(0, MOST).map((row, n) => (
							<tr key={row.trials[0]} className={n === 0 && row.mean !== null ? "lowest" : undefined}>
								<td>{n + 1}</td>
								{options.map((option) => (
									<td key={option}>{valueWords(row.settings[option])}</td>
								))}
								{rungs && <td>{row.steps === undefined ? "–" : count(row.steps)}</td>}
								<td>{loss(row.mean)}</td>
								{seeds > 1 && <td>{loss(row.deviation)}</td>}
								<td className="by-seed">
									<Seeds row={row} trials={trials} study={id} />
								</td>
							</tr>
						))}
					</tbody>
				</table>
			</section>
		</section>
	);
}

function Seeds({ row, trials, study }: { row: StudySetting; trials: ReadonlyMap<string, StudyTrial>; study: string }) {
	const known = row.trials.flatMap((id) => trials.get(id) ?? []);
	return known.map((trial) => {
		const { id, run, seed, value, state } = trial;
		const words = value === null ? sayStudy(`trial.${state}`) : loss(value);
		if (run === null) return <span key={id}>{words} </span>;
		const title = sayStudy("openTrial", { seed });
		return (
			<a key={id} href={hrefOf({ study, open: run })} title={title} aria-label={`${title}: ${words}`}>
				{words}
			</a>
		);
	});
}
