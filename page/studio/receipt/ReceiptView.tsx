/** A receipt: what it claims, and what this computer finds when it trains the same updates. */
import { useEffect } from "react";
import { count } from "../../kit/numbers.ts";
import { FileButton } from "../shell/FileButton.tsx";
import { address, go } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { language, say } from "../words/words.ts";
import { checked, checkReceipt, type ReceiptCheck } from "./receiptWork.ts";

export function ReceiptView() {
	const link = useStore(address).receipt;
	const now = useStore(checked);
	useEffect(() => checkReceipt(link), [link]);
	const { facts } = now;
	return (
		<article className="receipt-view">
			<h1>{say("receipt.title")}</h1>
			{facts && (
				<p>
					{say("receipt.claim", {
						...{ model: facts.model, updates: count(facts.updates), seed: facts.seed },
						data: facts.task ?? say("receipt.text", { digest: facts.textSha256?.slice(0, 8) ?? "" }),
						digest: facts.weightsSha256.slice(0, 8),
					})}
				</p>
			)}
			<p className={`verdict-big ${now.phase}`} role="status">
				{sentenceOf(now)}
			</p>
			{now.phase === "checking" && (
				<progress value={now.done} max={Math.max(1, now.total)} aria-label={say("receipt.title")} />
			)}
			{now.phase === "text" && <AskText link={link} digest={facts?.textSha256 ?? ""} />}
			<p className="quiet">{say("receipt.help")}</p>
			<p>
				<button type="button" onClick={() => go("train")}>
					{say("receipt.own")}
				</button>
			</p>
		</article>
	);
}

function AskText({ link, digest }: { link: string; digest: string }) {
	return (
		<p>
			{say("receipt.ask", { digest: digest.slice(0, 8) })}{" "}
			<FileButton
				words={say("receipt.choose")}
				take={(file) => void file.arrayBuffer().then((bytes) => checkReceipt(link, bytes))}
			/>
		</p>
	);
}

function sentenceOf(now: ReceiptCheck): string {
	const { phase, done, total, update, tensor, code, failure, digest } = now;
	if (phase === "failed") return failure?.[language.get()] ?? "";
	if (phase === "same") return say("receipt.same", { digest: digest?.slice(0, 8) ?? "" });
	if (phase === "checking") return say("receipt.checking", { done: count(done), total: count(total) });
	if (phase === "text") return say("receipt.noText");
	if (phase === "reading") return say("receipt.reading");
	if (code === "E_RECEIPT_RECIPE") return say("receipt.recipe");
	if (code === "E_RECEIPT_TEXT") return say("receipt.otherText");
	return say("receipt.differs", { update: update ?? 0, tensor: tensor ?? "–" });
}
