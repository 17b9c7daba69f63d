/** The diagram with buttons over its strips: each asks why its number is what it is. */

import { useEffect, useRef, useState } from "react";
import { type Frame, leastWidth, letterOf, WIDE } from "../../../src/views/diagrams/look.ts";
import { vectorsOf } from "../../../src/views/diagrams/stepSvg.ts";
import { short } from "../../kit/numbers.ts";
import { drawnAs } from "../instrument/drawnAs.ts";
import { CellFigure, pressStrip, spotsOf } from "./cellFigure.ts";
import { type CellState, cell, forwardHeld } from "./cellState.ts";
import { sayCell } from "./cellWords.ts";
import { askWhy } from "./whyState.ts";

/** The values read, as a few numbers. */
function valuesRead(now: CellState["now"]): string {
	const x = now?.forward.find(({ name }) => name === "x")?.values ?? [];
	return Array.from(x.slice(0, 3), short).join(" ");
}

export function CellDiagram({ state }: { state: CellState }) {
	const svg = useRef<SVGSVGElement>(null);
	const [frame, setFrame] = useState<Frame>(WIDE);
	const { diagram, now, unit, stage, step, facts } = state;
	useEffect(() => {
		const figure = new CellFigure(svg.current!, diagram, setFrame);
		return () => figure.close();
	}, [diagram]);
	const vectors = now ? vectorsOf(drawnAs(facts), forwardHeld(state)) : new Map<string, ArrayLike<number>>();
	const numberOf = (value: string) => short(vectors.get(value)?.[unit] ?? 0);
	const shown = diagram.strips.filter((strip) => strip.stage <= stage);
	const values = shown.map(({ value }) => `${letterOf(value, diagram.letters)} ${numberOf(value)}`).join(", ");
	const symbol = now && now.id >= 0 ? facts.labels[now.id]! : facts.echo ? valuesRead(now) : "?";
	const words = { cell: diagram.name, step, symbol, stage, stages: diagram.stages, unit, values };
	return (
		<figure className="cell-figure" style={{ overflowX: "auto" }}>
			<div className="cell-picture" style={{ minInlineSize: leastWidth(diagram) }}>
				<svg ref={svg} role="img" aria-label={sayCell(facts.echo ? "diagram.step" : "diagram", words)} />
				{now &&
					spotsOf(diagram, frame).map(({ value, left, top, width, height }, n) => {
						const named = now.forward.some(({ name }) => name === value);
						if (!named || diagram.strips[n]!.stage > stage) return null;
						const letter = letterOf(value, diagram.letters);
						const title = sayCell("why", { name: letter, unit, value: numberOf(value) });
						return (
							<button
								key={value}
								type="button"
								className="cell-strip"
								aria-label={title}
								title={title}
								style={{ left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` }}
								onClick={(event) => {
									pressStrip(event, facts.spec.hidden);
									askWhy(value, cell.get()!.unit);
								}}
							/>
						);
					})}
			</div>
			<figcaption className="quiet">{sayCell("scale", { n: facts.spec.hidden })}</figcaption>
		</figure>
	);
}
