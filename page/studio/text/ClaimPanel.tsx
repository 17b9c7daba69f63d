/** A claim card: a unit and its pattern with the evidence, as a link and a file; and the check that measures it again. */
import { useState } from "react";
import type { Claim, ClaimTrouble } from "../../../src/interpretation/claims/claim.ts";
import { save } from "../../kit/saveFile.ts";
import { shownModel } from "../instrument/shownModel.ts";
import { address, setAddress } from "../shell/location.ts";
import { toast } from "../shell/toasts.ts";
import { useStore } from "../shell/useStore.ts";
import { CallLine } from "./CallLine.tsx";
import { ClaimEvidence } from "./ClaimEvidence.tsx";
import { Command } from "./Command.tsx";
import { claimWord, linkedClaim } from "./claimLink.ts";
import { quoted } from "./commandOf.ts";
import { patternsOf } from "./finder.ts";
import type { Reading } from "./reading.ts";
import { textWords } from "./textAddress.ts";
import { chosenName, claimable } from "./textStores.ts";
import { sayText } from "./textWords.ts";
import { useCall } from "./useCall.ts";

/** Symbols from the start of the text, as of `sluice claim`. */
const LIMIT = 100_000;

interface Card {
	claim: Claim;
	/** "made": just measured here. "checked": measured again and compared with the file or the link. */
	how: "made" | "checked";
	trouble: readonly ClaimTrouble[];
	differs: string | null;
}

export function ClaimPanel({ reading }: { reading: Reading }) {
	const { more } = useStore(address);
	const picked = useStore(claimable);
	const [card, setCard] = useState<Card | null>(null);
	const making = useCall("claimed");
	const checking = useCall("checkedClaim");
	const pattern = picked?.pattern ?? textWords().pattern?.split(",")[0] ?? "";
	const unit = picked?.unit ?? chosenName();
	const linked = linkedClaim(more.claim);
	const { name, title } = shownModel.get();

	const measure = async (limit: number) => {
		const request = await patternsOf(pattern, limit);
		if (typeof request === "string") return null;
		const facts = { unit, pattern, run: title ?? "page", part: name.part };
		return making.start({ ...request, limit, facts });
	};
	const make = async () => {
		const made = await measure(Math.min(LIMIT, reading.ids.length));
		if (made) setCard({ ...made, how: "made", differs: null });
	};
	/** Measures what the link claims, and compares the digests of all that the card says. */
	const checkLink = async () => {
		const made = await measure(linked!.symbols);
		if (!made) return;
		const same = (await claimWord(made.claim)) === more.claim;
		const trouble: ClaimTrouble[] = [...(same ? [] : ["digits" as const]), ...made.trouble];
		setCard({ claim: made.claim, how: "checked", trouble, differs: more.claim!.split(".")[1]! });
	};
	const checkText = async (text: string) => {
		const [, claimed = ""] = /"pattern"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(text) ?? [];
		const request = claimed === "" ? {} : await patternsOf(JSON.parse(claimed) as string, LIMIT);
		const answer = await checking.start({
			text,
			...(typeof request === "object" && { matches: request.matches ?? {} }),
		});
		if (answer) setCard({ claim: answer.claim, how: "checked", ...answer.checked });
	};
	return (
		<section className="side-panel claim" aria-labelledby="claim">
			<h2 id="claim">{sayText("claim")}</h2>
			{linked && card === null && pattern !== "" && (
				<p role="status">
					{sayText("claim.linked", { unit, pattern })}{" "}
					<button type="button" className="main" onClick={() => void checkLink()}>
						{sayText("claim.check")}
					</button>
				</p>
			)}
			{pattern === "" ? (
				<p className="quiet">{sayText("claim.none")}</p>
			) : (
				<button type="button" onClick={() => void make()}>
					{sayText("claim.make")}: {sayText("claim.about", { unit, pattern })}
				</button>
			)}
			<label className="file">
				{sayText("claim.file")}{" "}
				<input
					type="file"
					accept=".json,application/json"
					onChange={({ target }) => void target.files?.[0]?.text().then(checkText)}
				/>
			</label>
			<CallLine call={making} what={sayText("claim.atWork")} />
			<CallLine call={checking} what={sayText("claim.atWork")} />
			{card && <Shown card={card} check={() => void checkText(JSON.stringify(card.claim))} />}
		</section>
	);
}

function Shown({ card: { claim, how, trouble, differs }, check }: { card: Card; check(): void }) {
	const holds = trouble.length === 0;
	const verdict =
		how === "made" ? (holds ? "claim.holds" : "claim.fails") : holds ? "claim.confirmed" : "claim.refuted";
	const link = async () => {
		const now = address.get();
		const more = { ...now.more, u: claim.unit, pat: claim.pattern, claim: await claimWord(claim) };
		setAddress({ ...now, more }, "replace");
		await navigator.clipboard.writeText(location.href);
		toast(sayText("copied"));
	};
	const file = `${claim.unit}-${claim.pattern.replace(/[^\w.-]+/g, "-")}.claim.json`;
	const rest = `${claim.unit} --pattern ${quoted(claim.pattern)} --limit ${claim.symbols}`;
	return (
		<article className={holds ? "claim-card holds" : "claim-card fails"}>
			<h3>{sayText("claim.about", { unit: claim.unit, pattern: claim.pattern })}</h3>
			<p role="status" className="claim-verdict">
				{sayText(verdict)}
			</p>
			{trouble.map((one) => (
				<p key={one}>{sayText(`trouble.${one}`, { field: differs ?? "" })}</p>
			))}
			<ClaimEvidence claim={claim} />
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
			<Command verb="claim" rest={rest} />
		</article>
	);
}
