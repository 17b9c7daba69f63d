/** Train: the sentence that says what is trained, the transport, and the run as it goes. */
import { count } from "../../kit/numbers.ts";
import { linkRefused } from "../live/session.ts";
import { go } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { language, say } from "../words/words.ts";
import { Instruments } from "./Instruments.tsx";
import { ownMeanwhile } from "./lessonTraining.ts";
import { Sentence } from "./Sentence.tsx";
import { Transport } from "./Transport.tsx";
import { shown } from "./trainState.ts";

export function TrainView() {
	const run = useStore(shown);
	return (
		<div className="train">
			<h1 className="unseen">{say("train.title")}</h1>
			<LinkUsed />
			<FigureNote />
			<Sentence />
			<Transport run={run} />
			<Instruments key={useStore(language)} run={run} />
		</div>
	);
}

/** That a lesson's figure is shown, not the reader's own training, and the way back. */
function FigureNote() {
	useStore(language);
	const own = ownMeanwhile();
	if (!own) return null;
	return (
		<p className="figure-note">
			{say("lesson.figure", { data: own.data, step: count(own.step) })}{" "}
			<button type="button" className="plain" onClick={() => go("train")}>
				{say("lesson.mine")}
			</button>
		</p>
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
