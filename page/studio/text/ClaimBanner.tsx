/** Above the text where a link brought a claim: what it claims, and the way to its checks, which are below the fold. */
import { useEffect, useState } from "react";
import { address } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import type { Card } from "./ClaimCard.tsx";
import { linkedClaim } from "./claimLink.ts";
import { chosenName, patternNow } from "./textStores.ts";
import { sayText } from "./textWords.ts";
import { findings } from "./useKept.ts";

/** Time between two looks for the panel of the checks, which may still be loaded when it is asked for. */
const LOOK_MS = 50;

export function ClaimBanner() {
	const { more } = useStore(address);
	const [state, setState] = useState<"unseen" | "asked" | "seen">("unseen");
	useEffect(() => {
		if (state !== "asked") return;
		const show = () => goToChecks() && setState("seen");
		const looking = setInterval(show, LOOK_MS);
		show();
		return () => clearInterval(looking);
	}, [state]);
	const pattern = patternNow();
	const card = findings().get("card") as Card | null | undefined;
	const known = card?.claim.unit === chosenName() && card.claim.pattern === pattern;
	const linked = linkedClaim(more.claim);
	if (state === "seen" || known || pattern === "" || !linked) return null;
	const fails = linked.checks !== null && Object.values(linked.checks).includes(false);
	return (
		<p className={fails ? "claim-banner fails" : "claim-banner"}>
			{sayText(fails ? "claim.bannerFails" : "claim.banner", { unit: chosenName(), pattern })}{" "}
			<button type="button" onClick={() => setState("asked")}>
				{sayText("claim.show")}
			</button>
		</p>
	);
}

/** Brings the panel of the checks to the top, with its button in focus. Returns whether it is there. */
function goToChecks(): boolean {
	const panel = document.getElementById("claim")?.closest("section");
	panel?.scrollIntoView({ block: "start" });
	panel?.querySelector<HTMLElement>("button.main")?.focus({ preventScroll: true });
	return !!panel;
}
