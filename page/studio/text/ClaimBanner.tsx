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
	const linked = linkedClaim(more.claim);
	if (seen || known || pattern === "" || !linked) return null;
	const fails = linked.checks !== null && Object.values(linked.checks).includes(false);
	const show = () => {
		const panel = document.getElementById("claim")?.closest("section");
		if (!panel) return; // it is still being loaded
		setSeen(true);
		panel.scrollIntoView({ block: "start" });
		panel.querySelector<HTMLElement>("button.main")?.focus({ preventScroll: true });
	};
	return (
		<p className={fails ? "claim-banner fails" : "claim-banner"}>
			{sayText(fails ? "claim.bannerFails" : "claim.banner", { unit: chosenName(), pattern })}{" "}
			<button type="button" onClick={show}>
				{sayText("claim.show")}
			</button>
		</p>
	);
}
