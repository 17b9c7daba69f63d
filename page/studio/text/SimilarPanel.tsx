/** Units that respond like the chosen one, next to what chance gives: in this network, and the best match in runs of other seeds. */
import { useEffect, useRef, useState } from "react";
import { fixed, percent } from "../../kit/numbers.ts";
import { quoted } from "../../kit/shellWord.ts";
import { shownModel } from "../instrument/shownModel.ts";
import { failureWords } from "../runs/runWords.ts";
import { Command } from "./Command.tsx";
import { BEST, LIMIT, type Matches, type MatchOfRun, matchesOf } from "./matches.ts";
import type { Reading } from "./reading.ts";
import { TableBox } from "./TableBox.tsx";
import { chooseUnit } from "./textStores.ts";
import { sayText } from "./textWords.ts";

const three = (value: number) => fixed(value, 3);

export function SimilarPanel({ reading, unit }: { reading: Reading; unit: string }) {
	const abort = useRef<AbortController | null>(null);
	const [part, setPart] = useState<number | null>(null);
	const [found, setFound] = useState<Matches | null>(null);
	const [failure, setFailure] = useState<string | null>(null);
	useEffect(() => () => abort.current?.abort(), []);
	const begin = async () => {
		abort.current = new AbortController();
		const { signal } = abort.current;
		setFailure(null);
		setPart(0);
		await matchesOf({ unit, limit: Math.min(LIMIT, reading.ids.length), signal, onProgress: setPart })
			.then(setFound)
			.catch((error) => signal.aborted || setFailure(failureWords(error)));
		setPart(null);
	};
	const mine = found?.own.unit === unit ? found : null;
	const beside = (mine?.seeds ?? []).map(({ run }) => ` --beside ${quoted(run)}`).join("");
	return (
		<div className="similar">
			<h3>{sayText("similar")}</h3>
			{!mine && (
				<button type="button" disabled={part !== null} onClick={() => void begin()}>
					{sayText("similar.find")}
				</button>
			)}
			{part !== null && (
				<p className="call-line numbers" role="status">
					{sayText("similar.atWork")} <progress value={part} max={1} aria-label={sayText("similar.atWork")} />{" "}
					{percent(part)}
					<button type="button" onClick={() => abort.current?.abort()}>
						{sayText("cancel")}
					</button>
				</p>
			)}
			{failure !== null && (
				<p role="alert" className="bad">
					{failure}
				</p>
			)}
			{mine && (
				<>
					<Own found={mine.own} />
					<Seeds found={mine} />
					<p className="quiet">{sayText("similar.explain")}</p>
					<Command verb="cells similar" rest={`${unit}${beside}`} />
				</>
			)}
		</div>
	);
}

function Own({ found: { best, units, above, chance, symbols } }: { found: Matches["own"] }) {
	const counts = { shown: Math.min(BEST, units), units, above, chance: three(chance) };
	const label = sayText("similar.own", { ...counts, symbols: symbols.toLocaleString("en") });
	return (
		<>
			<p>{label}</p>
			<TableBox label={label}>
				<table className="numbers">
					<thead>
						<tr>
							<th scope="col">{sayText("column.unit")}</th>
							<th scope="col">r</th>
						</tr>
					</thead>
					<tbody>
						{best.map(({ unit, r }) => (
							<tr key={unit}>
								<th scope="row">
									<button type="button" className="plain" onClick={() => chooseUnit(unit)}>
										{unit}
									</button>
								</th>
								<td>
									<span className="r">{three(r)}</span> <Bar r={r} chance={chance} />
								</td>
							</tr>
						))}
					</tbody>
				</table>
			</TableBox>
		</>
	);
}

/** |r| from 0 to 1, with a tick at chance. */
function Bar({ r, chance }: { r: number; chance: number }) {
	return (
		<svg className="similar-bar" viewBox="0 0 100 10" aria-hidden="true">
			<rect className="track" width="100" height="10" />
			<rect className={r < 0 ? "minus" : "plus"} width={100 * Math.abs(r)} height="10" />
			<rect className="tick" x={100 * chance - 0.75} width="1.5" height="10" />
		</svg>
	);
}

function Seeds({ found: { own, seeds, of } }: { found: Matches }) {
	if (seeds === null) return <p className="quiet">{sayText("similar.needs")}</p>;
	const title = shownModel.get().title ?? "";
	if (seeds.length === 0) return <p className="quiet">{sayText("similar.none", { run: title })}</p>;
	const matched = seeds.filter(({ found: { best, chance } }) => Math.abs(best[0]!.r) > chance).length;
	const label = sayText("similar.seeds", { unit: own.unit, n: seeds.length, of, matched });
	return (
		<>
			<p>{label}</p>
			<TableBox label={label}>
				<table className="numbers">
					<thead>
						<tr>
							<th scope="col">{sayText("similar.seed")}</th>
							<th scope="col">{sayText("similar.run")}</th>
							<th scope="col">{sayText("column.unit")}</th>
							<th scope="col">r</th>
							<th scope="col">{sayText("column.chance")}</th>
						</tr>
					</thead>
					<tbody>
						{seeds.map((match) => (
							<Seed key={match.run} match={match} />
						))}
					</tbody>
				</table>
			</TableBox>
		</>
	);
}

function Seed({ match: { run, seed, found } }: { match: MatchOfRun }) {
	const { unit, r } = found.best[0]!;
	const alike = Math.abs(r) > found.chance;
	return (
		<tr>
			<th scope="row">{seed}</th>
			<td>{run}</td>
			<td className={alike ? undefined : "quiet"}>
				{unit} {!alike && `(${sayText("similar.unmatched")})`}
			</td>
			<td>
				<span className="r">{three(r)}</span> <Bar r={r} chance={found.chance} />
			</td>
			<td>{three(found.chance)}</td>
		</tr>
	);
}
