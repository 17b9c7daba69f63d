/** Train: the sentence that says what is trained, the transport, and the run as it goes. */
import { linkRefused } from "../live/session.ts";
import { useStore } from "../shell/useStore.ts";
import { language, say } from "../words/words.ts";
import { Instruments } from "./Instruments.tsx";
import { Sentence } from "./Sentence.tsx";
import { Transport } from "./Transport.tsx";
import { shown } from "./trainState.ts";

export function TrainView() {
	const run = useStore(shown);
	return (
		<div className="train">
			<h1 className="unseen">{say("train.title")}</h1>
			<LinkUsed />
			<Sentence />
			<Transport run={run} />
			<Instruments key={useStore(language)} run={run} />
		</div>
	);
}

/** Why there is no session with the server, and how to get one. */
function LinkUsed() {
	if (useStore(linkRefused) === null) return null;
	return (
		<p className="link-used" role="alert">
			{say("session.used")}{" "}
			<button type="button" className="plain" onClick={() => linkRefused.set(null)}>
				{say("palette.close")}
			</button>
		</p>
	);
}
