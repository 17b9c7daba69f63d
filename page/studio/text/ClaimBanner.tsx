/** Above the text where a link brought a claim: what it claims, and the way to its checks, which are below the fold. */
import { useState } from "react";
import { address } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import type { Card } from "./ClaimCard.tsx";
import { linkedClaim } from "./claimLink.ts";
import { chosenName, patternNow } from "./textStores.ts";
import { sayText } from "./textWords.ts";
import { findings } from "./useKept.ts";

export function ClaimBanner() {
	const { more } = useStore(address);
	const [seen, setSeen] = useState(false);
	const pattern = patternNow();
	const card = findings().get("card") as Card | null | undefined;
	const known = card?.claim.unit === chosenName() && card.claim.pattern === pattern;
	if (seen || known || pattern === "" || !linkedClaim(more.claim)) return null;
	const show = () => {
		setSeen(true);
		const panel = document.getElementById("claim")!.closest("section")!;
		panel.scrollIntoView({ block: "start" });
		panel.querySelector<HTMLElement>("button.main")?.focus({ preventScroll: true });
	};
	return (
		<p className="claim-banner">
			{sayText("claim.banner", { unit: chosenName(), pattern })}{" "}
			<button type="button" onClick={show}>
				{sayText("claim.show")}
			</button>
		</p>
	);
}
