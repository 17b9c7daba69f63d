/** Makes the receipt of a run, and copies its link. It trains on the server for a while and says how far it is. */
import { useState } from "react";
import type { Json } from "../../../studio/wire.ts";
import { count } from "../../kit/numbers.ts";
import { client } from "../live/session.ts";
import { linkTo } from "../ownFiles.ts";
import { useStore } from "../shell/useStore.ts";
import { say } from "../words/words.ts";
import { work } from "./opened.ts";
import { Refusal } from "./Refusal.tsx";
import { copied } from "./runActs.ts";
import { sayRuns } from "./runWords.ts";

interface Made {
	link: string;
	updates: number;
	digest: string;
}

export function ReceiptAct({ id }: { id: string }) {
	const [busy, setBusy] = useState(false);
	const [made, setMade] = useState<Made | null>(null);
	const [failure, setFailure] = useState<unknown>(null);
	const done = useStore(work);
	const make = async () => {
		setBusy(true);
		setFailure(null);
		try {
			const { link, updates, weightsSha256 } = await client.post<Record<string, Json>>(`/api/runs/${id}/receipt`, {});
			const whole = { link: linkTo(link as string), updates: Number(updates), digest: String(weightsSha256) };
			setMade(whole);
			copied(whole.link, () => sayRuns("receiptCopied"));
		} catch (error) {
			setFailure(error);
		}
		setBusy(false);
	};
	const progress =
		done?.id === id && done.what === "receipt"
			? sayRuns("receiptMaking", { done: count(done.done), total: count(done.total) })
			: sayRuns("receiptStarts");
	return (
		<div className="receipt">
			<button type="button" disabled={busy} data-act="receipt" onClick={() => void make()}>
				{sayRuns("receiptMake")}
			</button>
			<p className="quiet numbers" role="status">
				{busy ? progress : made ? "" : sayRuns("receiptHelp")}
			</p>
			{made && (
				<div className="made">
					<p className="numbers">
						{sayRuns("receiptMade", { updates: count(made.updates), digest: made.digest.slice(0, 16) })}
					</p>
					<input readOnly value={made.link} aria-label={sayRuns("receipt")} onFocus={({ target }) => target.select()} />
					<button type="button" onClick={() => copied(made.link, () => sayRuns("receiptCopied"))}>
						{say("take.copy")}
					</button>
				</div>
			)}
			{failure !== null && <Refusal failure={failure} />}
		</div>
	);
}
