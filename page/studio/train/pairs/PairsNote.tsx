/** Says that the chosen data look like pairs of questions and answers, and how to train on them: not in this view. */
import { isSeries } from "../choices.ts";
import { PairsCommands } from "./PairsCommands.tsx";
import { sayPairs } from "./pairsWords.ts";
import type { Pairs } from "./trainCommands.ts";
import "../../instrument/instrument.css";

export function PairsNote({ pairs, data }: { pairs: Pairs; data: string }) {
	const file = pairs.file.replace(/.*[\\/]/, "");
	const dropped = data === "own" || data === "series";
	return (
		<div className="pairs-note" role="status">
			<p>
				<b>{sayPairs("looks", { ...pairs, file })}</b> {sayPairs(isSeries(data) ? "series" : "text")}{" "}
				{sayPairs(dropped ? "dropped" : "near")}
			</p>
			<PairsCommands pairs={pairs} />
		</div>
	);
}
