/**
 * A claim: "l1.c.17 tracks quotes", with the evidence, and digests of the weights and of the text, so that anyone who has
 * both measures the same digits on the plain wasm engine. Whoever reads one trusts no field of it.
 */
import type { Model, SymbolText } from "../model.ts";
import type { Labels } from "../patterns/pattern.ts";
import { type Evidence, type EvidenceHooks, evidenceOf, type Failure, failuresOf } from "./evidence.ts";

export const CLAIM_VERSION = 1;

export interface Claim {
	/** Version of the format. */
	version: 1;
	/** The unit, such as `l1.c.17`. */
	unit: string;
	/** The pattern, in the form that `sluice cells find` takes. */
	pattern: string;
	/** Name of the run; it only helps to find it. */
	run: string;
	/** Part of the run's text. */
	part: "train" | "valid" | "test";
	/** Symbols that were read from the start of the part. */
	symbols: number;
	/** The engine on which a claim is always measured. */
	engine: "wasm-plain";
	/** SHA-256 of the weights' float32 values, in the order of the layout, in hex. */
	weightsSha256: string;
	/** SHA-256 of the ids of the symbols read, int32 little-endian, in hex. */
	textSha256: string;
	/** What was measured. */
	evidence: Evidence;
}

/** What a claim is measured on. */
export interface ClaimSubject {
	model: Model;
	/** The symbols read, and no more. */
	text: SymbolText & { name?: string };
	/** Labels of them by the one pattern. */
	labels: Labels;
	weightsSha256: string;
	textSha256: string;
}

/** weights, text: not those of the claim. digits: the evidence is not what was measured. The others: see Failure. */
export type ClaimTrouble = "weights" | "text" | "digits" | Failure;

export interface ClaimChecked {
	/** Whether everything is as claimed, and is evidence. */
	holds: boolean;
	/** Why not; empty if it holds. */
	trouble: ClaimTrouble[];
	/** First figure that differs, such as "search.auc"; null if none does or nothing was measured. */
	differs: string | null;
	/** What was measured; null if weights or text are others. */
	evidence: Evidence | null;
}

/** Measures the evidence and returns the claim with it, whether or not it holds: see `failuresOf`. */
export async function claimOf(
	subject: ClaimSubject,
	facts: Pick<Claim, "unit" | "pattern" | "run" | "part">,
	hooks: EvidenceHooks = {},
): Promise<Claim> {
	const { model, text, labels, weightsSha256, textSha256 } = subject;
	const { unit, pattern, run, part } = facts;
	return {
		...{ version: CLAIM_VERSION, unit, pattern, run, part, symbols: text.symbols },
		...{ engine: "wasm-plain", weightsSha256, textSha256 },
		evidence: written(await evidenceOf(model, text, labels, unit, hooks)),
	};
}

/** Measures again what a claim says. */
export async function verifyClaim(
	claim: Claim,
	subject: ClaimSubject,
	hooks: EvidenceHooks = {},
): Promise<ClaimChecked> {
	const others: ClaimTrouble[] = [];
	if (claim.weightsSha256 !== subject.weightsSha256) others.push("weights");
	if (claim.textSha256 !== subject.textSha256) others.push("text");
	if (others.length > 0) return { holds: false, trouble: others, differs: null, evidence: null };
	const evidence = written(await evidenceOf(subject.model, subject.text, subject.labels, claim.unit, hooks));
	const differs = firstDifference(written(claim.evidence), evidence);
	const trouble: ClaimTrouble[] = [...(differs === null ? [] : ["digits" as const]), ...failuresOf(evidence)];
	return { holds: trouble.length === 0, trouble, differs, evidence };
}

/** As JSON keeps it: an interval without bounds has null for them. */
const written = (evidence: Evidence): Evidence => JSON.parse(JSON.stringify(evidence)) as Evidence;

/** The first field that is not the same in both, in the order of the second; null if all are. */
export function firstDifference(claimed: unknown, measured: unknown, path = ""): string | null {
	if (Object.is(claimed, measured)) return null;
	const inner = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
	if (!inner(claimed) || !inner(measured)) return path;
	for (const key of [...Object.keys(measured), ...Object.keys(claimed)]) {
		const found = firstDifference(claimed[key], measured[key], path === "" ? key : `${path}.${key}`);
		if (found !== null) return found;
	}
	return null;
}
