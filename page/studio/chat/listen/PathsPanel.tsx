/** One state as a bottleneck, and attention as a path of length one: the gradient at each symbol of a question. */
import { useEffect, useRef } from "react";
import { fixed } from "../../../kit/numbers.ts";
import { NumberTable } from "../../shell/NumberTable.tsx";
import { sayListen } from "./listenWords.ts";
import { PathsFigure } from "./pathsFigure.ts";
import { listening } from "./stored.ts";

const { state, attention } = listening.paths;
const last = state.length - 1;

export function PathsPanel() {
	const box = useRef<HTMLDivElement>(null);
	useEffect(() => {
		const words = {
			state: sayListen("paths.state"),
			attention: sayListen("paths.attention"),
			steps: sayListen("paths.steps"),
		};
		const summary = () =>
			sayListen("paths.summary", { state: fixed(-state[last]!, 1), attention: fixed(attention[last]!, 1) });
		const figure = new PathsFigure(box.current!, { state, attention, words, summary });
		const update = () => figure.update();
		addEventListener("sluice:theme", update);
		return () => {
			removeEventListener("sluice:theme", update);
			figure.close();
		};
	}, []);
	const table = {
		head: [sayListen("paths.steps"), `log10, ${sayListen("paths.state")}`, `log10, ${sayListen("paths.attention")}`],
		rows: state.map((value, k) => [k, fixed(value, 2), fixed(attention[k]!, 2)]),
	};
	return (
		<section className="listen">
			<h2>{sayListen("paths")}</h2>
			<p>{sayListen("paths.about")}</p>
			<div className="play-figure paths-figure" ref={box} />
			<p>{sayListen("paths.summary", { state: fixed(-state[last]!, 1), attention: fixed(attention[last]!, 1) })}</p>
			<details className="play-table">
				<summary>{sayListen("paths.table")}</summary>
				<NumberTable table={table} label={sayListen("paths.table")} digits={4} />
			</details>
		</section>
	);
}
