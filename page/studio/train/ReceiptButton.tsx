/** Makes a receipt of the page's own run, and copies its link. */

import { useState } from "react";
import { percent } from "../../kit/numbers.ts";
import { linkTo } from "../ownFiles.ts";
import { sayReceipt } from "../receipt/receiptWords.ts";
import { toast } from "../shell/toasts.ts";
import { language, say } from "../words/words.ts";
import { isSeries } from "./choices.ts";
import type { LiveRun } from "./liveRun.ts";
import { pageDataOf } from "./pageData.ts";
import { optionsOf } from "./trainedOptions.ts";

const MOST = 200;

export function ReceiptButton({ run }: { run: LiveRun }) {
	const [share, setShare] = useState<number | null>(null);
	const { choice } = run;
	if (!choice || isSeries(choice.data) || choice.cell === "esn") return null; // a receipt has no such data, and no readout
	const updates = Math.min(MOST, Number(choice.steps));
	const make = async () => {
		setShare(0);
		try {
			const { makeReceipt } = await import("../receipt/receiptWork.ts");
			const data = await pageDataOf(choice);
			const link = await makeReceipt({ data, options: optionsOf(choice), updates }, setShare);
			await navigator.clipboard.writeText(linkTo(link));
			toast(() => say("take.copied"));
		} catch (failure) {
			const words = failure as { en?: string; ko?: string };
			toast(words[language.get()] ?? String(failure));
		}
		setShare(null);
	};
	return (
		<p>
			<button type="button" disabled={share !== null} onClick={() => void make()}>
				{share === null ? sayReceipt("make", { n: updates }) : sayReceipt("making", { share: percent(share) })}
			</button>
		</p>
	);
}
