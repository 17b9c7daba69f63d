/**
 * Which findings call for a remedy. One that is not needed is taken away, and the reason is given instead: the task is
 * solved, the finding is usual in a network that learns, or it follows from another one.
 */
import type { Finding, Measured } from "./findingTypes.ts";
import { type OutcomeKind, outcomeKind } from "./outcome.ts";

/** Optimisers whose steps are proportional to the gradient, so that a limit on its norm is one on the step. */
const PROPORTIONAL = ["sgd", "momentum"];

/** Whether a finding is usual: candidates above 0.9 in a model that has learned, clipping for an optimiser that divides by the gradient's size. */
function isUsual({ kind, severity }: Finding, outcome: OutcomeKind, optimizer: string): boolean {
	if (kind === "clipped") return !PROPORTIONAL.includes(optimizer);
	return kind === "saturated" && severity === 1 && outcome === "learned";
}

/** Keeps a remedy only where the outcome calls for one, and says why there is none elsewhere. */
export function judged({ outcome, optimizer = "adam" }: Measured, found: readonly Finding[]): Finding[] {
	const kind = outcome ? outcomeKind(outcome) : "ignorant";
	const exploded = found.some(({ remedy }) => remedy?.id === "clip-norm" && remedy.fresh);
	return found.map((finding) => {
		const { remedy, others: _, ...bare } = finding;
		if (kind === "solved") return { ...bare, severity: 0, noAction: "solved" };
		if (exploded && remedy?.id !== "clip-norm") return { ...bare, noAction: "follows" };
		if (isUsual(finding, kind, optimizer)) return { ...bare, severity: 0, noAction: "usual" };
		return finding;
	});
}

/** What is wrong with a layer that is not trained: its state grows, or is saturated. The remedy is to draw another. */
export function ofReservoir(
	found: readonly Finding[],
	{ spectralRadius, inputScale }: NonNullable<Measured["reservoir"]>,
) {
	const round = (x: number) => Number(x.toPrecision(2));
	return found.flatMap(({ remedy: _, others: __, ...finding }): Finding[] => {
		if (finding.layer === undefined) return [];
		if (finding.kind === "exploding") {
			const options = { spectralRadius: round(spectralRadius / 1.5) };
			return [{ ...finding, remedy: { id: "smaller-radius", options, fresh: true } }];
		}
		if (finding.kind !== "saturated") return [];
		return [
			{ ...finding, remedy: { id: "smaller-input", options: { inputScale: round(inputScale / 3) }, fresh: true } },
		];
	});
}
