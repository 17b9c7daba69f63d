/** One state as a bottleneck, and attention as a path of length one: the gradient at each symbol of a question. */
import { useEffect, useRef } from "react";
import { fixed } from "../../../kit/numbers.ts";
import { NumberTable } from "../../shell/NumberTable.tsx";
import { language } from "../../words/words.ts";
import { sayListen } from "./listenWords.ts";
import { PathsFigure } from "./pathsFigure.ts";
import { listening } from "./stored.ts";

const { state, attention } = listening.paths;

/** A large number in two digits, as it is read: 741,310 -> "740,000", in Korean "74만". */
function inWords(value: number): string {
	const rounded = Number(value.toPrecision(2));
	return language.get() === "ko" && rounded >= 10_000
		? `${(rounded / 10_000).toLocaleString("en")}만`
		: rounded.toLocaleString("en");
}

const summary = () =>
	sayListen("paths.summary", { state: inWords(10 ** -state.at(-1)!), attention: fixed(10 ** attention.at(-1)!, 2) });

export function PathsPanel() {
	const box = useRef<HTMLDivElement>(null);
	useEffect(() => {
		const words = {
			state: sayListen("paths.state"),
			attention: sayListen("paths.attention"),
			steps: sayListen("paths.steps"),
		};
		const figure = new PathsFigure(box.current!, { state, attention, words, summary });
		const update = () => figure.update();
		addEventListener("sluice:theme", update);
		return () => {
			removeEventListener("sluice:theme", update);
			figure.close();
		};
	}, []);
	const table = {
		head: [sayListen("paths.steps"), sayListen("paths.state"), sayListen("paths.attention")],
		rows: state.map((value, k) => [k, 10 ** value, 10 ** attention[k]!]),
	};
	return (
		<section className="listen">
			<h2>{sayListen("paths")}</h2>
			<p>{sayListen("paths.about")}</p>
			<div className="play-figure paths-figure" ref={box} />
			<p>{summary()}</p>
			<details className="play-table">
				<summary>{sayListen("paths.table")}</summary>
				<NumberTable table={table} label={sayListen("paths.table")} digits={2} />
			</details>
		</section>
	);
}
