/** The button that plays a gradient, its volume, and the same numbers as a table. */
import { useEffect } from "react";
import type { FigureTable } from "../../../kit/figure.ts";
import { useStore } from "../../shell/useStore.ts";
import { sayLab } from "../labWords.ts";
import { NumbersTable } from "../parts.tsx";
import { type HearSource, hearState, offer, setVolume, toggle } from "./hearState.ts";

export function HearPart({ source }: { source: HearSource }) {
	const { playing, volume } = useStore(hearState);
	useEffect(() => offer(source), [source]);
	const plays = playing === source;
	return (
		<div className="lab-hear">
			<p className="row">
				<button type="button" aria-pressed={plays} aria-keyshortcuts="h" onClick={() => toggle(source)}>
					{sayLab(plays ? "hear.stop" : "hear.play")} <kbd>{plays ? "Esc" : "H"}</kbd>
				</button>
				<label>
					{sayLab("hear.volume")}{" "}
					<input
						type="range"
						min={0}
						max={1}
						step={0.05}
						value={volume}
						onChange={({ target }) => setVolume(Number(target.value))}
					/>
				</label>
			</p>
			<p className="quiet" data-heard={plays ? "" : undefined}>
				{source.sentence()}
			</p>
			<NumbersTable
				name={`${sayLab("numbers")}: ${sayLab("hear.tones")}`}
				heads={[
					...(source.tones().some(({ ear }) => ear) ? [sayLab("table.ear")] : []),
					...[sayLab("table.lag"), sayLab("table.log10"), sayLab("table.hertz")],
				]}
				table={() => tableOf(source)}
			/>
		</div>
	);
}

function tableOf(source: HearSource): FigureTable {
	const rows = source
		.tones()
		.map(({ ear, lag, log10, hz, kind }) => [
			...(ear ? [sayLab(`hear.${ear}`)] : []),
			...[lag, log10 ?? sayLab("hear.cut"), hz ?? (kind === "click" ? sayLab("hear.click") : "")],
		]);
	return { head: [], rows };
}
