/** A receipt: what it claims, and what this computer finds when it trains the same updates. */

import { useEffect } from "react";
import { count } from "../../kit/numbers.ts";
import { FileButton } from "../shell/FileButton.tsx";
import { address, go } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { language } from "../words/words.ts";
import { sayReceipt } from "./receiptWords.ts";
import { checked, checkReceipt, type ReceiptCheck } from "./receiptWork.ts";

export function ReceiptView() {
	const link = useStore(address).receipt;
	const now = useStore(checked);
	useEffect(() => checkReceipt(link), [link]);
	const { facts } = now;
	return (
		<article className="receipt-view">
			<h1>{sayReceipt("title")}</h1>
			{facts && (
				<p>
					{sayReceipt("claim", {
						...{ model: facts.model, updates: count(facts.updates), seed: facts.seed },
						data: facts.task ?? sayReceipt("text", { digest: facts.textSha256?.slice(0, 8) ?? "" }),
						digest: facts.weightsSha256.slice(0, 8),
					})}
				</p>
			)}
			<p className={`verdict-big ${now.phase}`} role="status">
				{sentenceOf(now)}
			</p>
			{now.phase === "checking" && (
				<progress value={now.done} max={Math.max(1, now.total)} aria-label={sayReceipt("title")} />
			)}
			{now.phase === "text" && <AskText link={link} digest={facts?.textSha256 ?? ""} />}
			<p className="quiet">{sayReceipt("help")}</p>
			<p>
				<button type="button" onClick={() => go("train")}>
					{sayReceipt("own")}
				</button>
			</p>
		</article>
	);
}

function AskText({ link, digest }: { link: string; digest: string }) {
	return (
		<p>
			{sayReceipt("ask", { digest: digest.slice(0, 8) })}{" "}
			<FileButton
				words={sayReceipt("choose")}
				take={(file) => void file.arrayBuffer().then((bytes) => checkReceipt(link, bytes))}
			/>
		</p>
	);
}

function sentenceOf(now: ReceiptCheck): string {
	const { phase, done, total, update, tensor, code, failure, digest } = now;
	if (phase === "failed") return failure?.[language.get()] ?? "";
	if (phase === "same") return sayReceipt("same", { digest: digest?.slice(0, 8) ?? "" });
	if (phase === "checking") return sayReceipt("checking", { done: count(done), total: count(total) });
	if (phase === "text") return sayReceipt("noText");
	if (phase === "reading") return sayReceipt("reading");
	if (code === "E_RECEIPT_RECIPE") return sayReceipt("recipe");
	if (code === "E_RECEIPT_TEXT") return sayReceipt("otherText");
	return sayReceipt("differs", { update: update ?? 0, tensor: tensor ?? "–" });
}
