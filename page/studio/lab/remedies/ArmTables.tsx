/** The numbers of all arms: results, losses by update, gradient by steps back. */
import { finalLoss } from "../../../../src/training/trials/outcomes.ts";
import type { ReachCurve } from "../../../../src/training/trials/reachCurve.ts";
import { sayLab } from "../labWords.ts";
import { NumbersTable } from "../parts.tsx";
import { sayRemedies } from "./remediesWords.ts";
import { nameOfRemedy } from "./remedyNames.ts";
import type { RemedyState } from "./remedyState.ts";
import { endOf } from "./remedyVerdict.ts";

const RESULTS = [
	...(["remedy", "solved", "loss", "wrong", "reach", "reachAfter"] as const),
	...(["batches", "weights", "parameters", "seconds"] as const),
];

export function ArmTables({ state }: { state: RemedyState }) {
	const { arms } = state;
	const remedies = arms.map(({ trial }) => nameOfRemedy(trial.remedy));
	const named = (name: "results" | "losses" | "gradients") => `${sayLab("numbers")}: ${sayRemedies(name)}`;
	return (
		<>
			<NumbersTable
				name={named("results")}
				heads={RESULTS.map((name) => sayRemedies(`table.${name}`))}
				table={() => ({ head: [], rows: resultsOf(state) })}
			/>
			<NumbersTable
				name={named("losses")}
				heads={[sayLab("table.update"), ...remedies]}
				table={() => ({ head: [], rows: lossesOf(state) })}
			/>
			<NumbersTable
				name={named("gradients")}
				heads={[sayLab("table.lag"), ...remedies]}
				table={() => ({ head: [], rows: gradientsOf(state) })}
			/>
		</>
	);
}

function resultsOf({ arms, judged }: RemedyState): (string | number)[][] {
	return arms.map((arm) => {
		const { remedy, solved, wrong } = endOf(arm, judged?.goal ?? null);
		const { outcome, points, before } = arm;
		const loss = outcome ? finalLoss(outcome) : (points.at(-1)?.loss ?? null);
		return [
			...[
				nameOfRemedy(remedy),
				solved ?? "-",
				loss ?? "-",
				wrong ?? "-",
				reachWords(before),
				reachWords(outcome?.after),
			],
			...[points.at(-1)?.data ?? "", outcome?.weightsSha256.slice(0, 16) ?? ""],
			...[outcome?.parameters ?? "", outcome ? Number(outcome.seconds.toFixed(1)) : ""],
		];
	});
}

function reachWords(curve: ReachCurve | null | undefined): string | number {
	if (!curve || curve.log10[0] === null) return "-";
	return curve.lag ?? `>${curve.most}`;
}

function lossesOf({ arms }: RemedyState): (string | number)[][] {
	const steps = [...new Set(arms.flatMap(({ points }) => points.map(({ step }) => step)))].sort((a, b) => a - b);
	const at = (arm: (typeof arms)[number], step: number) => arm.points.find((point) => point.step === step)?.loss ?? "";
	return steps.map((step) => [step, ...arms.map((arm) => at(arm, step))]);
}

function gradientsOf({ arms }: RemedyState): (string | number)[][] {
	const curves = arms.map(({ outcome }) => outcome?.after);
	const lags = [...new Set(curves.flatMap((curve) => curve?.lags ?? []))].sort((a, b) => a - b);
	return lags.map((lag) => [
		lag,
		...curves.map((curve) => (curve ? (curve.log10[curve.lags.indexOf(lag)] ?? "-∞") : "")),
	]);
}
