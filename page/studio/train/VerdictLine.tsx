/** What is wrong, in one sentence, with the remedy to press; pointing at it lights up the evidence. */
import { useStore } from "../shell/useStore.ts";
import type { LiveRun } from "./liveRun.ts";
import { choose } from "./trainState.ts";
import { verdictOf } from "./verdict.ts";

export function VerdictLine({ run }: { run: LiveRun }) {
	const numbers = useStore(run.numbers);
	const record = run.records.at(-1);
	const verdict = record && verdictOf(record, numbers);
	const light = (on: boolean) => verdict && document.getElementById(`of-${verdict.panel}`)?.classList.toggle("lit", on);
	return (
		<fieldset
			className={`verdict severity-${verdict?.severity ?? 0}`}
			onPointerEnter={() => light(true)}
			onPointerLeave={() => light(false)}
			onFocus={() => light(true)}
			onBlur={() => light(false)}
		>
			<p>{verdict?.sentence ?? " "}</p>
			{verdict?.remedy && (
				<button type="button" onClick={() => (run.tryOption ?? choose)(verdict.remedy!.key, verdict.remedy!.value)}>
					{verdict.remedy.words}
				</button>
			)}
		</fieldset>
	);
}
