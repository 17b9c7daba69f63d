/** What is trained, as a sentence whose words can be changed. */
import { lazy, Suspense, useState } from "react";
import { address } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { language, pieces, say } from "../words/words.ts";
import { Blank } from "./Blank.tsx";
import { type BlankName, type Choice, kindOf } from "./choices.ts";
import { giving } from "./giving.ts";
import { refused } from "./trainActs.ts";
import { usePairsOffer } from "./usePairsOffer.ts";

const MoreOptions = lazy(async () => {
	const [{ OptionsForm }, { default: form }] = await Promise.all([import("./OptionsForm.tsx"), import("studio:form")]);
	return { default: ({ choice }: { choice: Choice }) => <OptionsForm choice={choice} form={form} /> };
});

const PairsForm = lazy(async () => ({ default: (await import("./pairs/PairsForm.tsx")).PairsForm }));

const OwnData = lazy(async () => ({ default: (await import("./OwnData.tsx")).OwnData }));

const SENTENCES = {
	...({ text: "train.sentence", task: "train.sentenceTask", series: "train.sentenceSeries" } as const),
};
const ECHO_SENTENCES = {
	...({ text: "train.sentenceEcho", task: "train.sentenceEchoTask", series: "train.sentenceEchoSeries" } as const),
};

export function Sentence() {
	const { choice } = useStore(address);
	const [more, setMore] = useState(false);
	const key = (choice.cell === "esn" ? ECHO_SENTENCES : SENTENCES)[kindOf(choice)];
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
							<Blank name={hole as BlankName} choice={choice} />
							{after}
						</span>
					),
				)}{" "}
				<button type="button" className="plain more" aria-expanded={more} onClick={() => setMore(!more)}>
					{say("train.more")}
				</button>
			</p>
			<Suspense>{useStore(giving) && <OwnData />}</Suspense>
			<Pairs data={choice.data} />
			<Refused open={more} />
			<Further choice={choice} open={more} show={() => setMore(true)} />
			<Suspense>{more && <MoreOptions choice={choice} />}</Suspense>
		</section>
	);
}

/** Asks what to train on a file that looks like pairs of questions and answers: one that was dropped, or the chosen one. */
function Pairs({ data }: { data: string }) {
	const offer = usePairsOffer(data);
	return <Suspense>{offer && <PairsForm key={offer.id ?? offer.text} offer={offer} />}</Suspense>;
}

/** Why the value that was just chosen is not trained. An open form says it beside its field. */
function Refused({ open }: { open: boolean }) {
	const now = useStore(refused);
	const lang = useStore(language);
	if (!now || (open && document.getElementById(`field-${now.key}`))) return null;
	return (
		<p className="refused" role="alert">
			{now.refusal.message[lang]} {say("form.nothingStarted")}
		</p>
	);
}

/** The options that differ from their defaults and that the sentence does not name. */
function Further({ choice, open, show }: { choice: Choice; open: boolean; show(): void }) {
	const pairs = Object.entries(choice.further);
	if (open || pairs.length === 0) return null;
	return (
		<p className="further">
			{say("form.with")}{" "}
			{pairs.map(([key, value]) => (
				<button key={key} type="button" className="plain" onClick={show}>
					{key} {value}
				</button>
			))}
		</p>
	);
}
