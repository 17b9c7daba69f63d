/** What a link claims, and what its card says of its own checks; nothing of it was measured here yet. */
import type { ReactNode } from "react";
import { count } from "../../kit/numbers.ts";
import { shownModel } from "../instrument/shownModel.ts";
import { useStore } from "../shell/useStore.ts";
import { shown } from "../train/trainState.ts";
import { CheckList } from "./CheckList.tsx";
import type { LinkedClaim } from "./claimLink.ts";
import { type NetworkOfClaim, networkOf } from "./claimNetwork.ts";
import { sayText } from "./textWords.ts";

interface LinkedCardCall {
	linked: LinkedClaim;
	unit: string;
	pattern: string;
	/** Whether the check waits for the network. */
	waits: boolean;
	/** How far the check is. */
	lines: ReactNode;
	check(): void;
}

export function LinkedCard({ linked, unit, pattern, waits, lines, check }: LinkedCardCall) {
	useStore(shownModel);
	useStore(useStore(shown).numbers);
	const { checks } = linked;
	const failed = checks && Object.values(checks).includes(false);
	const at = networkOf(linked);
	return (
		<div className={failed ? "claim-card fails" : "claim-card unchecked"}>
			<p role="status">{sayText("claim.linked", { unit, pattern })}</p>
			{checks && (
				<>
					<p>{sayText(failed ? "claim.linkedFails" : "claim.linkedHolds")}</p>
					<CheckList checks={checks} measured={false} />
				</>
			)}
			{at !== "same" && <OtherNetwork linked={linked} at={at} waits={waits} />}
			{at !== "other" && !waits && (
				<button type="button" className="main" onClick={check}>
					{sayText("claim.check")}
				</button>
			)}
			{lines}
		</div>
	);
}

/** That another network is shown than the claim is about, and what comes of it. */
function OtherNetwork({ linked, at, waits }: { linked: LinkedClaim; at: NetworkOfClaim; waits: boolean }) {
	const { step, facts, name } = shownModel.get();
	const { step: now, totalSteps } = shown.get().numbers.get();
	const [own, claimed] = [facts!.weightsSha256.slice(0, 8), linked.network!];
	const nameOf = (update: number | null, weights: string) =>
		update === null ? sayText("state.weights", { weights }) : sayText("state.update", { step: count(update), weights });
	const both = { here: nameOf(step, own), claimed: nameOf(claimed.step, claimed.weights) };
	return (
		<p role="status">
			{sayText("state.differs", both)}{" "}
			{at === "other" && sayText(name.run === null ? "state.otherPage" : "state.otherRun")}
			{at === "kept" && sayText("state.kept")}
			{at === "coming" &&
				sayText(waits ? "state.waits" : "state.coming", { step: count(now), of: count(totalSteps ?? 0) })}
		</p>
	);
}
