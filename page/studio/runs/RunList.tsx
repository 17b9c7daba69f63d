/** The table of all runs with what filters it, and what can be done with those that are chosen. */
import { useDeferredValue, useState } from "react";
import type { RunRow } from "../../../studio/wire.ts";
import { runsStore } from "../live/live.ts";
import { go } from "../shell/location.ts";
import { Served } from "../shell/Served.tsx";
import { useStore } from "../shell/useStore.ts";
import { Bin, Results } from "./Aside.tsx";
import { choose, chosen } from "./chosen.ts";
import { inAddress } from "./idsInAddress.ts";
import { RunsTable } from "./RunsTable.tsx";
import { remove, saveCsv, table } from "./runActs.ts";
import { sayCount, sayRuns } from "./runWords.ts";
import { FALLING, SORTS, type Sort, tagsOf } from "./tableOrder.ts";

export function RunList({ title }: { title: string }) {
	const { rows, gone, bin, results } = useStore(runsStore.state);
	const { order, query, newer } = useStore(table.state);
	const picked = useStore(chosen);
	const filtered = query.words !== "" || query.tag !== "";
	const n = order.length.toLocaleString("en");
	const counted = filtered
		? sayRuns("countOf", { n, all: rows.size.toLocaleString("en") })
		: sayCount("count", order.length);
	return (
		<section className="runs" aria-labelledby="runs-title">
			<div className="runs-head">
				<h1 id="runs-title">{title}</h1>
				<span className="quiet numbers">{counted}</span>
				{newer > 0 && (
					<button type="button" className="chip numbers" title={sayRuns("newerHelp")} onClick={() => table.refresh()}>
						{sayRuns("newer", { n: newer })}
					</button>
				)}
				<span className="grow" />
				<Filters rows={rows} />
			</div>
			<Picked ids={picked} rows={rows} />
			{order.length === 0 ? (
				<p className="state">
					{sayRuns("noneFits")}{" "}
					<button type="button" onClick={() => table.ask({ words: "", tag: "" })}>
						{sayRuns("clearFilter")}
					</button>
				</p>
			) : (
				<RunsTable rows={rows} gone={gone} order={order} query={query} picked={picked} />
			)}
			<div className="runs-foot">
				<Bin entries={bin} />
				<Results results={results} />
				<span className="grow" />
				<button type="button" className="plain" onClick={() => void saveCsv()}>
					{sayRuns("csv")}
				</button>
			</div>
		</section>
	);
}

function Filters({ rows }: { rows: ReadonlyMap<string, RunRow> }) {
	const { query } = useStore(table.state);
	const [words, setWords] = useState(query.words);
	const tags = tagsOf(useDeferredValue(rows).values());
	return (
		<search className="filters">
			<input
				type="search"
				className="runs-filter"
				value={words}
				placeholder={sayRuns("filterHelp")}
				aria-label={`${sayRuns("filter")}: ${sayRuns("filterHelp")}`}
				onChange={({ target }) => {
					setWords(target.value);
					table.ask({ words: target.value });
				}}
			/>
			{tags.length > 0 && (
				<select
					className="blank"
					aria-label={sayRuns("tag")}
					value={query.tag}
					onChange={({ target }) => table.ask({ tag: target.value })}
				>
					<option value="">{sayRuns("tagAny")}</option>
					{tags.slice(0, 200).map((tag) => (
						<option key={tag} value={tag}>
							{tag.slice(0, 60)}
						</option>
					))}
				</select>
			)}
			<select
				className="blank sort"
				aria-label={sayRuns("sort")}
				value={query.sort}
				onChange={({ target }) => {
					const sort = target.value as Sort;
					table.ask({ sort, down: FALLING.has(sort) });
				}}
			>
				{SORTS.map((sort) => (
					<option key={sort} value={sort}>
						{sayRuns(`column.${sort}`)}
					</option>
				))}
			</select>
			<label className="check">
				<input type="checkbox" checked={query.tree} onChange={() => table.ask({ tree: !query.tree })} />
				{sayRuns("tree")}
			</label>
		</search>
	);
}

function Picked({ ids, rows }: { ids: readonly string[]; rows: ReadonlyMap<string, RunRow> }) {
	const here = ids.map((id) => rows.get(id)).filter((row) => row !== undefined);
	if (here.length === 0) return null;
	return (
		<fieldset className="picked" aria-label={sayRuns("chosen", { n: here.length })}>
			<span className="numbers">{sayRuns("chosen", { n: here.length })}</span>
			{here.length > 1 && (
				<button
					type="button"
					className="strong"
					title={sayRuns("compareHelp")}
					onClick={() => go("runs", { with: inAddress(ids) })}
				>
					{sayRuns("compare")}
				</button>
			)}
			<Served>
				<button type="button" onClick={() => void remove(here)}>
					{sayRuns("delete")}
				</button>
			</Served>
			<button type="button" className="plain" onClick={() => choose([])}>
				{sayRuns("clear")}
			</button>
		</fieldset>
	);
}
