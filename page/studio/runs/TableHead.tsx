/** The titles of the columns, by which the table is sorted. */
import { choose } from "./chosen.ts";
import type { Branch } from "./forest.ts";
import { table } from "./runActs.ts";
import { sayRuns } from "./runWords.ts";
import { FALLING, type Query } from "./tableOrder.ts";

const COLUMNS = ["name", "spark", "state", "model", "data", "step", "best", "bytes", "changed"] as const;

interface HeadCall {
	query: Query;
	order: readonly Branch[];
	picked: readonly string[];
}

export function TableHead({ query, order, picked }: HeadCall) {
	const ids = order.map(({ id }) => id);
	const chosen = new Set(picked);
	const all = chosen.size >= ids.length && ids.every((id) => chosen.has(id));
	return (
		<thead className="head">
			<tr aria-rowindex={1} className="run-row">
				<th scope="col" className="cell-check">
					<input
						type="checkbox"
						aria-label={sayRuns("chooseAll")}
						checked={all}
						onChange={() => choose(all ? [] : ids)}
					/>
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
