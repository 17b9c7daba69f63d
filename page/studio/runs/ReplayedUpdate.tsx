/** One update, computed again: its batch, the gates and states of a layer, and its gradient by step and by tensor. */
import { type ReactNode, useRef } from "react";
import type { StateBlock } from "../../../studio/wire/replayMessages.ts";
import { batchHeight } from "../../kit/batchFigure.ts";
import type { Figure } from "../../kit/figure.ts";
import { count, powerOfTen } from "../../kit/numbers.ts";
import { quoted } from "../../kit/shellWord.ts";
import { useStore } from "../shell/useStore.ts";
import type { LiveRun } from "../train/liveRun.ts";
import { Panel } from "../train/Panel.tsx";
import { Picture } from "../train/Picture.tsx";
import { shownAs } from "./optionDiff.ts";
import type { ReplayState, RunReplays } from "./replayed.ts";
import { batchFigure, matrixFigure, powersFigure, powersOf, watching, wordsAtCursor } from "./replayPictures.ts";
import { sayCount, sayRuns } from "./runWords.ts";
import { TensorTable } from "./TensorTable.tsx";

interface Call {
	replays: RunReplays;
	run: LiveRun;
	/** Name of the run. */
	name: string;
	/** The update that the time machine points at. */
	step: number;
}

type Facts = NonNullable<ReplayState["facts"]>;

export function ReplayedUpdate({ replays, run, name, step }: Call) {
	const { facts, states, batch } = useStore(replays.state);
	if (!facts) return null;
	const taken = {
		command: `npx sluice replay ${quoted(name)} --update ${facts.update} --json`,
		made: { update: facts.update, weightsSha256: facts.weightsSha256, engine: facts.build, run: name },
	};
	const call = { replays, run, taken };
	return (
		<div className={facts.update === step ? "replayed" : "replayed stale"}>
			<p className="quiet numbers">{provenanceOf(facts)}</p>
			{facts.divergence && (
				<p className="bad">
					{sayRuns("replayDiverged", { ...facts.divergence, value: shownAs(facts.divergence.value) })}
				</p>
			)}
			{facts.update === 0 && <p>{sayRuns("replayInitial")}</p>}
			{batch?.lanes === 0 && <p className="quiet">{sayRuns("replayNumbers")}</p>}
			{batch && (
				<>
					{batch.lanes > 0 && <BatchPanel {...call} />}
					{states && <StatesPanel {...call} states={states} />}
					{facts.layers.length > 0 && <PowersPanel {...call} facts={facts} />}
					{batch.lanes > 0 && <AtCursor replays={replays} />}
					<TensorTable run={run} facts={facts} taken={taken} />
				</>
			)}
		</div>
	);
}

function provenanceOf({ update, build, runBuild, logged }: Facts): string {
	const parts = [sayRuns("replayHelp", { step: count(update), build })];
	if (build !== runBuild) parts.push(sayRuns("replayBuild", { runBuild }));
	const { differs, lines } = logged;
	if (differs) {
		const { field, got, logged: had } = differs;
		parts.push(
			sayRuns("replayDiffers", { update: count(differs.update), field, got: shownAs(got), logged: shownAs(had) }),
		);
	} else parts.push(lines > 0 ? sayCount("replaySame", lines) : sayRuns("replaySameNone"));
	return parts.join(" ");
}

type PanelCall = Pick<Call, "replays" | "run"> & { taken: { command: string; made: Record<string, string | number> } };

function BatchPanel({ replays, run, taken }: PanelCall) {
	const { batch, shown } = useStore(replays.state);
	const figure = useRef<Figure>(null);
	const { from, lanes, steps, shown: rows } = batch!;
	const move = (lane: number) => void replays.show({ lane: Math.max(0, Math.min(lanes - 1, lane)) });
	const now = { first: from + 1, last: from + rows.length, lanes, steps: count(steps) };
	return (
		<Panel
			{...{ run, taken, name: "batch", title: sayRuns("batch"), now: sayRuns("batchNow", now) }}
			help={sayRuns("batchHelp")}
			figure={() => figure.current}
		>
			<Sized tall={batchHeight(rows.length)}>
				<Picture
					className="chart batch"
					of={replays}
					watch={watching(replays)}
					drawn={figure as { current: ReturnType<typeof batchFigure> | null }}
					make={(box) => batchFigure(box, replays)}
				/>
			</Sized>
			{lanes > rows.length && (
				<p className="row">
					<button type="button" disabled={from === 0} onClick={() => move(shown.lane - rows.length)}>
						{sayRuns("batchBefore")}
					</button>
					<button type="button" disabled={from + rows.length >= lanes} onClick={() => move(from + rows.length)}>
						{sayRuns("batchNext")}
					</button>
				</p>
			)}
		</Panel>
	);
}

/** A height that depends on what is shown; the page's policy allows no style in its HTML, but a property is none. */
function Sized({ tall, children }: { tall: number; children: ReactNode }) {
	return <div style={{ height: tall, display: "grid" }}>{children}</div>;
}

function StatesPanel({ replays, run, taken, states }: PanelCall & { states: StateBlock }) {
	const { shown, facts, batch } = useStore(replays.state);
	const figure = useRef<Figure>(null);
	const { unit, units, shape, quantities } = states;
	const layers = Math.max(facts!.layers.length, 1);
	const now = { layer: shown.layer, lane: shown.lane + 1, first: unit, last: unit + shape[0] - 1 };
	const options = (many: number, from: number) => Array.from({ length: many }, (_, n) => [String(n), String(n + from)]);
	const parts = Array.from({ length: Math.ceil(units / Math.max(1, shape[0])) }, (_, n) => {
		const first = n * shape[0];
		return [String(first), `${first}–${Math.min(units, first + shape[0]) - 1}`];
	});
	const blanks: [key: "quantity" | "layer" | "lane" | "unit", value: string, offers: string[][]][] = [
		["quantity", shown.quantity ?? "h", quantities.map((letter) => [letter, letter])],
		["layer", String(shown.layer), layers > 1 ? options(layers, 0) : []],
		["lane", String(shown.lane), options(batch!.lanes, 1)],
		["unit", String(unit), parts.length > 1 ? parts : []],
	];
	return (
		<Panel
			{...{ run, taken, name: "states", title: sayRuns("gatesAndStates"), now: sayRuns("statesNow", now) }}
			help={sayRuns("statesHelp")}
			figure={() => figure.current}
		>
			<p className="choices">
				{blanks.map(
					([key, value, offers]) =>
						offers.length > 0 && (
							<label key={key}>
								<span className="quiet">{sayRuns(key === "unit" ? "units" : key)}</span>
								<select
									className="blank"
									value={value}
									onChange={({ target }) =>
										void replays.show({ [key]: key === "quantity" ? target.value : Number(target.value) })
									}
								>
									{offers.map(([offer, words]) => (
										<option key={offer} value={offer}>
											{words}
										</option>
									))}
								</select>
							</label>
						),
				)}
			</p>
			<Picture
				className="chart states"
				of={replays}
				watch={watching(replays)}
				drawn={figure as { current: ReturnType<typeof matrixFigure> | null }}
				make={(box) => matrixFigure(box, replays)}
			/>
		</Panel>
	);
}

function PowersPanel({ replays, run, taken, facts }: PanelCall & { facts: Facts }) {
	const figure = useRef<Figure>(null);
	const { shown } = useStore(replays.state);
	const own = powersOf(replays).find(({ name }) => name === `l${shown.layer}.h`)!.log10;
	const legend = facts.layers[0]!.log10Dc
		? ([
				["state-h", "|dL/dh|"],
				["state-c", "|dL/dc|"],
			] as const)
		: undefined;
	return (
		<Panel
			{...{ run, taken, name: "powers", title: sayRuns("powers") }}
			now={sayRuns("powersNow", { h: powerOfTen(own[0]!), last: powerOfTen(own.at(-1)!) })}
			help={sayRuns("powersHelp")}
			figure={() => figure.current}
			{...(legend && { legend })}
		>
			<Picture
				className="chart powers"
				of={replays}
				watch={watching(replays)}
				drawn={figure as { current: ReturnType<typeof powersFigure> | null }}
				make={(box) => powersFigure(box, replays)}
			/>
		</Panel>
	);
}

function AtCursor({ replays }: { replays: RunReplays }) {
	useStore(replays.cursor);
	return <output className="at-cursor quiet numbers">{wordsAtCursor(replays) || "\u00a0"}</output>;
}
