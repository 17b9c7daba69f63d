/** What makes and checks claims about the chosen unit: each puts a card in its place. */
import { useState } from "react";
import type { ClaimTrouble } from "../../../src/interpretation/claims/claim.ts";
import { shownModel } from "../instrument/shownModel.ts";
import { address } from "../shell/location.ts";
import type { Card } from "./ClaimCard.tsx";
import { type LinkedClaim, linkHolds } from "./claimLink.ts";
import { patternsOf } from "./finder.ts";
import { chosenName, patternNow, pick } from "./textStores.ts";
import { sayText } from "./textWords.ts";
import { useCall } from "./useCall.ts";

/** Symbols from the start of the text, as of `sluice claim`. */
const LIMIT = 100_000;

/** @param offered what a card is offered for @param symbols of the whole text */
export function useClaims(setCard: (card: Card) => void, offered: { unit: string; pattern: string }, symbols: number) {
	const [wrong, setWrong] = useState<string | null>(null);
	const making = useCall("claimed");
	const checking = useCall("checkedClaim");
	const measure = async (limit: number, { unit, pattern } = { unit: chosenName(), pattern: patternNow() }) => {
		const request = await patternsOf(pattern, limit);
		setWrong(typeof request === "string" ? sayText(`find.${request}`) : null);
		if (typeof request === "string") return null;
		const facts = { unit, pattern, run: shownModel.get().title ?? "page", part: shownModel.get().name.part };
		return making.start({ ...request, limit, facts });
	};
	const make = async () => {
		pick(offered.unit, offered.pattern);
		const made = await measure(Math.min(LIMIT, symbols), offered);
		if (made) setCard({ ...made, how: "made", differs: null });
	};
	/** Measures what the link claims, and compares the digests of all that the card says. */
	const checkLink = async ({ symbols: claimed }: LinkedClaim) => {
		const made = await measure(claimed);
		if (!made) return;
		const same = await linkHolds(address.get().more.claim!, made.claim);
		const trouble: ClaimTrouble[] = [...(same ? [] : ["digits" as const]), ...made.trouble];
		setCard({ claim: made.claim, how: "checked", trouble, differs: null });
	};
	const checkText = async (text: string) => {
		const [, claimed = ""] = /"pattern"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(text) ?? [];
		const request = claimed === "" ? {} : await patternsOf(JSON.parse(claimed) as string, LIMIT);
		const answer = await checking.start({
			text,
			...(typeof request === "object" && { matches: request.matches ?? {} }),
		});
		if (!answer) return;
		const { claim, checked } = answer;
		pick(claim.unit, claim.pattern);
		// What was measured is shown, not what the file says.
		const evidence = checked.evidence ?? claim.evidence;
		setCard({ claim: { ...claim, evidence }, how: "checked", ...checked });
	};
	return { make, checkLink, checkText, wrong, making, checking };
}
