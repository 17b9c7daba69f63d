/** All studies with what each has come to, those that run first. */
import { useState } from "react";
import type { StudyRow } from "../../../../studio/wire/studies.ts";
import { clock, count, loss } from "../../../kit/numbers.ts";
import { hrefOf } from "../../shell/location.ts";
import { useStore } from "../../shell/useStore.ts";
import { failureWords } from "../runWords.ts";
import { Command } from "../states.tsx";
import { Beat } from "./beats.tsx";
import { loadStudies, studies } from "./studiesStore.ts";
import { endedOf, sayStudy, settingsWords, unitWords } from "./studyWords.ts";

/** Studies that are shown before the reader asks for all. */
const FEW = 5;
const COLUMNS = ["name", "state", "search", "trials", "best", "loss", "left", "workers"] as const;

export function StudyList() {
	const { rows, failure } = useStore(studies);
	const [all, setAll] = useState(false);
	if (rows === null)
		return failure === null ? (
			<div className="studies-room" />
		) : (
			<p className="notice bad-notice">
				{sayStudy("failed")} {failureWords(failure)}{" "}
				<button type="button" onClick={() => void loadStudies()}>
					{sayStudy("again")}
				</button>
			</p>
		);
	if (rows.size === 0)
		return (
			<details className="aside studies-none">
				<summary>
					{sayStudy("title")} <span className="quiet numbers">0</span>
				</summary>
				<p className="quiet">{sayStudy("none")}</p>
				<Command text={sayStudy("example")} />
			</details>
		);
	const sorted = [...rows.values()].sort((a, b) => Number(b.state === "running") - Number(a.state === "running"));
	const shown = all ? sorted : sorted.slice(0, FEW);
	return (
		<section className="studies" aria-labelledby="studies-title">
			<div className="runs-head">
				<h2 id="studies-title">{sayStudy("title")}</h2>
				<span className="quiet numbers">{count(rows.size)}</span>
			</div>
			<table className="study-list">
				<thead>
					<tr>
						{COLUMNS.map((column) => (
							<th key={column} scope="col" className={`study-${column}`}>
								{sayStudy(`column.${column}`)}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{shown.map((row) => (
						<Row key={row.id} row={row} />
					))}
				</tbody>
			</table>
			{shown.length < sorted.length && (
				<button type="button" className="plain" onClick={() => setAll(true)}>
					{sayStudy("more", { n: count(sorted.length) })}
				</button>
			)}
		</section>
	);
}

function Row({ row }: { row: StudyRow }) {
	const { id, name, state, search, best, etaSeconds, workers, damage } = row;
	return (
		<tr>
			<th scope="row" className="study-name">
				<a href={hrefOf({ study: id })}>
					<bdi>{name.slice(0, 160)}</bdi>
				</a>
			</th>
			<td className={`study-state cell-state is-${state}`} title={damage}>
				<span className="dot" aria-hidden="true" />
				{damage === undefined ? sayStudy(`state.${state}`) : sayStudy("damaged")}
			</td>
			<td className="study-search">{damage === undefined && sayStudy(`search.${search}`)}</td>
			<td className="study-trials numbers">
				<Trials row={row} />
			</td>
			<td className="study-best numbers">{best ? settingsWords(best.settings).slice(0, 200) : "–"}</td>
			<td className="study-loss numbers">
				{loss(best?.mean)} {best && <span className="quiet unit">{unitWords(row)}</span>}
			</td>
			<td className="study-left numbers">{etaSeconds === null ? "–" : clock(etaSeconds)}</td>
			<td className="study-workers numbers">
				{workers.length === 0 ? "–" : count(workers.length)}{" "}
				{workers.length > 0 && <Beat atMs={Math.min(...workers.map(({ atMs }) => atMs))} />}
			</td>
		</tr>
	);
}

/** How many trials have ended, and what else there is to know of their number. */
export function Trials({ row }: { row: StudyRow }) {
	const { done, all } = endedOf(row);
	const { running, parked, diverged } = row.counts;
	const words = sayStudy("progress", { done: count(done), all: count(all) });
	const more = [
		...(running > 0 ? [sayStudy("running", { n: count(running) })] : []),
		...(diverged > 0 ? [sayStudy("diverged", { n: count(diverged) })] : []),
	];
	return (
		<>
			<progress value={done} max={Math.max(1, all)} aria-label={words} /> <span>{words}</span>
			{more.map((text) => (
				<span key={text} className="quiet">
					{" "}
					· {text}
				</span>
			))}
			{parked > 0 && <span className="bad"> · {sayStudy("parked", { n: count(parked) })}</span>}
		</>
	);
}
