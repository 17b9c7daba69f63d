/** What became of a fork: where its weights first differ, its loss now, and whether both futures end with the same weights. */
import { count, loss } from "../../../kit/numbers.ts";
import { useStore } from "../../shell/useStore.ts";
import { choiceWords, optionName } from "../choiceWords.ts";
import { closeFork, type Fork } from "../fork.ts";
import type { LiveRun } from "../liveRun.ts";
import { sayFork } from "./forkWords.ts";

export function Futures({ run, fork }: { run: LiveRun; fork: Fork }) {
	const own = useStore(run.numbers);
	const other = useStore(fork.run.numbers);
	return (
		<p className="what-if futures">
			<span className="dashed" aria-hidden="true" />
			{sentenceOf(fork, own.weightsSha256, other.weightsSha256)}{" "}
			<span className="numbers quiet">{sayFork("now", { step: count(other.step), loss: loss(other.loss) })}</span>{" "}
			<button type="button" className="plain" onClick={closeFork}>
				{sayFork("close")}
			</button>
		</p>
	);
}

function sentenceOf({ at, change, first }: Fork, own: string | null, other: string | null): string {
	const what = change
		? sayFork("changed", { option: optionName(change.key), value: choiceWords(change.key, change.value) })
		: sayFork("unchanged");
	const head = sayFork("head", { at: count(at), what });
	if (first === undefined) return `${head} ${sayFork("looking")}`;
	if (first !== null) {
		const { tensor, index } = first;
		return `${head} ${sayFork("first", { update: count(at + 1), tensor, index })}`;
	}
	if (own === null || other === null) return `${head} ${sayFork("equalSoFar", { update: count(at + 1) })}`;
	return `${head} ${sayFork(own === other ? "equal" : "differs", { digest: other.slice(0, 8) })}`;
}
