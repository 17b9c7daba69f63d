/** Chosen runs against each other: their losses in one picture, and the options in which they differ. */
import { useEffect, useMemo, useRef, useState } from "react";
import type { RunRow } from "../../../studio/wire.ts";
import { loss } from "../../kit/numbers.ts";
import { createStore } from "../../kit/store.ts";
import { runsStore } from "../live/live.ts";
import { hrefOf } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { Picture } from "../train/Picture.tsx";
import { Back } from "./Back.tsx";
import { type Comparison, compare } from "./comparison.ts";
import { Differences } from "./Differences.tsx";
import { COLOURS, DASHES, MOST_LINES, MOST_OPTIONS } from "./overlay.ts";
import { bandsFigure, type Drawn, linesFigure, summaryOf } from "./overlayFigure.ts";
import { failureWords, sayRuns } from "./runWords.ts";

const NONE = createStore<Comparison>({ curves: [], details: [], failure: null, done: false });

export function Compared({ ids }: { ids: readonly string[] }) {
	const { rows: known } = useStore(runsStore.state);
	const rows = ids.map((id) => known.get(id)).filter((row) => row !== undefined);
	const key = rows.map(({ id }) => id).join(",");
	const newest = useRef(rows);
	newest.current = rows;
	const [of, setOf] = useState<ReturnType<typeof compare> | null>(null);
	useEffect(() => {
		const comparison = compare(newest.current);
		setOf(comparison);
		return comparison.end;
	}, [key]);
	const store = of?.store ?? NONE;
	const { details, failure, done } = useStore(store);
	const few = rows.length <= MOST_LINES;
	const units = [...new Set(rows.map(({ lossUnit }) => lossUnit))];
	const watch = useMemo(
		() => (listener: () => void) => {
			const ends = [store.subscribe(listener), runsStore.state.subscribe(listener)];
			return () => ends.forEach((end) => void end());
		},
		[store],
	);
	const make = (box: HTMLElement): Drawn =>
		few
			? linesFigure(
					box,
					() => newest.current,
					() => store.get().curves,
				)
			: bandsFigure(box, () => newest.current);
	return (
		<article className="compared">
			<Back />
			<h1 className="numbers">{sayRuns("comparedOf", { n: rows.length })}</h1>
			{failure !== null && <p className="bad">{failureWords(failure)}</p>}
			<section className="panel panel-overlay" aria-labelledby="overlay-title">
				<div className="panel-head">
					<h2 id="overlay-title">{sayRuns("overlay")}</h2>
					<span className="quiet">{sayRuns(few ? "overlayHelp" : "overlayMany")}</span>
				</div>
				{units.length > 1 && <p className="quiet">{sayRuns("mixedUnits", { units: units.join(", ") })}</p>}
				<Picture key={few ? key : "bands"} className="chart overlay" of={store} watch={watch} make={make} />
				{few ? <Legend rows={rows} /> : <p className="numbers">{summaryOf(rows)}</p>}
			</section>
			{rows.length > MOST_OPTIONS ? (
				<p className="quiet">{sayRuns("differenceMany", { n: MOST_OPTIONS })}</p>
			) : (
				done && details.length === rows.length && <Differences details={details} />
			)}
		</article>
	);
}

function Legend({ rows }: { rows: readonly RunRow[] }) {
	return (
		<ul className="legend">
			{rows.map((row, n) => (
				<li key={row.id}>
					<svg viewBox="0 0 32 8" aria-hidden="true">
						<line
							x1="1"
							x2="31"
							y1="4"
							y2="4"
							style={{ stroke: `var(${COLOURS[n]})` }}
							strokeWidth="2.5"
							strokeDasharray={DASHES[n]?.join(" ")}
						/>
					</svg>
					<a href={hrefOf({ open: row.id })}>
						<bdi>{row.name.slice(0, 160)}</bdi>
					</a>
					<span className="quiet numbers">
						{loss(row.best?.loss ?? row.last)} {row.lossUnit}
					</span>
				</li>
			))}
		</ul>
	);
}
