/** Claims about the chosen unit and its pattern: to make a card, to check one from a file, and the one that a link makes. */
import { lazy, Suspense, useEffect, useState } from "react";
import type { ClaimTrouble } from "../../../src/interpretation/claims/claim.ts";
import { shownModel } from "../instrument/shownModel.ts";
import { FileButton } from "../shell/FileButton.tsx";
import { address } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { CallLine } from "./CallLine.tsx";
import type { Card } from "./ClaimCard.tsx";
import { type LinkedClaim, linkedClaim, linkHolds } from "./claimLink.ts";
import { awaited, awaitNetwork, networkOf } from "./claimNetwork.ts";
import { patternsOf } from "./finder.ts";
import type { Reading } from "./reading.ts";
import { bestRow, chosenName, claimable, patternNow, pick } from "./textStores.ts";
import { sayText } from "./textWords.ts";
import { useCall } from "./useCall.ts";
import { useKept } from "./useKept.ts";

// Only a reader with a claim needs these.
const ClaimCard = lazy(async () => ({ default: (await import("./ClaimCard.tsx")).ClaimCard }));
const LinkedCard = lazy(async () => ({ default: (await import("./LinkedCard.tsx")).LinkedCard }));

/** Symbols from the start of the text, as of `sluice claim`. */
const LIMIT = 100_000;

export function ClaimPanel({ reading }: { reading: Reading }) {
	const { more } = useStore(address);
	useStore(claimable);
	const [card, setCard] = useKept<Card | null>("card", null);
	const [wrong, setWrong] = useState<string | null>(null);
	const making = useCall("claimed");
	const checking = useCall("checkedClaim");
	const [unit, pattern] = [chosenName(), patternNow()];
	/** What a card is offered for: the best row of a new table, else what is chosen. */
	const offered = useStore(bestRow) ?? { unit, pattern };
	const linked = linkedClaim(more.claim);
	const { name, title } = shownModel.get();
	/** A card belongs to its unit, its pattern and its network; the panel is made anew for another network. */
	const own = card && card.claim.unit === unit && card.claim.pattern === pattern ? card : null;

	const measure = async (limit: number, { unit, pattern } = { unit: chosenName(), pattern: patternNow() }) => {
		const request = await patternsOf(pattern, limit);
		setWrong(typeof request === "string" ? sayText(`find.${request}`) : null);
		if (typeof request === "string") return null;
		const facts = { unit, pattern, run: title ?? "page", part: name.part };
		return making.start({ ...request, limit, facts });
	};
	const make = async () => {
		pick(offered.unit, offered.pattern);
		const made = await measure(Math.min(LIMIT, reading.ids.length), offered);
		if (made) setCard({ ...made, how: "made", differs: null });
	};
	/** Measures what the link claims, and compares the digests of all that the card says. */
	const checkLink = async ({ symbols }: LinkedClaim) => {
		const made = await measure(symbols);
		if (!made) return;
		const same = await linkHolds(more.claim!, made.claim);
		const trouble: ClaimTrouble[] = [...(same ? [] : ["digits" as const]), ...made.trouble];
		setCard({ claim: made.claim, how: "checked", trouble, differs: null });
	};
	const waits = useStore(awaited);
	const arrived = linked !== null && waits === more.claim && pattern !== "" && networkOf(linked) === "same";
	useEffect(() => {
		if (!arrived) return;
		awaited.set(null);
		void checkLink(linked);
	}, [arrived]);
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
	/** How far the measurement is, next to the button that began it. */
	const lines = (
		<>
			<CallLine call={making} what={sayText("claim.atWork")} />
			<CallLine call={checking} what={sayText("claim.atWork")} />
		</>
	);
	const isLinked = linked !== null && own === null && pattern !== "";
	const hasCard = own !== null || isLinked;
	return (
		<section className="side-panel claim" aria-labelledby="claim">
			<h2 id="claim">{sayText("claim")}</h2>
			{isLinked && (
				<Suspense>
					<LinkedCard
						{...{ linked, unit, pattern, waits: waits === more.claim, lines }}
						check={() => (networkOf(linked) === "same" ? void checkLink(linked) : awaitNetwork(more.claim!, linked))}
					/>
				</Suspense>
			)}
			{offered.pattern === "" ? (
				<p className="quiet">{sayText("claim.none")}</p>
			) : (
				(own === null || offered.unit !== unit || offered.pattern !== pattern) && (
					<button type="button" onClick={() => void make()}>
						{sayText("claim.make")}: {sayText("claim.about", offered)}
					</button>
				)
			)}
			<FileButton
				words={sayText("claim.file")}
				accept=".json,application/json"
				take={(file) => void file.text().then(checkText)}
			/>
			{wrong !== null && (
				<p role="alert" className="bad">
					{wrong}
				</p>
			)}
			{!hasCard && lines}
			{own && (
				<Suspense>
					<ClaimCard card={own} check={() => void checkText(JSON.stringify(own.claim))} lines={lines} />
				</Suspense>
			)}
		</section>
	);
}
