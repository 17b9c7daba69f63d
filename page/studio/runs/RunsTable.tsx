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
import { remove } from "./runActs.ts";
import { sayRuns } from "./runWords.ts";
import { TableHead } from "./TableHead.tsx";
import { useNow, useRowHeight } from "./tableHooks.ts";
import type { Query } from "./tableOrder.ts";

interface TableCall {
	rows: ReadonlyMap<string, RunRow>;
	gone: ReadonlyMap<string, RunRow>;
	order: readonly Branch[];
	query: Query;
	picked: readonly string[];
}

export function RunsTable({ rows, gone, order, query, picked }: TableCall) {
	const box = useRef<HTMLTableSectionElement>(null);
	const [margin, setMargin] = useState(0);
	const [at, setAt] = useState(() =>
		Math.max(
			0,
			order.findIndex(({ id }) => id === lastRow.id),
		),
	);
	const height = useRowHeight();
	const nowMs = useNow();
	useLayoutEffect(() => {
		const top = box.current!.getBoundingClientRect().top + scrollY;
		if (Math.abs(top - margin) > 1) setMargin(top);
	});
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
	const pickedSet = new Set(picked);
	const focusCurrent = () => box.current?.querySelector<HTMLElement>("[data-at] a")?.focus({ preventScroll: true });
	const current = Math.min(at, order.length - 1);
	const keys = (event: KeyboardEvent) => {
		const row = rows.get(order[current]!.id);
		if (event.key === "Delete" && row) void remove([row]).then(() => requestAnimationFrame(focusCurrent));
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
			<TableHead query={query} order={order} picked={picked} />
			<tbody ref={box} className="rows" style={{ height: rolls.getTotalSize() }} onKeyDown={keys}>
				{rolls.getVirtualItems().map(({ index, start, key }) => {
					const { id, depth } = order[index]!;
					const row = rows.get(id) ?? gone.get(id);
					if (!row) return null;
					return (
						<Row
							key={key}
							{...{ row, depth, index, gone: !rows.has(id), picked: pickedSet.has(id) }}
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
