/** A line for a terminal or an address, with a button that copies it. */
import { Fragment } from "react";
import { partsOf } from "../../kit/shellWord.ts";
import { toast } from "../shell/toasts.ts";
import { say } from "../words/words.ts";

export function CopyLine({ text }: { text: string }) {
	return (
		<p className="row copy-line">
			<code>
				{partsOf(text).map((part, n) => (
					<Fragment key={n}>
						{n > 0 && " "}
						<span>{part}</span>
					</Fragment>
				))}
			</code>
			<button
				type="button"
				aria-label={`${say("take.copy")}: ${text}`}
				onClick={() => void navigator.clipboard.writeText(text).then(() => toast(() => say("take.copied")))}
			>
				{say("take.copy")}
			</button>
		</p>
	);
}
