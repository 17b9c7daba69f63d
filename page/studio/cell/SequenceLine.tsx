/** The sequence around the step as a picture; a press on it goes there. For keys there is the slider below. */

import { useEffect, useRef } from "react";
import { short } from "../../kit/numbers.ts";
import { type CellState, cell, goTo } from "./cellState.ts";
import { sayCell } from "./cellWords.ts";
import { SEQUENCE_HEIGHT, type SequencePicture, sequenceShapes, stepAt } from "./sequenceShapes.ts";
import { patchShapes } from "./svgPatch.ts";

export function SequenceLine({ state }: { state: CellState }) {
	const svg = useRef<SVGSVGElement>(null);
	const { sequence, step, facts } = state;
	useEffect(() => {
		const paint = () => {
			const picture = pictureOf(svg.current!);
			if (!picture) return;
			svg.current!.setAttribute("viewBox", `0 0 ${picture.width} ${SEQUENCE_HEIGHT}`);
			patchShapes(svg.current!, sequenceShapes(picture));
		};
		const sizes = new ResizeObserver(paint);
		sizes.observe(svg.current!.parentElement!);
		const end = cell.subscribe(paint);
		return () => {
			sizes.disconnect();
			end();
		};
	}, []);
	const now = state.now?.outputs?.[0];
	const words = {
		...{ step, from: sequence?.from ?? step },
		to: sequence ? sequence.from + sequence.predicted.length / sequence.outputs - 1 : step,
		predicted: now ? short(now.predicted) : "",
		target: now?.target === null || !now ? sayCell("none") : short(now.target),
	};
	return (
		<div className="cell-sequence" style={{ blockSize: SEQUENCE_HEIGHT }}>
			{/* biome-ignore lint/a11y/useKeyWithClickEvents: the slider below does the same by keys */}
			<svg
				ref={svg}
				role="img"
				aria-label={sayCell("sequence", { ...words, name: facts.echo?.outputNames?.[0] ?? "y" })}
				onClick={(event) => {
					const picture = pictureOf(event.currentTarget);
					if (picture) goTo(stepAt(picture, event.clientX - event.currentTarget.getBoundingClientRect().left));
				}}
			/>
		</div>
	);
}

function pictureOf(svg: SVGSVGElement): SequencePicture | undefined {
	const state = cell.get();
	if (!state?.sequence || !state.facts.echo) return undefined;
	const { sequence: stretch, step, facts } = state;
	const { inputNames, outputNames } = facts.echo!;
	const names = (list: readonly string[] | undefined, n: number) => (list ? ` (${list.slice(0, n).join(", ")})` : "");
	return {
		...{ stretch, step, width: svg.parentElement!.clientWidth },
		words: {
			read: `${sayCell("sequence.read")}${names(inputNames, stretch.inputs)}`,
			predicted: sayCell("predicted"),
			target: `${sayCell("target")}${facts.echo!.head === "regression" ? names(outputNames, stretch.outputs) : ""}`,
		},
	};
}
