/**
 * Which findings call for a remedy. One that is not needed is taken away, and the reason is given instead: the task is
 * solved, the finding is usual in a network that learns, or it follows from another one.
 */
import type { Finding, Measured, Remedy } from "./findingTypes.ts";
import { type OutcomeKind, outcomeKind } from "./outcome.ts";

/** Optimisers whose steps are proportional to the gradient, so that a limit on its norm is one on the step. */
const PROPORTIONAL = ["sgd", "momentum"];

/** Whether a finding is usual: candidates above 0.9 in a model that has learned, clipping for an optimiser that divides by the gradient's size. */
function isUsual({ kind, severity, evidence }: Finding, outcome: OutcomeKind, optimizer: string): boolean {
	if (kind === "clipped") return !PROPORTIONAL.includes(optimizer) && evidence.clipValue === undefined;
	return kind === "saturated" && severity === 1 && outcome === "learned";
}

/** Keeps a remedy only where the outcome calls for one, and says why there is none elsewhere. */
export function judged({ outcome, optimizer = "adam", options = {} }: Measured, all: readonly Finding[]): Finding[] {
	const found = all.map((finding) => untried(finding, options));
	const kind = outcome ? outcomeKind(outcome) : "ignorant";
	const exploded = found.some(({ remedy }) => remedy?.id === "clip-norm" && remedy.fresh);
	const saturated = found.find((one) => one.kind === "saturated" && one.where === "h");
	const tooLarge = saturated?.remedy?.id === "init-orthogonal";
	return found.map((finding) => {
		const { remedy, others: _, ...bare } = finding;
		if (kind === "solved") return { ...bare, severity: 0, noAction: "solved" };
		if (exploded && remedy?.id !== "clip-norm") return { ...bare, noAction: "follows" };
		if (tooLarge && finding.kind === "clipped") return { ...bare, noAction: "follows" }; // a higher limit mends nothing
		if (isUsual(finding, kind, optimizer)) return { ...bare, severity: 0, noAction: "usual" };
		if (finding.kind === "vanishing" && saturated) return { ...bare, remedy }; // Omega does not free saturated units
		return finding;
	});
}

/** Whether a run with these options was trained without the remedy. */
export function isNew({ options: taken }: Remedy, options: NonNullable<Measured["options"]>): boolean {
	return Object.entries(taken).some(([name, value]) => spelled(name, options[name]) !== spelled(name, value));
}

/** Spellings of one start; listed, so that the page does not load every start for them. */
const ORTHOGONAL = ["default", "orthogonal", "orthogonal:1"] as readonly unknown[];
const spelled = (name: string, value: unknown) =>
	name === "init" && ORTHOGONAL.includes(value) ? "orthogonal" : value;

/** The finding without the remedies that the run was trained with; the first of the others takes the place of its own. */
function untried({ remedy, others = [], ...bare }: Finding, options: NonNullable<Measured["options"]>): Finding {
	const [first, ...more] = [...(remedy ? [remedy] : []), ...others].filter((one) => isNew(one, options));
	return { ...bare, ...(first && { remedy: first }), ...(more.length > 0 && { others: more }) };
}

/** What is wrong with a layer that is not trained: its state grows, or is saturated. The remedy is to draw another. */
export function ofReservoir(found: readonly Finding[], drawn: NonNullable<Measured["reservoir"]>): Finding[] {
	return found.flatMap(({ remedy: _, others: __, ...finding }) => {
		if (finding.layer === undefined || !["exploding", "saturated"].includes(finding.kind)) return [];
		return [{ ...finding, remedy: drawAgain(drawn, finding.kind === "exploding") }];
	});
}

/** Spectral radius at which a reservoir forgets its initial state; also the default. */
const FORGETS = 0.9;

/** Returns how to draw another reservoir: one that forgets, or if this one does, smaller input weights. */
export function drawAgain({ spectralRadius, inputScale }: NonNullable<Measured["reservoir"]>, grows: boolean): Remedy {
	const round = (x: number) => Number(x.toPrecision(2));
	if (!grows && spectralRadius <= 1)
		return { id: "smaller-input", options: { inputScale: round(inputScale / 3) }, fresh: true };
	const radius = spectralRadius > FORGETS ? FORGETS : round(spectralRadius / 1.5);
	return { id: "smaller-radius", options: { spectralRadius: radius }, fresh: true };
}
