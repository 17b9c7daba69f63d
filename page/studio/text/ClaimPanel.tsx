/** Claims about the chosen unit and its pattern: to make a card, to check one from a file, and the one that a link makes. */
import { lazy, Suspense, useEffect } from "react";
import { FileButton } from "../shell/FileButton.tsx";
import { address } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { CallLine } from "./CallLine.tsx";
import type { Card } from "./ClaimCard.tsx";
import { linkedClaim } from "./claimLink.ts";
import { awaited, awaitNetwork, networkOf } from "./claimNetwork.ts";
import type { Reading } from "./reading.ts";
import { bestRow, chosenName, claimable, patternNow, untracked } from "./textStores.ts";
import { sayText } from "./textWords.ts";
import { useClaims } from "./useClaims.ts";
import { useKept } from "./useKept.ts";

// Only a reader with a claim needs these.
const ClaimCard = lazy(async () => ({ default: (await import("./ClaimCard.tsx")).ClaimCard }));
const LinkedCard = lazy(async () => ({ default: (await import("./LinkedCard.tsx")).LinkedCard }));

export function ClaimPanel({ reading }: { reading: Reading }) {
	const { more } = useStore(address);
	useStore(claimable);
	const [card, setCard] = useKept<Card | null>("card", null);
	const [unit, pattern] = [chosenName(), patternNow()];
	/** What a card is offered for: the best row of a new table, else what is chosen. */
	const offered = useStore(bestRow) ?? { unit, pattern };
	const isUntracked = useStore(untracked).includes(offered.pattern);
	const linked = linkedClaim(more.claim);
	/** A card belongs to its unit, its pattern and its network; the panel is made anew for another network. */
	const own = card && card.claim.unit === unit && card.claim.pattern === pattern ? card : null;

	const { make, checkLink, checkText, wrong, making, checking } = useClaims(setCard, offered, reading.ids.length);
	const waits = useStore(awaited);
	const arrived = linked !== null && waits === more.claim && pattern !== "" && networkOf(linked) === "same";
	useEffect(() => {
		if (!arrived) return;
		awaited.set(null);
		void checkLink(linked);
	}, [arrived]);
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
			) : isUntracked ? (
				<p className="quiet">{sayText("claim.untracked", { pattern: offered.pattern })}</p>
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
