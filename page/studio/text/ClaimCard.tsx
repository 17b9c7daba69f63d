/** A claim that was measured in this browser: its verdict, its checks, its figures, and what would make it hold. */

import { type ReactNode, useEffect, useState } from "react";
import type { Claim, ClaimTrouble } from "../../../src/interpretation/claims/claim.ts";
import { checksOf } from "../../../src/interpretation/claims/claimChecks.ts";
import { fixed } from "../../kit/numbers.ts";
import { save } from "../../kit/saveFile.ts";
import { quoted } from "../../kit/shellWord.ts";
import { shownModel } from "../instrument/shownModel.ts";
import { copyLink } from "../shell/acts.ts";
import { address, go, linkNow, setAddress } from "../shell/location.ts";
import { toast } from "../shell/toasts.ts";
import { language } from "../words/words.ts";
import { CheckList } from "./CheckList.tsx";
import { ClaimEvidence } from "./ClaimEvidence.tsx";
import { Command } from "./Command.tsx";
import { claimAddress } from "./claimLink.ts";
import { POOR } from "./numbersOfText.ts";
import { SendClaim, whoOpensWords } from "./SendClaim.tsx";
import { sayText } from "./textWords.ts";
import { useCall } from "./useCall.ts";

export interface Card {
	claim: Claim;
	/** "made": just measured here. "checked": measured again and compared with the file or the link. */
	how: "made" | "checked";
	trouble: readonly ClaimTrouble[];
	differs: string | null;
}

const ABOUT_ORIGIN = ["weights", "text", "digits"] as const;

interface ClaimCardCall {
	card: Card;
	/** How far a check is. */
	lines: ReactNode;
	check(): void;
}

export function ClaimCard({ card: { claim, how, trouble, differs }, lines, check }: ClaimCardCall) {
	const holds = trouble.length === 0;
	const f1 = claim.evidence.search?.f1 ?? 1;
	const isLoose = holds && f1 < POOR;
	const others = ABOUT_ORIGIN.filter((one) => trouble.includes(one));
	const verdict = holds
		? how === "made"
			? isLoose
				? "claim.holdsLoosely"
				: "claim.holds"
			: "claim.confirmed"
		: how === "made"
			? "claim.fails"
			: others.length > 0
				? "claim.refuted"
				: "claim.sameFails";
	const [tooLong, setTooLong] = useState(false);
	const [copied, setCopied] = useState(false);
	const link = async () => {
		const wanted = await claimAddress(address.get(), claim, shownModel.get().step);
		setTooLong(wanted === null);
		if (!wanted) return;
		setAddress(wanted, "replace");
		setCopied(true);
		// A text of the reader's own travels in the link, or next to it: the dialog of links sees to it.
		if (shownModel.get().choice?.data === "own") return copyLink();
		await navigator.clipboard.writeText(`${linkNow()}&lang=${language.get()}`);
		toast(() => `${sayText("copied")} ${whoOpensWords()}`);
	};
	const file = `${claim.unit}-${claim.pattern.replace(/[^\w.-]+/g, "-")}.claim.json`;
	const rest = `${claim.unit} --pattern ${quoted(claim.pattern)} --limit ${claim.symbols}`;
	return (
		<article className={holds ? "claim-card holds" : "claim-card fails"}>
			<h3>{sayText(holds ? "claim.title" : "claim.titleFails", { unit: claim.unit, pattern: claim.pattern })}</h3>
			<p role="status" className="claim-verdict">
				{sayText(verdict)}
			</p>
			{isLoose && <p className="warning">{sayText("claim.poor", { f1: fixed(f1, 2) })}</p>}
			{others.map((one) => (
				<p key={one}>
					{one === "digits" && differs === null
						? sayText("trouble.link")
						: sayText(`trouble.${one}`, { field: differs ?? "" })}
				</p>
			))}
			{!trouble.includes("weights") && !trouble.includes("text") && (
				<>
					<CheckList checks={checksOf(claim.evidence)} />
					{!holds && <LearnedLittle key={claim.weightsSha256} />}
					<ClaimEvidence claim={claim} />
				</>
			)}
			<div className="row">
				<button type="button" className="main" onClick={check}>
					{sayText("claim.check")}
				</button>
				<button type="button" onClick={() => save(file, "application/json", `${JSON.stringify(claim, null, "\t")}\n`)}>
					{sayText("claim.save")}
				</button>
				<button type="button" onClick={() => void link()}>
					{sayText("claim.link")}
				</button>
			</div>
			{lines}
			{tooLong && <p role="alert">{sayText("claim.tooLong")}</p>}
			<SendClaim claim={claim} file={file} open={copied} />
			<Command verb="claim" rest={rest} />
		</article>
	);
}

/** Where a claim fails because the network has learned little so far: how to train it longer. */
function LearnedLittle() {
	const { start, answer } = useCall("learned");
	const { name, title, step } = shownModel.get();
	useEffect(() => void start(undefined), []);
	if (!answer?.little) return null;
	const nats = (value: number) => fixed(value, 3);
	return (
		<div className="learned">
			<p>{sayText("claim.little", { loss: nats(answer.lossNats), baseline: nats(answer.baselineNats) })}</p>
			{name.run === null ? (
				<button type="button" onClick={() => go("train")}>
					{sayText("claim.longer")}
				</button>
			) : (
				<p>
					{sayText("claim.longer")}:{" "}
					<code>{`npx sluice resume ${quoted(title ?? "RUN")} --steps ${step === null ? "N" : 2 * step}`}</code>
				</p>
			)}
		</div>
	);
}
