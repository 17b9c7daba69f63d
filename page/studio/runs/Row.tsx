/** One run as a line of the table. Whatever a file named it is text, cut to what a line can hold. */
import { memo } from "react";
import type { RunRow } from "../../../studio/wire.ts";
import { bytes, count, loss } from "../../kit/numbers.ts";
import { hrefOf } from "../shell/location.ts";
import { toggle } from "./chosen.ts";
import { differenceWords } from "./differenceWords.ts";
import { lastRow } from "./rovingKeys.ts";
import { type RunKey, sayRuns } from "./runWords.ts";
import { sparkPath } from "./spark.ts";

/** Characters of a name, or of any other text of a file, that a row shows. */
const SHOWN = 160;
const TAGS = 3;

interface RowCall {
	row: RunRow;
	depth: number;
	index: number;
	top: number;
	gone: boolean;
	picked: boolean;
	/** Whether it is the row in the Tab order. */
	current: boolean;
	/** How long ago it changed. */
	age: string;
	onFocus(): void;
}

export const Row = memo(RowOf, (a, b) => {
	const keys = ["row", "depth", "index", "top", "gone", "picked", "current", "age"] as const;
	return keys.every((key) => a[key] === b[key]);
});

function RowOf({ row, depth, index, top, gone, picked, current, age, onFocus }: RowCall) {
	const { id, name, state, model, data, step, best, lossUnit, tags, parent, spark } = row;
	const tab = current ? 0 : -1;
	const size = row.parameters === undefined ? model : `${model}, ${count(row.parameters)}`;
	return (
		<tr
			aria-rowindex={index + 2}
			className={`run-row${picked ? " picked-row" : ""}${gone ? " gone" : ""}`}
			style={{ transform: `translateY(${top}px)` }}
			data-at={current ? "" : undefined}
			onFocus={onFocus}
		>
			<td className="cell-check">
				<input
					type="checkbox"
					tabIndex={tab}
					checked={picked}
					disabled={gone}
					aria-label={sayRuns("choose", { name: name.slice(0, SHOWN) })}
					onChange={() => toggle(id)}
				/>
			</td>
			<td className="cell-name" style={depth > 0 ? { paddingInlineStart: 20 * Math.min(depth, 8) } : undefined}>
				{depth > 0 && <span className="edge" aria-hidden="true" />}
				<a
					href={hrefOf({ open: id })}
					tabIndex={tab}
					onClick={(event) => {
						if (event.metaKey || event.ctrlKey || event.shiftKey) return;
						Object.assign(lastRow, { id, scrollY });
						scrollTo({ top: 0 });
					}}
				>
					<bdi>{name.slice(0, SHOWN)}</bdi>
				</a>
				{depth > 0 && parent && <span className="quiet fork-of">{forkOf(parent)}</span>}
				{tags.slice(0, TAGS).map((tag) => (
					<span key={tag} className="tag">
						<bdi>{tag.slice(0, 40)}</bdi>
					</span>
				))}
				{tags.length > TAGS && <span className="quiet">+{tags.length - TAGS}</span>}
			</td>
			<td className="cell-spark">
				<svg viewBox="0 0 110 24" preserveAspectRatio="none" aria-hidden="true" className="spark">
					<path d={sparkPath(spark, 110, 24)} />
				</svg>
			</td>
			<td className={`cell-state is-${gone ? "gone" : state}`}>
				<span className="dot" aria-hidden="true" />
				{sayRuns(gone ? "state.gone" : row.damage ? "damaged" : (`state.${state}` as RunKey))}
			</td>
			<td className="cell-model" title={size}>
				{model?.slice(0, SHOWN) ?? "–"}
			</td>
			<td className="cell-data" title={data.slice(0, 400)}>
				<bdi>{data.slice(0, SHOWN)}</bdi>
			</td>
			<td className="cell-step numbers">{count(step)}</td>
			<td className="cell-best numbers">
				{loss(best?.loss)} <span className="quiet unit">{best && lossUnit}</span>
			</td>
			<td className="cell-bytes numbers quiet">{bytes(row.bytes)}</td>
			<td className="cell-changed numbers quiet">{age}</td>
		</tr>
	);
}

function forkOf(parent: NonNullable<RunRow["parent"]>): string {
	return sayRuns("forkOf", { update: count(parent.update), change: differenceWords(parent).slice(0, SHOWN) });
}
