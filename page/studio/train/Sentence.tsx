/** What is trained, as a sentence whose words can be changed. */
import { useState } from "react";
import { address } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { pieces, say } from "../words/words.ts";
import { Blank } from "./Blank.tsx";
import { type Choice, isTask } from "./choices.ts";
import { MoreOptions } from "./MoreOptions.tsx";

export function Sentence() {
	const { choice } = useStore(address);
	const [more, setMore] = useState(false);
	const key = isTask(choice.data) ? "train.sentenceTask" : "train.sentence";
	return (
		<section className="sentence">
			<p>
				{pieces(key).map(({ text, hole, after }) =>
					hole === undefined ? (
						text
					) : hole === "a" ? (
						say(/^[aeilmnorsx]/.test(choice.cell) ? "train.an" : "train.a")
					) : (
						<span key={hole} className="kept">
							<Blank name={hole as keyof Choice} choice={choice} />
							{after}
						</span>
					),
				)}{" "}
				<button type="button" className="plain more" aria-expanded={more} onClick={() => setMore(!more)}>
					{say("train.more")}
				</button>
			</p>
			{more && <MoreOptions choice={choice} />}
		</section>
	);
}
