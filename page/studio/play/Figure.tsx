/** A picture of Play in its box, with its numbers as a table below. The framework gives it the box and takes no further part. */

import { useEffect, useRef, useState } from "react";
import type { Figure, FigureTable } from "../../kit/figure.ts";
import { NumberTable } from "../shell/NumberTable.tsx";
import { sayPlay } from "./playWords.ts";

interface FigureCall {
	className: string;
	/** Height in pixels. */
	height: number;
	make(box: HTMLElement): Figure & { update(): void };
	/** Calls its argument when there is something new. */
	watch(listener: () => void): () => void;
	/** What the table is called. */
	title: string;
}

/** An open table follows its picture this long after the first change, so that fast changes are written once. */
const TABLE_MILLISECONDS = 200;

export function PlayFigure({ className, height, make, watch, title }: FigureCall) {
	const box = useRef<HTMLDivElement>(null);
	const [figure, setFigure] = useState<Figure | null>(null);
	const [table, setTable] = useState<FigureTable | null>(null);
	const opened = useRef(false);
	useEffect(() => {
		const made = make(box.current!);
		setFigure(made);
		let due = 0;
		const update = () => {
			made.update();
			if (opened.current && !due)
				due = setTimeout(() => {
					due = 0;
					if (opened.current) setTable(made.table());
				}, TABLE_MILLISECONDS);
		};
		const end = watch(update);
		addEventListener("sluice:theme", update);
		return () => {
			end();
			clearTimeout(due);
			removeEventListener("sluice:theme", update);
			made.close();
		};
	}, []);
	return (
		<>
			<div className={`play-figure ${className}`} ref={box} style={{ blockSize: `${height}px` }} />
			<details
				className="play-table"
				onToggle={({ currentTarget }) => {
					opened.current = currentTarget.open;
					setTable(currentTarget.open ? figure!.table() : null);
				}}
			>
				<summary>{title}</summary>
				{table && <LastRows table={table} label={title} />}
			</details>
		</>
	);
}

const MOST_ROWS = 100;

/** The last rows of a table, with a note if there are more. */
function LastRows({ table: { head, rows }, label }: { table: FigureTable; label: string }) {
	const note = rows.length > MOST_ROWS ? sayPlay("table.cut", { n: MOST_ROWS, of: rows.length }) : undefined;
	return <NumberTable table={{ head, rows: rows.slice(-MOST_ROWS) }} label={label} digits={6} note={note} />;
}
