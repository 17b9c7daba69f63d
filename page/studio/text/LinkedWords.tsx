/** What a link claims, from its words alone: nothing of it was measured here. */
import { sayInstrument } from "../instrument/instrumentWords.ts";
import { nameOf } from "../instrument/modelName.ts";
import { address } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { CheckList } from "./CheckList.tsx";
import { linkedClaim } from "./claimLink.ts";
import { textWordsOf } from "./textAddress.ts";
import { sayText } from "./textWords.ts";

export function LinkedWords() {
	const now = useStore(address);
	const { unit, pattern } = textWordsOf(now.more);
	const linked = linkedClaim(now.more.claim);
	if (unit === null || pattern === null) return null;
	if (!linked) return <p>{sayText("unopened.shows", { unit, pattern })}</p>;
	const { checks, symbols } = linked;
	const failed = checks && Object.values(checks).includes(false);
	const part = sayInstrument(`part.${nameOf(now).part}`);
	return (
		<div className={failed ? "claim-card fails" : "claim-card unchecked"}>
			<p>{sayText("unopened.claims", { unit, pattern, part, symbols: symbols.toLocaleString("en") })}</p>
			{checks && (
				<>
					<p>{sayText(failed ? "claim.linkedFails" : "claim.linkedHolds")}</p>
					<CheckList checks={checks} measured={false} />
				</>
			)}
		</div>
	);
}
