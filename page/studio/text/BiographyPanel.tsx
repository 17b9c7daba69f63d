/** The unit's score at each kept checkpoint of the run: where in training it began to track the pattern. */

import { useRef, useState } from "react";
import { fixed } from "../../kit/numbers.ts";
import { quoted } from "../../kit/shellWord.ts";
import { DROPPED } from "../instrument/droppedFile.ts";
import { shownModel } from "../instrument/shownModel.ts";
import { failureWords } from "../runs/runWords.ts";
import { useStore } from "../shell/useStore.ts";
import { type Biography, biographyOf } from "./biography.ts";
import { Command } from "./Command.tsx";
import { patternsOf } from "./finder.ts";
import { qOf } from "./numbersOfText.ts";
import type { Reading } from "./reading.ts";
import { TableBox } from "./TableBox.tsx";
import { claimable, patternNow } from "./textStores.ts";
import { sayText } from "./textWords.ts";
import { useKept } from "./useKept.ts";

/** Symbols from the start of the text, as of `sluice cells history`. */
const LIMIT = 100_000;

export function BiographyPanel({ reading, unit }: { reading: Reading; unit: string }) {
	const abort = useRef<AbortController | null>(null);
	const [progress, setProgress] = useState<[number, number] | null>(null);
	const [found, setFound] = useKept<Biography | null>("biography", null);
	const [failure, setFailure] = useState<unknown>(null);
	const { name } = shownModel.get();
	useStore(claimable);
	const pattern = patternNow();
	const noRun = name.run === null || name.run === DROPPED;
	const begin = async () => {
		abort.current = new AbortController();
		const { signal } = abort.current;
		const limit = Math.min(LIMIT, reading.ids.length);
		const asked = await patternsOf(pattern, limit);
		if (typeof asked === "string") return;
		setFailure(null);
		setProgress([0, 1]);
		const onProgress = (n: number, of: number) => setProgress([n, of]);
		const request = { run: name.run!, unit, pattern: asked, limit, ids: reading.ids, signal, onProgress };
		await biographyOf(request)
			.then(setFound)
			.catch((error) => signal.aborted || setFailure(error));
		setProgress(null);
	};
	const mine = found?.unit === unit && found.pattern === pattern ? found : null;
	return (
		<div className="biography">
			<h3>{sayText("history")}</h3>
			{noRun || pattern === "" ? (
				<p className="quiet">{sayText(noRun ? "history.needsRun" : "history.needsPattern")}</p>
			) : (
				<button type="button" disabled={progress !== null} onClick={() => void begin()}>
					{sayText("history.find")}
				</button>
			)}
			{progress && (
				<p className="call-line numbers" role="status">
					{sayText("history.atWork", { n: progress[0], of: progress[1] })}
					<button type="button" onClick={() => abort.current?.abort()}>
						{sayText("cancel")}
					</button>
				</p>
			)}
			{failure !== null && (
				<p role="alert" className="bad">
					{failureWords(failure)}
				</p>
			)}
			{mine && <Scores found={mine} />}
			{mine && <Command verb="cells history" rest={`${unit} --pattern ${quoted(pattern)}`} />}
		</div>
	);
}

function Scores({ found: { unit, pattern, scores, since, left } }: { found: Biography }) {
	const label = sayText("history.about", { unit, pattern, n: scores.length });
	return (
		<>
			<p>
				{since === null ? sayText("history.never") : sayText("history.since", { step: since.toLocaleString("en") })}
			</p>
			<TableBox label={label}>
				<table className="numbers">
					<thead>
						<tr>
							<th scope="col">{sayText("history.step")}</th>
							<th scope="col">{sayText("column.score")}</th>
							<th scope="col">{sayText("column.chance")}</th>
							<th scope="col">q</th>
							<th scope="col">{sayText("history.best")}</th>
						</tr>
					</thead>
					<tbody>
						{scores.map(({ step, auc, ci, correlation, chance, q, best }) => (
							<tr key={step}>
								<th scope="row">{step.toLocaleString("en")}</th>
								<td className="score">
									{correlation !== undefined && `r ${fixed(correlation, 3)} `}
									{fixed(auc, 3)} <span>{`[${fixed(ci[0], 3)}, ${fixed(ci[1], 3)}]`}</span>
								</td>
								<td>{fixed(chance, 3)}</td>
								<td>{qOf(q)}</td>
								<td>
									{best.sign < 0 ? "−" : ""}
									{best.unit} {fixed(best.auc, 3)}
								</td>
							</tr>
						))}
					</tbody>
				</table>
			</TableBox>
			{left > 0 && <p className="quiet">{sayText("history.left", { n: left })}</p>}
		</>
	);
}
