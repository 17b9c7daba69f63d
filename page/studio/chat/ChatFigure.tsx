/** A picture of the conversation in its box, with its numbers as a table below, which is written while it is open. */
import { useEffect, useRef, useState } from "react";
import type { Figure, FigureTable } from "../../kit/figure.ts";
import { NumberTable } from "../shell/NumberTable.tsx";
import { talking } from "./chatState.ts";
import { sayChat } from "./chatWords.ts";

interface FigureCall {
	className: string;
	/** Height in pixels. */
	height: number;
	/** Width in pixels, as far as there is room. Default: all of it. */
	width?: number;
	make(box: HTMLElement): Figure & { update(): void };
	/** What the table is called. */
	title: string;
	/** What else the picture depends on. */
	of: string;
}

export function ChatFigure({ className, height, width, make, title, of }: FigureCall) {
	const box = useRef<HTMLDivElement>(null);
	const figure = useRef<(Figure & { update(): void }) | null>(null);
	const [table, setTable] = useState<FigureTable | null>(null);
	useEffect(() => {
		const made = make(box.current!);
		figure.current = made;
		setTable((open) => open && made.table());
		const update = () => {
			made.update();
			setTable((open) => open && made.table());
		};
		const end = talking.subscribe(update);
		addEventListener("sluice:theme", update);
		return () => {
			end();
			removeEventListener("sluice:theme", update);
			made.close();
		};
	}, [of]);
	return (
		<>
			<div
				className={`play-figure ${className}`}
				ref={box}
				style={{ blockSize: `${height}px`, inlineSize: width && `min(100%, ${width}px)` }}
			/>
			<details
				className="play-table"
				onToggle={({ currentTarget }) => setTable(currentTarget.open ? figure.current!.table() : null)}
			>
				<summary>{title}</summary>
				{table && (
					<NumberTable table={table} label={title} digits={4} note={sayChat("rows", { n: table.rows.length })} />
				)}
			</details>
		</>
	);
}
