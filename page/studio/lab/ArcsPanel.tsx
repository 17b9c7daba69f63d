/** Arcs of the gradient, which one can cut. */

import { useEffect } from "react";
import { glyphOf } from "../../../src/views/glyphs.ts";
import type { FigureTable } from "../../kit/figure.ts";
import { fixed, plain, powerOfTen } from "../../kit/numbers.ts";
import { OfModel } from "../instrument/OfModel.tsx";
import { shownModel } from "../instrument/shownModel.ts";
import { lockedProps } from "../shell/lockedProps.ts";
import { useStore } from "../shell/useStore.ts";
import { language } from "../words/words.ts";
import { ArcsFigure } from "./arcsFigure.ts";
import {
	type ArcsState,
	arcsState,
	arcsWords,
	computeArcs,
	fateOf,
	moveTo,
	setArcs,
	setShade,
	stepsOf,
	toggleArc,
} from "./arcsState.ts";
import { Drawn } from "./Drawn.tsx";
import { isFixed } from "./labAddress.ts";
import { labPieces, sayLab } from "./labWords.ts";
import { ownCommand, windowFlags } from "./ownCommand.ts";
import { Command, Facts, Help, LabBlank, NumbersTable, Slider } from "./parts.tsx";
import { HearPart } from "./sound/HearPart.tsx";
import { heardWords } from "./sound/heardWords.ts";
import type { HearSource } from "./sound/hearState.ts";
import { tonesOf } from "./sound/tones.ts";

export function ArcsPanel() {
	const { phase } = useStore(shownModel);
	useEffect(computeArcs, []);
	return (
		<section className="lab-arcs" aria-label={sayLab("arcs")}>
			<OfModel>{() => null}</OfModel>
			{phase === "open" && <Cut />}
		</section>
	);
}

/** What there is once the weights are. */
function Cut() {
	const { settings, answer, failure } = useStore(arcsState);
	return (
		<>
			<p className="lab-sentence">
				{labPieces("arcs.sentence").map(({ text, hole, after }) =>
					hole === undefined ? (
						text
					) : (
						<span key={hole} className="kept">
							<ArcsBlank name={hole as "lr"} value={settings[hole as "lr"]} />
							{after}
						</span>
					),
				)}
			</p>
			<p className="lab-verdict">
				{failure ? failure.words[language.get()] : answer ? verdictOf(answer) : sayLab("waiting")}
			</p>
			<div className="lab-pair">
				<Triangle />
				<Cutting />
			</div>
			<NumbersTable
				name={`${sayLab("numbers")}: ${sayLab("arcs.triangle")}`}
				heads={headsOf(answer)}
				table={() => tableOf(arcsState.get())}
			/>
			<Command text={ownCommand(windowFlags(`--cut ${arcsWords(settings) || `steps=${settings.steps}`}`))} />
		</>
	);
}

const headsOf = (answer: ArcsState["answer"]) =>
	(["lossStep", "reached", "normLog10", "cut", ...(answer?.throughC ? (["throughC"] as const) : [])] as const).map(
		(name) => sayLab(`table.${name}`),
	);

const nats = (value: number) => (Number.isFinite(value) ? fixed(value, 4) : plain(value));

function verdictOf({ log10, cut, before, whole, after }: NonNullable<ArcsState["answer"]>): string {
	const facts = { before: nats(before), whole: nats(whole), after: nats(after), cut };
	return sayLab(cut === 0 ? "arcs.all" : "arcs.left", { ...facts, count: countOf(log10) });
}

const countOf = (log10: readonly unknown[]) => (log10.length * (log10.length + 1)) / 2;

function ArcsBlank({ name, value }: { name: "steps" | "lr"; value: number }) {
	const offers = { steps: [8, 16, 24, 32, 64], lr: [0.01, 0.03, 0.1, 0.3, 1, 3, 10] }[name].map(String);
	return (
		<LabBlank
			name={name}
			label={sayLab(`arcs.${name}`)}
			value={String(value)}
			offers={offers.map((offer) => [offer, offer])}
			onChange={(chosen) => setArcs({ [name]: Number(chosen) })}
		/>
	);
}

function Triangle() {
	const { answer, shade } = useStore(arcsState);
	return (
		<div className="lab-part">
			<div className="panel-head">
				<h2>{sayLab(shade === "c" ? "arcs.triangleC" : "arcs.triangle")}</h2>
				{answer?.throughC && (
					<LabBlank
						name="shade"
						label={sayLab("arcs.shade")}
						value={shade}
						offers={[
							["norm", sayLab("arcs.shadeNorm")],
							["c", sayLab("arcs.shadeC")],
						]}
						onChange={(next) => setShade(next as "c")}
					/>
				)}
				<span className="legend">
					<span className="key hatched">{sayLab("arcs.legendCut")}</span>
				</span>
				<span className="panel-acts">
					<Help>{sayLab("arcs.help")}</Help>
				</span>
			</div>
			<Drawn className="chart lab-triangle" of={arcsState} make={makeFigure} />
			<p className="lab-said numbers" aria-live="polite">
				<Said />
			</p>
			<Heard />
		</div>
	);
}

/** Value and place of the arc at the cursor. */
function Said() {
	return <>{saidOf(useStore(arcsState))}</>;
}

/** The row of the cursor: what its loss teaches at each step back. */
const heard: HearSource = {
	tones() {
		const { answer, cursor, settings } = arcsState.get();
		const [t] = cursor;
		const row = answer?.log10[t];
		if (!row) return [];
		const sizeAt = (k: number) => (fateOf(settings, [t, k]) === "kept" ? (row[k] ?? Number.NEGATIVE_INFINITY) : null);
		return tonesOf(Array.from({ length: t + 1 }, (_, lag) => sizeAt(t - lag)));
	},
	sentence: () => heardWords(sayLab("hear.arcs", { t: arcsState.get().cursor[0] }), heard.tones()),
};

function Heard() {
	const { answer } = useStore(arcsState);
	return answer && <HearPart source={heard} />;
}

function Cutting() {
	const state = useStore(arcsState);
	const { settings, answer } = state;
	const steps = stepsOf(state);
	const within = settings.horizon === 0 || settings.horizon >= steps;
	return (
		<div className="lab-part lab-ball">
			<h2>{sayLab("arcs.cutting")}</h2>
			<Slider
				name="horizon"
				label={sayLab("arcs.horizon")}
				{...{ value: within ? steps : settings.horizon, min: 1, max: steps, step: 1, digits: 0 }}
				onChange={(horizon, how) => setArcs({ horizon: horizon === steps ? 0 : horizon }, how)}
			/>
			<p className="quiet">
				{within ? sayLab("arcs.horizonAll") : sayLab("arcs.horizonCuts", { horizon: settings.horizon })}
			</p>
			<p className="row">
				<button
					type="button"
					disabled={settings.arcs.length === 0}
					{...lockedProps(isFixed("arcs"))}
					onClick={() => setArcs({ arcs: [] })}
				>
					{sayLab("arcs.restore")}
				</button>
			</p>
			<h2>{sayLab("arcs.learned")}</h2>
			{answer && <Learned {...answer} />}
		</div>
	);
}

function Learned({
	before,
	whole,
	after,
	cut,
	cosine,
	wholeThroughC,
	wholeThroughH,
}: NonNullable<ArcsState["answer"]>) {
	const ways =
		wholeThroughC === undefined
			? []
			: ([
					["throughC", partWords(wholeThroughC)],
					["throughH", partWords(wholeThroughH!)],
				] as const);
	const facts = [
		["before", nats(before)],
		["whole", nats(whole)],
		["after", nats(after)],
		["cut", String(cut)],
		["cosine", Number.isFinite(cosine) ? fixed(cosine, 4) : "–"],
		...ways,
	] as const;
	return <Facts facts={facts} />;
}

function tableOf({ answer, settings }: ArcsState): FigureTable {
	const rows = (answer?.log10 ?? []).flatMap((row, t) =>
		row.map((value, k) => [
			...[t, k, value ?? Number.NEGATIVE_INFINITY],
			fateOf(settings, [t, k]) === "kept" ? "" : "×",
			...(answer?.throughC ? [answer.throughC[t]![k] ?? ""] : []),
		]),
	);
	return { head: [], rows };
}

function saidOf({ answer, cursor: [t, k], settings }: ArcsState): string {
	if (!answer?.log10[t]) return sayLab("waiting");
	const facts = {
		...{ t, k, lag: t - k, read: signOf(answer.ids[k]), next: signOf(answer.ids[t + 1]) },
		value: powerOfTen(answer.log10[t][k] ?? Number.NEGATIVE_INFINITY),
	};
	const fate = { kept: "arcs.isKept", cut: "arcs.isCut", beyond: "arcs.isBeyond" } as const;
	const part = answer.throughC?.[t]?.[k];
	const ways = part === null || part === undefined ? "" : ` ${sayLab("arcs.ways", waysOf(part))}`;
	return `${sayLab(t === k ? "arcs.sayOwn" : "arcs.say", facts)}${ways} ${sayLab(fate[fateOf(settings, [t, k])])}`;
}

/** The part through c, and the rest, which passed W_hh; one above 100 % works against the other. */
const waysOf = (part: number) => ({ c: partWords(part), h: partWords(1 - part) });
const partWords = (part: number) => `${fixed(100 * part, 1)}%`;

const signOf = (id: number | undefined) => glyphOf(shownModel.get().facts?.labels[id ?? -1] ?? "").small;

function makeFigure(box: HTMLElement): ArcsFigure {
	return new ArcsFigure(box, {
		log10: () => arcsState.get().answer?.log10 ?? null,
		shares: () => {
			const { answer, shade } = arcsState.get();
			return (shade === "c" && answer?.throughC) || null;
		},
		fate: (arc) => fateOf(arcsState.get().settings, arc),
		cursor: () => arcsState.get().cursor,
		move: moveTo,
		toggle: toggleArc,
		sign: (step, side) => signOf(arcsState.get().answer?.ids[side === "reads" ? step : step + 1]),
		axes: () => [sayLab("arcs.axisLoss"), sayLab("arcs.axisReach")],
		table: () => tableOf(arcsState.get()),
		summary: () => {
			const { answer } = arcsState.get();
			return answer ? sayLab("arcs.summary", { count: countOf(answer.log10), cut: answer.cut }) : sayLab("waiting");
		},
	});
}
