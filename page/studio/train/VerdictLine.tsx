/**
 * What is wrong, in one sentence, with the remedy to press; pointing at it lights up the evidence. While it has the focus
 * it stays as it is, and a remedy that is pressed hands the focus to the blank that it changes.
 */
import { useRef, useState } from "react";
import { count } from "../../kit/numbers.ts";
import { useStore } from "../shell/useStore.ts";
import { say } from "../words/words.ts";
import { newestOf } from "./columns.ts";
import type { LiveRun } from "./liveRun.ts";
import { canTryOnSeed, tryOnThisSeed } from "./onThisSeed.ts";
import { type Shown, steadyVerdict } from "./steadyVerdict.ts";
import { choose } from "./trainActs.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

export function VerdictLine({ run }: { run: LiveRun }) {
	const numbers = useStore(run.numbers);
	const record = run.records.at(-1);
	const [held, hold] = useState<Verdict>();
	const shown = useRef<Shown<Verdict>>(undefined);
	const newest = record && verdictOf(record, numbers, newestOf(run.columns.errorShare));
	shown.current = newest && steadyVerdict(shown.current, newest, performance.now(), numbers.phase === "running");
	const verdict = held ?? shown.current?.verdict;
	const light = (on: boolean) => verdict && document.getElementById(`of-${verdict.panel}`)?.classList.toggle("lit", on);
	return (
		<fieldset
			className={verdict ? `verdict severity-${verdict.severity}` : "verdict"}
			onPointerEnter={() => light(true)}
			onPointerLeave={() => light(false)}
			onFocus={() => {
				light(true);
				hold(verdict);
			}}
			onBlur={() => {
				light(false);
				hold(undefined);
			}}
		>
			<p>
				{verdict?.sentence ?? " "}
				{verdict && verdict.step !== record?.step && (
					<span className="quiet"> {say("verdict.at", { step: count(verdict.step) })}</span>
				)}
			</p>
			{verdict?.remedies.map(({ words, key, value, also }) => (
				<button
					key={words}
					type="button"
					onClick={() => {
						if (run.tryOption) run.tryOption(key, value);
						else void choose(key, value, also);
						(document.getElementById(`blank-${key}`) ?? document.querySelector<HTMLElement>(".play"))?.focus();
					}}
				>
					{words}
				</button>
			))}
			{verdict && verdict.severity > 0 && run.choice && canTryOnSeed(run.choice) && (
				<button type="button" className="plain" onClick={() => tryOnThisSeed(run.choice!, verdict.remedies)}>
					{say("verdict.onSeed")}
				</button>
			)}
		</fieldset>
	);
}
