/** A small picture for each arm, with its state, its loss and the digest of its batches. */
import { useMemo } from "react";
import type { ReachCurve } from "../../../../src/training/trials/reachCurve.ts";
import { clock, count, loss as lossWords, percent } from "../../../kit/numbers.ts";
import { useStore } from "../../shell/useStore.ts";
import { suggestedRemedy } from "../../train/onThisSeed.ts";
import { Drawn } from "../Drawn.tsx";
import { type Arm, readSoFar } from "./arm.ts";
import { ArmFigure, type ArmScale, leavesAt } from "./armFigure.ts";
import { sayRemedies } from "./remediesWords.ts";
import { nameOfRemedy } from "./remedyNames.ts";
import { type RemedyState, remedyState } from "./remedyState.ts";
import { endOf, stateOf } from "./remedyVerdict.ts";

export function ArmGrid({ arms }: { arms: readonly string[] }) {
	return (
		<div className="arm-grid">
			{arms.map((remedy, n) => (
				<ArmCard key={remedy} at={n} />
			))}
		</div>
	);
}

function ArmCard({ at }: { at: number }) {
	const { arms, judged } = useStore(remedyState);
	const arm = arms[at];
	const make = useMemo(() => makeFigure(at), [at]);
	if (!arm) return null;
	const goal = judged?.goal ?? null;
	const { remedy, solved, loss, wrong, diverged } = endOf(arm, goal);
	const read = readSoFar(arm);
	const { outcome } = arm;
	const off = outcome ? leavesAt(outcome.after) : null;
	return (
		<article className={`arm ${diverged !== null ? "diverged" : solved !== null ? "solved" : ""}`} data-arm={remedy}>
			<div className="arm-head">
				<h2 title={remedy}>{nameOfRemedy(remedy)}</h2>
				<span className="state-words numbers">{stateOf(arm, goal)}</span>
				{suggestedRemedy() === remedy && <span className="suggested">{sayRemedies("suggested")}</span>}
			</div>
			<Drawn className="chart arm-picture" of={remedyState} make={make} />
			<p className="arm-facts numbers">
				{loss !== null && <span>{sayRemedies("loss", { loss: lossWords(loss) })}</span>}
				{wrong !== null && <span>{sayRemedies("wrong", { share: percent(wrong) })}</span>}
				{outcome && <span>{sayRemedies("time", { time: clock(outcome.seconds) })}</span>}
				{outcome && <span>{sayRemedies("parameters", { count: count(outcome.parameters) })}</span>}
				{off !== null && <span>{sayRemedies("offScale", { n: count(off) })}</span>}
				{read && <span>{sayRemedies("batches", { digest: read.digest.slice(0, 8) })}</span>}
			</p>
		</article>
	);
}

/** Scales that hold all arms: the loss up to a little above the baseline or the first losses. */
function scaleOf({ arms, judged, trained }: RemedyState): ArmScale {
	const first = arms.flatMap(({ points }) => points.slice(0, 1).map(({ loss }) => loss ?? 0));
	const others = arms.flatMap(({ points }) => points.map(({ loss }) => loss ?? 0));
	const baseline = judged?.baseline ?? null;
	const anchor = baseline ?? (first.length > 0 ? Math.min(...first) : 1);
	const most = 1.25 * Math.max(anchor, Math.min(2 * anchor, Math.max(0, ...others)));
	const curves: (ReachCurve | null | undefined)[] = arms.flatMap(({ before, outcome }) => [before, outcome?.after]);
	return {
		steps: trained?.steps ?? 1,
		most: most || 1,
		baseline,
		lags: Math.max(1, ...curves.map((one) => one?.most ?? 0)),
	};
}

function makeFigure(at: number) {
	const armAt = (): Arm => remedyState.get().arms[at]!;
	const summary = () => {
		const { arms, judged } = remedyState.get();
		const arm = arms[at];
		if (!arm) return "";
		const last = arm.points.at(-1);
		const facts = { remedy: nameOfRemedy(arm.trial.remedy), state: stateOf(arm, judged?.goal ?? null) };
		if (!last) return sayRemedies("summaryNone", facts);
		return sayRemedies("summary", { ...facts, loss: lossWords(last.loss), step: count(last.step) });
	};
	return (box: HTMLElement) =>
		new ArmFigure(box, {
			arm: armAt,
			scale: () => scaleOf(remedyState.get()),
			axes: () => [sayRemedies("axisUpdates"), sayRemedies("axisBack")],
			table: () => ({
				head: ["update", "loss"],
				rows: armAt().points.map(({ step, loss }) => [step, loss ?? Number.NaN]),
			}),
			summary,
		});
}
