/** What a panel waits for, with its progress and a button that cancels it; or why it failed. */
import { useRef } from "react";
import { percent } from "../../kit/numbers.ts";
import { chooseModel, shownModel } from "../instrument/shownModel.ts";
import { useStore } from "../shell/useStore.ts";
import { language } from "../words/words.ts";
import { sayText } from "./textWords.ts";
import type { CallState } from "./useCall.ts";

export function CallLine({ call, what }: { call: CallState<unknown> & { cancel(): void }; what: string }) {
	const lang = useStore(language);
	const { phase, progress, failure, code, cancel } = call;
	const { part } = useStore(shownModel).name;
	if (phase === "failed")
		return (
			<p role="alert" className="bad">
				{failure?.[lang]}{" "}
				{code === "E_TEXT_SHORT" && part !== "train" && (
					<button type="button" onClick={() => chooseModel({ part: "train" })}>
						{sayText("readTrain")}
					</button>
				)}
			</p>
		);
	if (phase !== "at work") return null;
	const { done, total } = progress;
	return (
		<p className="call-line numbers" role="status">
			{what} <progress value={total === 0 ? undefined : done} max={Math.max(1, total)} aria-label={what} />
			{total > 0 && <span className="share">{percent(done / total)}</span>}
			<Left done={done} total={total} />
			<button type="button" onClick={cancel}>
				{sayText("cancel")}
			</button>
		</p>
	);
}

/** Milliseconds before an estimate says anything. */
const EARLY = 4000;

/** About how long it still takes, if that is worth saying. */
function Left({ done, total }: { done: number; total: number }) {
	const began = useRef({ at: performance.now(), done });
	const passed = performance.now() - began.current.at;
	const read = done - began.current.done;
	if (passed < EARLY || read <= 0) return null;
	const seconds = ((total - done) * passed) / read / 1000;
	if (seconds < 5) return null;
	const minutes = Math.round(seconds / 60);
	return (
		<span className="quiet">
			{seconds < 90
				? sayText("left.seconds", { n: 5 * Math.ceil(seconds / 5) })
				: sayText("left.minutes", { n: minutes })}
		</span>
	);
}
