/** Asks what to train on a file that looks like pairs of questions and answers: first of all the pairs, on this machine. */
import { type ReactNode, useState } from "react";
import { session } from "../../live/session.ts";
import { Refusal } from "../../runs/Refusal.tsx";
import { useStore } from "../../shell/useStore.ts";
import { say } from "../../words/words.ts";
import { droppedPairs, type PairsOffer } from "../ownSeries.ts";
import { PairsCommands } from "./PairsCommands.tsx";
import { firstPlan, MINUTES, MODELS, type PairsPlan, SIZES, startPairs } from "./pairsPlan.ts";
import { piecesOfPairs, sayPairs } from "./pairsWords.ts";
import "../../instrument/instrument.css";

export function PairsForm({ offer }: { offer: PairsOffer }) {
	const { name, kind, read } = offer;
	const served = useStore(session) === "open";
	return (
		<section className="pairs-note" aria-label={sayPairs("pairs")}>
			<p>
				<b role="status">{sayPairs("looks", { file: name })}</b>
			</p>
			{served ? (
				<Plan offer={offer}>
					<Others offer={offer} />
				</Plan>
			) : (
				<>
					<Away offer={offer} />
					<p className="filter">
						<Others offer={offer} />
					</p>
				</>
			)}
			{!read && <p className="quiet">{sayPairs(kind === "series" ? "else.series" : "else.text")}</p>}
		</section>
	);
}

/** What a dropped file can be read as instead. */
function Others({ offer: { kind, read } }: { offer: PairsOffer }) {
	return (
		<>
			{read && kind !== "short" && (
				<button type="button" onClick={read}>
					{sayPairs(kind === "series" ? "read.series" : "read.text")}
				</button>
			)}
			{read && (
				<button type="button" className="plain" onClick={() => droppedPairs.set(null)}>
					{say("palette.close")}
				</button>
			)}
		</>
	);
}

/** What is trained, as a sentence whose words can be changed, and the button that starts it. */
function Plan({ offer, children }: { offer: PairsOffer; children: ReactNode }) {
	const [plan, setPlan] = useState(() => firstPlan(offer.pairs));
	const [busy, setBusy] = useState(false);
	const [failure, setFailure] = useState<unknown>(null);
	const same = plan.question === plan.answer;
	const offers = offersOf(offer);
	const start = async () => {
		setBusy(true);
		setFailure(await startPairs(offer, plan));
		setBusy(false);
	};
	return (
		<>
			<p>
				{piecesOfPairs("plan").map(({ text, hole, after }) =>
					hole === undefined ? (
						text
					) : (
						<span key={hole} className="kept">
							<select
								className="blank"
								aria-label={sayPairs(`of.${hole as keyof PairsPlan}`)}
								value={plan[hole as keyof PairsPlan]}
								onChange={({ target }) => setPlan({ ...plan, [hole]: target.value })}
							>
								{offers[hole as keyof PairsPlan].map(([value, words]) => (
									<option key={value} value={value}>
										{words}
									</option>
								))}
							</select>
							{after}
						</span>
					),
				)}
			</p>
			<p className={same ? "bad" : "quiet"} role={same ? "alert" : undefined}>
				{sayPairs(same ? "same" : plan.model === "language" || plan.model === "none" ? "deaf" : "listens")}
			</p>
			<p className="filter">
				<button type="button" className="play" disabled={busy || same} onClick={() => void start()}>
					{sayPairs(busy ? "starting" : "start")}
				</button>
				{children}
			</p>
			{failure !== null && <Refusal failure={failure} close={() => setFailure(null)} />}
		</>
	);
}

/** What each blank offers, with its words. */
function offersOf({ pairs }: PairsOffer): Record<keyof PairsPlan, (readonly [value: string, words: string])[]> {
	const fields = pairs.fields.map((field) => [field, field] as const);
	return {
		model: MODELS.map((model) => [model, sayPairs(`model.${model}`)]),
		hidden: SIZES.map((n) => [n, say("train.units", { n })]),
		minutes: MINUTES.map((n) => [n, sayPairs(n === "1" ? "minute" : "minutes", { n })]),
		question: fields,
		answer: fields,
	};
}

/** A page without a studio trains on no pairs. */
function Away({ offer }: { offer: PairsOffer }) {
	return (
		<>
			<p>{sayPairs("away")}</p>
			<PairsCommands pairs={{ ...offer.pairs, file: offer.pairs.file ?? offer.name }} studio />
		</>
	);
}
