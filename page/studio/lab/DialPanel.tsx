/** The dial of W_rec: the heart of the lab. */

import { useEffect } from "react";
import { fixed, powerOfTen, small } from "../../kit/numbers.ts";
import { OfModel } from "../instrument/OfModel.tsx";
import { shownModel } from "../instrument/shownModel.ts";
import { lockedProps } from "../shell/lockedProps.ts";
import { useStore } from "../shell/useStore.ts";
import { language } from "../words/words.ts";
import type { DialAnswer } from "../worker/instrument/lab/dialCall.ts";
import { DialSentence } from "./DialSentence.tsx";
import { Drawn } from "./Drawn.tsx";
import { DialFigure } from "./dialFigure.ts";
import {
	chooseMatrix,
	computeDial,
	type DialState,
	dialState,
	dialWords,
	radiusNow,
	resetRadius,
	STEPS,
	setRadius,
} from "./dialState.ts";
import { EigenPart } from "./EigenPart.tsx";
import { isFixed } from "./labAddress.ts";
import { sayLab } from "./labWords.ts";
import { ownCommand } from "./ownCommand.ts";
import { Command, Facts, Help, LabBlank, NumbersTable, Slider } from "./parts.tsx";
import { HearPart } from "./sound/HearPart.tsx";
import { heardWords } from "./sound/heardWords.ts";
import type { HearSource } from "./sound/hearState.ts";
import { tonesOf } from "./sound/tones.ts";

export function DialPanel() {
	const { call } = useStore(dialState);
	const { phase } = useStore(shownModel);
	useEffect(computeDial, []);
	return (
		<section className="lab-dial" aria-label={sayLab("dial")}>
			<p className="lab-of">
				{sayLab("dial.of")}{" "}
				<LabBlank
					name="of"
					label={sayLab("dial.of")}
					value={call.of}
					offers={[
						["drawn", sayLab("dial.ofDrawn")],
						["own", sayLab("dial.ofOwn")],
					]}
					onChange={(of) => chooseMatrix(of as "own")}
				/>
			</p>
			{call.of === "own" && <OfModel>{() => null}</OfModel>}
			{(call.of === "drawn" || phase === "open") && <Turned />}
		</section>
	);
}

/** What there is once the matrix is. */
function Turned() {
	const state = useStore(dialState);
	const { call, answer, failure } = state;
	return (
		<>
			<DialSentence />
			<div className="lab-knob">
				<Slider
					name="radius"
					label={sayLab(call.settings.move.length > 0 ? "dial.radiusMoved" : "dial.radius")}
					{...{ value: radiusNow(state), min: 0.3, max: 1.7, step: 0.01, digits: 2 }}
					onChange={setRadius}
				/>
				{call.of === "own" && answer && (
					<button type="button" className="plain" {...lockedProps(isFixed("radius"))} onClick={resetRadius}>
						{sayLab("dial.ownRadius", { radius: fixed(answer.ownRadius, 3) })}
					</button>
				)}
			</div>
			<p className={`lab-verdict ${answer?.verdict ?? ""}`}>
				{failure ? failure.words[language.get()] : answer ? verdictOf(answer) : sayLab("waiting")}
			</p>
			<div className="lab-pair">
				<GradientPart />
				<EigenPart />
			</div>
			{answer && <DialFacts {...answer} />}
			<Command text={commandOf(call)} />
		</>
	);
}

const verdictOf = ({ verdict, bound, end, meanSlope }: DialAnswer) =>
	sayLab(`dial.${verdict}`, { bound: fixed(bound, 2), size: powerOfTen(end), mean: small(meanSlope) });

function GradientPart() {
	const { cost, answer } = useStore(dialState);
	const make = (box: HTMLElement) =>
		new DialFigure(box, {
			log10: () => dialState.get().answer?.log10 ?? null,
			bound: () => Math.log10(dialState.get().answer?.bound ?? 1),
			cost: () => dialState.get().cost,
			choose: (cost) => dialState.set((now) => ({ ...now, cost })),
			say: (cost, lag, value) =>
				lag === 0 ? sayLab("dial.sayOne", { cost }) : sayLab("dial.say", { cost, lag, value }),
			beyond: (value) => sayLab("dial.beyond", { value }),
			summary: () => summaryOf(dialState.get()),
		});
	return (
		<div className="lab-part">
			<div className="panel-head">
				<h2>{sayLab("dial.gradient")}</h2>
				<span className="legend">
					<span className="key gradient thick">{sayLab("dial.legendCost", { step: cost })}</span>
					<span className="key gradient thin">{sayLab("dial.legendOthers")}</span>
					<span className="key bound">{sayLab("dial.legendBound")}</span>
				</span>
				<span className="panel-acts">
					<Help>{sayLab("dial.gradientHelp")}</Help>
				</span>
			</div>
			<Drawn className="chart lab-mountain" of={dialState} make={make} />
			<NumbersTable
				name={`${sayLab("numbers")}: ${sayLab("dial.legendCost", { step: cost })}`}
				heads={[sayLab("table.step"), sayLab("table.lag"), sayLab("table.log10")]}
				table={() => costTable(dialState.get())}
			/>
			{answer && <HearPart source={heard} />}
		</div>
	);
}

const heard: HearSource = {
	tones() {
		const { answer, cost } = dialState.get();
		return answer ? tonesOf(Array.from({ length: cost }, (_, lag) => sizeAt(answer, cost, lag))) : [];
	},
	sentence: () => heardWords(sayLab("hear.dial", { cost: dialState.get().cost }), heard.tones()),
};

const sizeAt = ({ log10 }: DialAnswer, cost: number, lag: number) => log10[(cost - 1) * STEPS + cost - 1 - lag]!;

function costTable({ answer, cost }: DialState) {
	const rows = answer ? Array.from({ length: cost }, (_, lag) => [cost - lag, lag, sizeAt(answer, cost, lag)]) : [];
	return { head: [], rows };
}

function summaryOf({ answer, cost }: DialState): string {
	if (!answer) return sayLab("waiting");
	const lag = cost - 1;
	return sayLab("dial.summary", {
		...{ cost, lag, value: powerOfTen(answer.log10[(cost - 1) * STEPS]!) },
		bound: powerOfTen(lag * Math.log10(answer.bound)),
	});
}

function DialFacts({ radius, sigma, slope, bound, end, rate, saturated }: DialAnswer) {
	const facts = [
		["radius", fixed(radius, 4)],
		["sigma", fixed(sigma, 4)],
		["slope", fixed(slope, 4)],
		["bound", fixed(bound, 4)],
		["end", powerOfTen(end)],
		["rate", fixed(10 ** rate, 4)],
		["saturated", `${fixed(100 * saturated, 1)}%`],
	] as const;
	return <Facts facts={facts} />;
}

function commandOf(call: DialState["call"]): string {
	const words = dialWords(call) || `act=${call.settings.act}`;
	return call.of === "drawn" ? `npx sluice reproduce wrec-sweep --at ${words}` : ownCommand(`--dial ${words}`);
}
