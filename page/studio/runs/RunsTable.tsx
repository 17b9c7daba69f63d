/** The rows that can be seen. Arrow keys move over all; Enter opens one, Space chooses it, Delete removes it. */
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { RunRow } from "../../../studio/wire.ts";
import { language } from "../words/words.ts";
import { ageOf } from "./ages.ts";
import { toggle } from "./chosen.ts";
import type { Branch } from "./forest.ts";
import { Row } from "./Row.tsx";
import { lastRow, rowByKey } from "./rovingKeys.ts";
import { remove, table } from "./runActs.ts";
import { sayRuns } from "./runWords.ts";
import { FALLING, type Query } from "./tableOrder.ts";

interface TableCall {
	rows: ReadonlyMap<string, RunRow>;
	gone: ReadonlyMap<string, RunRow>;
	order: readonly Branch[];
	query: Query;
	picked: readonly string[];
}

const HEIGHT = 36;
const NARROW_HEIGHT = 68;
const narrow = matchMedia("(max-width: 760px)");
const COLUMNS = ["name", "spark", "state", "model", "data", "step", "best", "bytes", "changed"] as const;

export function RunsTable({ rows, gone, order, query, picked }: TableCall) {
	const box = useRef<HTMLTableSectionElement>(null);
	const [margin, setMargin] = useState(0);
	const [at, setAt] = useState(() =>
		Math.max(
			0,
			order.findIndex(({ id }) => id === lastRow.id),
		),
	);
	const [small, setSmall] = useState(narrow.matches);
	const [nowMs, setNow] = useState(Date.now);
	useEffect(() => {
		const tick = setInterval(() => setNow(Date.now()), 30_000);
		return () => clearInterval(tick);
	}, []);
	const height = small ? NARROW_HEIGHT : HEIGHT;
	useLayoutEffect(() => {
		const top = box.current!.getBoundingClientRect().top + scrollY;
		if (Math.abs(top - margin) > 1) setMargin(top);
	});
	useEffect(() => {
		const change = () => setSmall(narrow.matches);
		narrow.addEventListener("change", change);
		return () => narrow.removeEventListener("change", change);
	}, []);
	const rolls = useWindowVirtualizer({
		...{ count: order.length, estimateSize: () => height, overscan: 6, scrollMargin: margin },
		getItemKey: (n) => order[n]?.id ?? n,
	});
	useEffect(() => rolls.measure(), [height]);
	useEffect(() => {
		if (lastRow.id === "") return;
		scrollTo({ top: lastRow.scrollY });
		requestAnimationFrame(() => box.current?.querySelector<HTMLElement>("[data-at] a")?.focus({ preventScroll: true }));
		lastRow.id = "";
	}, []);
	const current = Math.min(at, order.length - 1);
	const keys = (event: KeyboardEvent) => {
		const row = rows.get(order[current]!.id);
		if (event.key === "Delete" && row) void remove([row]);
		if (event.key === " " && event.target instanceof HTMLAnchorElement) {
			event.preventDefault();
			toggle(order[current]!.id);
		}
		const next = rowByKey(event.key, current, order.length, Math.max(1, Math.floor(innerHeight / height) - 3));
		if (next === undefined) return;
		event.preventDefault();
		setAt(next);
		rolls.scrollToIndex(next);
		requestAnimationFrame(() =>
			requestAnimationFrame(() =>
				box.current?.querySelector<HTMLElement>("[data-at] a")?.focus({ preventScroll: true }),
			),
		);
	};
	return (
		<table
			className={query.tree ? "table tree" : "table"}
			aria-label={sayRuns("title")}
			aria-rowcount={order.length + 1}
		>
			<Head query={query} />
			<tbody ref={box} className="rows" style={{ height: rolls.getTotalSize() }} onKeyDown={keys}>
				{rolls.getVirtualItems().map(({ index, start, key }) => {
					const { id, depth } = order[index]!;
					const row = rows.get(id) ?? gone.get(id);
					if (!row) return null;
					return (
						<Row
							key={key}
							{...{ row, depth, index, gone: !rows.has(id), picked: picked.includes(id) }}
							top={start - rolls.options.scrollMargin}
							current={index === current}
							age={ageOf(row.changedMs, nowMs, language.get())}
							onFocus={() => setAt(index)}
						/>
					);
				})}
			</tbody>
		</table>
	);
}

function Head({ query }: { query: Query }) {
	return (
		<thead className="head">
			<tr aria-rowindex={1} className="run-row">
				<th scope="col" className="cell-check">
					<span className="unseen">{sayRuns("chosen", { n: "" })}</span>
				</th>
				{COLUMNS.map((column) => {
					const sort = column === "spark" ? null : column;
					const sorted = sort !== null && query.sort === sort && !query.tree;
					const title = sayRuns(`column.${column}`);
					return (
						<th
							key={column}
							scope="col"
							className={`cell-${column}`}
							aria-sort={sorted ? (query.down ? "descending" : "ascending") : undefined}
						>
							{sort === null ? (
								title
							) : (
								<button
									type="button"
									className="plain"
									onClick={() => table.ask({ sort, down: sorted ? !query.down : FALLING.has(sort), tree: false })}
								>
									{title}
									<span aria-hidden="true" className="sorted">
										{sorted ? (query.down ? "↓" : "↑") : ""}
									</span>
								</button>
							)}
						</th>
					);
				})}
			</tr>
		</thead>
	);
}
