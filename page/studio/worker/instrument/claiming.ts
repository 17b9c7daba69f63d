/** Calls that make and check claims, as `sluice claim` does: the same functions on the same engine. */
import { browserHost } from "../../../../src/browser/browserHost.ts";
import {
	type Claim,
	type ClaimChecked,
	type ClaimSubject,
	claimOf,
	verifyClaim,
} from "../../../../src/interpretation/claims/claim.ts";
import { type Failure, failuresOf } from "../../../../src/interpretation/claims/evidence.ts";
import { type Learned, learnedOf } from "../../../../src/interpretation/claims/learnedLittle.ts";
import { parseClaim } from "../../../../src/interpretation/claims/parseClaim.ts";
import { labelled, type PatternsAsked, textUpTo } from "./labelling.ts";
import { openedOf } from "./opened.ts";
import type { Work } from "./work.ts";

export interface Claimed {
	claim: Claim;
	trouble: Failure[];
}

async function subjectOf(work: Work, asked: PatternsAsked & { limit: number }): Promise<ClaimSubject> {
	const opened = openedOf(work);
	const { labels, symbols } = await labelled(work, asked);
	const { sha256 } = browserHost();
	return {
		...{ model: opened, labels, text: textUpTo(opened, symbols) },
		weightsSha256: await sha256(opened.weights.flat),
		textSha256: await sha256(opened.ids.subarray(0, symbols)),
	};
}

const watched = (work: Work) => ({
	async onProgress(done: number, total: number) {
		work.tell(done, total);
		await work.turn();
	},
	signal: work.signal,
});

export async function claimed(
	work: Work,
	{ facts, ...asked }: PatternsAsked & { limit: number; facts: Pick<Claim, "unit" | "pattern" | "run" | "part"> },
): Promise<Claimed> {
	const claim = await claimOf(await subjectOf(work, asked), facts, watched(work));
	return { claim, trouble: failuresOf(claim.evidence) };
}

/** How much the opened network has learned of its text. */
export const learned = (work: Work): Promise<Learned> => {
	const opened = openedOf(work);
	return learnedOf(opened, opened.ids, work.signal);
};

/** @param text the claim as its file holds it; `matches` as for its pattern */
export async function checkedClaim(
	work: Work,
	{ text, matches }: { text: string } & Pick<PatternsAsked, "matches">,
): Promise<{ claim: Claim; checked: ClaimChecked }> {
	const claim = parseClaim(text);
	const asked = { patterns: [claim.pattern], limit: claim.symbols, ...(matches && { matches }) };
	return { claim, checked: await verifyClaim(claim, await subjectOf(work, asked), watched(work)) };
}
