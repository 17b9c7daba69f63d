/** One state as a bottleneck, and attention as a path of length one: the gradient at each symbol of a question. */
import { useEffect, useRef } from "react";
import { fixed } from "../../../kit/numbers.ts";
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
	return (
		<section className="listen">
			<h2>{sayListen("paths")}</h2>
			<p>{sayListen("paths.about")}</p>
			<div className="play-figure paths-figure" ref={box} />
			<p>{sayListen("paths.summary", { state: fixed(-state[last]!, 1), attention: fixed(attention[last]!, 1) })}</p>
			<details className="play-table">
				<summary>{sayListen("paths.table")}</summary>
				{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable */}
				<section className="play-scrolls" tabIndex={0} aria-label={sayListen("paths.table")}>
					<table className="numbers">
						<thead>
							<tr>
								<th scope="col">{sayListen("paths.steps")}</th>
								<th scope="col">log10, {sayListen("paths.state")}</th>
								<th scope="col">log10, {sayListen("paths.attention")}</th>
							</tr>
						</thead>
						<tbody>
							{state.map((value, k) => (
								<tr key={k}>
									<td>{k}</td>
									<td>{fixed(value, 2)}</td>
									<td>{fixed(attention[k]!, 2)}</td>
								</tr>
							))}
						</tbody>
					</table>
				</section>
			</details>
		</section>
	);
}
