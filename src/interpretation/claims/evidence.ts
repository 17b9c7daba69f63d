/**
 * Evidence that a unit tracks a pattern: the search over all units, selected on one half of a text and evaluated on the other,
 * and the loss with the unit held where the pattern does not hold. The claim holds only if all four tests are passed.
 */
import { fail } from "../../errors/index.ts";
import { findCells } from "../findCells.ts";
import { parseUnit } from "../hookNames.ts";
import type { Model, SymbolText } from "../model.ts";
import type { Labels } from "../patterns/pattern.ts";
import { insideOf } from "../proof/inside.ts";
import { intervene, type Verdict } from "../proof/intervention.ts";
import type { Change } from "../proof/measured.ts";
import { isFound } from "../search/found.ts";
import type { UnitVerdict } from "../search/verdict.ts";

export interface Evidence {
	/** The search; `rival` is the best simpler explanation. null if the pattern could not be scored. */
	search:
		| (UnitVerdict & { units: number; chosen: number; heldOut: number; rival: { name: string; auc: number } })
		| null;
	/** The unit held at its mean outside the pattern, in nats per symbol. null if the search did not find it, or a rival is as good. */
	held: { heldAt: number; verdict: Verdict; change: Change; rank: number; others: number } | null;
}

/**
 * notScored: the pattern is too rare, or holds everywhere. notFound: q above 0.05, or not above chance. rival: the AUC of the
 * current symbol or of the position in the line is not below the unit's 95 % interval, so it may explain the pattern as well. unused: holding the unit does not raise the loss more inside.
 */
export type Failure = "notScored" | "notFound" | "rival" | "unused";

export interface EvidenceHooks {
	onProgress?(done: number, total: number): void | Promise<void>;
	signal?: AbortSignal;
}

/** Measures a unit against the only pattern of `labels`. @throws E_HOOK_NAME, E_HOOK_UNIT, E_TEXT_SHORT. */
export async function evidenceOf(
	model: Model,
	text: SymbolText & { name?: string },
	labels: Labels,
	unit: string,
	{ onProgress, signal }: EvidenceHooks = {},
): Promise<Evidence> {
	if (labels.patterns.length !== 1) throw fail("E_INTERNAL", { what: "a claim is about one pattern" });
	const own = parseUnit(model.weights.spec, unit);
	const total = 3 * text.symbols; // the search, and then the means and the losses
	const part = (from: number, share: number) => (done: number, of: number) =>
		onProgress?.(Math.floor(from + (share * done) / Math.max(1, of)), total);
	const found = await findCells(model, text, labels, {
		...{ best: 1, also: unit, signal },
		onProgress: part(0, text.symbols),
	});
	const [pattern] = found.patterns;
	const verdict = pattern?.best.find((one) => one.unit === unit);
	if (!pattern || !verdict) return { search: null, held: null };
	const { unit: _, ...figures } = verdict;
	const rival = [...pattern.rivals].sort((a, b) => b.auc - a.auc)[0]!;
	const { chosen, heldOut } = found.symbols;
	const search = { ...figures, units: found.units, chosen, heldOut, rival: { name: rival.name, auc: rival.auc } };
	if (!isFound(search) || search.rival.auc >= search.auc) return { search, held: null };
	const { label } = insideOf(labels);
	const {
		heldAt,
		verdict: uses,
		change,
		beside,
		others,
	} = await intervene(model, text, own, {
		...{ act: { to: "outside" }, label, signal },
		onProgress: part(text.symbols, 2 * text.symbols),
	});
	return {
		search,
		held: {
			...{ heldAt: heldAt!, verdict: uses, change },
			...{ rank: beside.inside?.rank ?? 1, others: others.length },
		},
	};
}

/** Whether the unit is better than every simpler explanation: the best one's AUC is below the unit's 95 % interval. */
export const beatsRival = ({ rival, ci }: Pick<NonNullable<Evidence["search"]>, "rival" | "ci">): boolean =>
	rival.auc < ci[0];

/** What is missing to the claim; nothing if it holds. The loss is judged only if it was measured. */
export function failuresOf({ search, held }: Evidence): Failure[] {
	if (!search) return ["notScored"];
	if (!isFound(search)) return ["notFound"];
	if (!beatsRival(search)) return ["rival"];
	if (held && held.verdict !== "onlyInside" && held.verdict !== "moreInside") return ["unused"];
	return [];
}
