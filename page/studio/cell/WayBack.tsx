/** The gradient's way back from the step shown: one cost, its lanes, the cut and the clipping of training, other runs below. */

import { useEffect, useRef } from "react";
import type { RunRow } from "../../../studio/wire.ts";
import { power, short } from "../../kit/numbers.ts";
import { shownModel } from "../instrument/shownModel.ts";
import { runsStore } from "../live/live.ts";
import { useStore } from "../shell/useStore.ts";
import type { ModelFacts } from "../worker/instrument/open.ts";
import { Commands } from "./CellTable.tsx";
import { commandsOf } from "./cellCommand.ts";
import type { CellState } from "./cellState.ts";
import { sayCell } from "./cellWords.ts";
import { heightOfRows, type Lane, sizeText, WayFigure, type WayRow } from "./wayFigure.ts";
import {
	BACKS,
	COSTS,
	chooseWay,
	compareWith,
	followBack,
	MOST_OTHERS,
	playBack,
	type WayOfNetwork,
	type WayState,
	way,
} from "./wayState.ts";

export function WayBack({ state }: { state: CellState }) {
	const now = useStore(way);
	const { step, layer, facts } = state;
	useEffect(() => {
		const wait = setTimeout(() => void followBack(), 150);
		return () => clearTimeout(wait);
	}, [step, layer, facts]);
	return (
		<section className="way" data-part="way">
			<h2>{sayCell(facts.echo ? "way.echo" : "way")}</h2>
			<p className="quiet">{sayCell(facts.echo ? "wayHelp.echo" : "wayHelp")}</p>
			<WayChoices now={now} facts={facts} />
			<WayPicture now={now} />
			{now.networks.some(({ isEcho }) => isEcho) && <EchoNote facts={facts} />}
			{now.networks.map((network) => (
				<Clipping key={network.run ?? ""} network={network} />
			))}
			<WayTable now={now} />
			<Commands lines={commandsOf(state, now)} />
		</section>
	);
}

/** Training takes none of this gradient; of a leak it is said how much it keeps. */
function EchoNote({ facts: { echo } }: { facts: ModelFacts }) {
	return (
		<p className="way-echo">
			{sayCell("wayEcho")}
			{echo && echo.gain < 1 && ` ${sayCell("wayKept", { keep: short(1 - echo.gain) })}`}
		</p>
	);
}

function WayChoices({ now, facts }: { now: WayState; facts: ModelFacts }) {
	const steps = facts.echo !== undefined;
	const { rows } = useStore(runsStore.state);
	const { run: own } = useStore(shownModel).name;
	const isOther = ({ id, kind, damage }: RunRow) => kind === "text" && damage === undefined && id !== own;
	const runs = steps ? [] : [...rows.values()].filter(isOther);
	const chosen = now.networks.flatMap(({ run }) => (run === null ? [] : [run]));
	const other = now.networks.find(({ otherUnit }) => otherUnit !== null);
	return (
		<p className="row way-choices">
			<label>
				{sayCell(steps ? "cost.steps" : "cost")}{" "}
				<select value={now.cost} onChange={({ target }) => chooseWay({ cost: Number(target.value) })}>
					{COSTS.map((n) => (
						<option key={n} value={n}>
							{sayCell(`${steps ? "costSteps" : "costSymbols"}${n === 1 ? ".1" : ""}`, { n })}
						</option>
					))}
				</select>
			</label>
			<label>
				{sayCell("steps")}{" "}
				<select value={now.back} onChange={({ target }) => chooseWay({ back: Number(target.value) })}>
					{BACKS.map((n) => (
						<option key={n}>{n}</option>
					))}
				</select>
			</label>
			<button type="button" onClick={playBack}>
				{sayCell("playBack")}
			</button>
			{runs.length > 0 &&
				Array.from({ length: MOST_OTHERS }, (_, k) => (
					<label key={k}>
						{k === 0 ? sayCell("compare") : "+"}{" "}
						<select
							aria-label={`${sayCell("compare")} ${k + 1}`}
							value={chosen[k] ?? ""}
							onChange={({ target }) => void compareWith(chosenWith(chosen, k, target.value))}
						>
							<option value="">{sayCell("compareNone")}</option>
							{runs.map(({ id, name, model }) => (
								<option key={id} value={id}>
									{name} ({model})
								</option>
							))}
						</select>
					</label>
				))}
			{other && <span className="quiet">{sayCell("otherUnit", { unit: `${other.otherUnit}, ${facts.unit}` })}</span>}
		</p>
	);
}

/** The runs chosen with that of one control changed; none twice. */
function chosenWith(chosen: readonly string[], k: number, run: string): string[] {
	const next = [...chosen];
	next[k] = run;
	return [...new Set(next.filter((id) => id !== ""))];
}

const nameOf = ({ name, cell: kind, run }: WayOfNetwork) =>
	run === null ? `${name ?? sayCell("thisOne")} (${kind})` : `${name} (${kind})`;

const rowsOf = ({ networks }: WayState): WayRow[] =>
	networks.flatMap((network) =>
		network.answer
			? [
					{
						name: nameOf(network),
						labels: network.labels,
						steps: network.answer.steps,
						k2: network.k2,
						isEcho: network.isEcho,
						...(network.states && { states: network.states }),
					},
				]
			: [],
	);

function summaryOf(): string {
	const steps = rowsOf(way.get())[0]?.steps;
	if (!steps || steps.length === 0) return sayCell("way");
	const [start, end] = [steps.at(-1)!, steps[0]!];
	const words = { last: start.step, first: end.step, start: power(start.h), end: power(end.h) };
	return sayCell("waySummary", words);
}

/** Columns of the table, in the letters of the first network. */
const head = () => {
	const [first] = rowsOf(way.get());
	const lane = (name: Lane) => (first && !first.isEcho ? laneWords(name, first) : sayCell(`lane.${name}`));
	return ["", sayCell("position"), sayCell("text"), lane("c"), lane("memory"), lane("h"), sayCell("valveMean")];
};

function laneWords(lane: Lane, { isEcho, states }: WayRow): string {
	if (lane === "memory") return sayCell(isEcho ? "lane.leak" : states ? "lane.memory.own" : "lane.memory");
	if (lane === "h" || !states?.length) return sayCell(`lane.${lane}`);
	return sayCell("lane.c.own", { states: states.length > 1 ? `(${states.join(",")})` : states[0]! });
}

function WayPicture({ now }: { now: WayState }) {
	const box = useRef<HTMLDivElement>(null);
	const figure = useRef<WayFigure>(null);
	useEffect(() => {
		const made = new WayFigure(box.current!, {
			rows: () => rowsOf(way.get()),
			played: () => way.get().played,
			words: {
				lane: laneWords,
				cut: (k2) => sayCell("cut", { k2 }),
				head,
			},
			summary: summaryOf,
		});
		figure.current = made;
		return () => made.close();
	}, []);
	useEffect(() => figure.current?.update(), [now]);
	return <div ref={box} className="way-picture" style={{ blockSize: heightOfRows(rowsOf(now)) }} />;
}

/** The limit of training acts on the gradient of all weights together. */
function Clipping({ network }: { network: WayOfNetwork }) {
	const { answer, clipNorm, isEcho } = network;
	if (!answer || answer.weights === null || isEcho) return null;
	const norm = power(answer.weights);
	const several = way.get().networks.length > 1 ? `${nameOf(network)}: ` : "";
	const factor = clipNorm ? clipNorm / 10 ** answer.weights : 1;
	const key = !clipNorm ? "clipNone" : factor < 1 ? "clipActs" : "clipIdle";
	return (
		<p className={key === "clipActs" ? "clip clips" : "clip"}>
			{several}
			{sayCell(key, { norm, limit: clipNorm ?? 0, factor: short(factor) })}
		</p>
	);
}

function WayTable({ now }: { now: WayState }) {
	const rows = rowsOf(now);
	return (
		<details className="twin">
			<summary>{sayCell("wayTable")}</summary>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable */}
			<section className="scrolls" tabIndex={0} aria-label={sayCell("wayTable")}>
				<table>
					<thead>
						<tr>
							{head()
								.slice(1)
								.map((words) => (
									<th key={words} scope="col">
										{words}
									</th>
								))}
						</tr>
					</thead>
					{rows.map(({ name, labels, steps }) => (
						<tbody key={name}>
							{[...steps].reverse().map(({ step, id, c, memory, h, open }) => (
								<tr key={step}>
									<th scope="row" className="numbers">
										{step}
									</th>
									<td translate="no">{id < 0 ? "" : labels[id]}</td>
									<td className="numbers">{sizeText(c)}</td>
									<td className="numbers">{sizeText(memory)}</td>
									<td className="numbers">{power(h)}</td>
									<td className="numbers">{open === undefined ? "" : short(open)}</td>
								</tr>
							))}
						</tbody>
					))}
				</table>
			</section>
		</details>
	);
}
