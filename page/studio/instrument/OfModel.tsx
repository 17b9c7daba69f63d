/** What every view of a network has: which one it is, the states before it is open, and where its numbers come from. */
import { type ReactNode, useEffect } from "react";
import { count } from "../../kit/numbers.ts";
import { session } from "../live/session.ts";
import { go } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { giving } from "../train/giving.ts";
import { shown } from "../train/trainState.ts";
import { language } from "../words/words.ts";
import type { ModelFacts } from "../worker/instrument/open.ts";
import { drawnAs } from "./drawnAs.ts";
import { DROPPED } from "./droppedFile.ts";
import { sayInstrument } from "./instrumentWords.ts";
import { ModelBar } from "./ModelBar.tsx";
import { NeedsSession } from "./NeedsSession.tsx";
import { openAgain, shownModel, watchModel } from "./shownModel.ts";
import "./instrument.css";

interface OfModelCall {
	/** The view's only h1; absent if the view has one itself. */
	title?: string;
	/** What chooses the network. Default: the bar that the views of networks share. */
	bar?: ReactNode;
	/** Whether the view shows echo state networks on tasks and series. */
	echo?: boolean;
	/** What the address says by itself, where the browser has no session to open it. */
	unopened?: ReactNode;
	children(facts: ModelFacts): ReactNode;
}

export function OfModel({ title, bar, unopened, echo = false, children }: OfModelCall) {
	const { phase, name, facts: open, failure } = useStore(shownModel);
	const facts = open && (!open.echo || echo) ? open : null; // what another view has left open
	const lang = useStore(language);
	const at = useStore(session);
	const refused = phase === "failed" && (at === "none" || at === "stale") && name.run !== null && name.run !== DROPPED;
	useEffect(watchModel, []);
	return (
		<>
			{title !== undefined && <h1 className="unseen">{title}</h1>}
			{bar ?? <ModelBar />}
			{phase === "opening" && !facts && (
				<p className="state waiting" role="status">
					{sayInstrument("opening")}
				</p>
			)}
			{(phase === "missing" || phase === "noText") && (
				<div className="state">
					<Missing phase={phase} />
					<button type="button" onClick={() => go("train")}>
						{sayInstrument("toTrain")}
					</button>
				</div>
			)}
			{phase === "noOwn" && (
				<div className="state">
					<p className="state-title">{sayInstrument("noOwn")}</p>
					<p>{sayInstrument("noOwnHelp")}</p>
					<button type="button" onClick={giveIt}>
						{sayInstrument("giveIt")}
					</button>
				</div>
			)}
			{phase === "unpublished" && (
				<div className="state">
					<p className="state-title">{sayInstrument("unpublished")}</p>
				</div>
			)}
			{phase === "gone" && (
				<div className="state">
					<p className="state-title">{sayInstrument("gone")}</p>
				</div>
			)}
			{refused && <NeedsSession>{unopened}</NeedsSession>}
			{phase === "failed" && !refused && (
				<div className="state" role="alert">
					<p className="state-title">{sayInstrument("failed")}</p>
					<p>{failure?.[lang]}</p>
					{name.run === DROPPED && <p className="quiet">{sayInstrument("droppedHelp")}</p>}
					<button type="button" onClick={openAgain}>
						{sayInstrument("again")}
					</button>
				</div>
			)}
			{facts && children(facts)}
			{facts && <p className="provenance quiet numbers">{wordsOf(facts)}</p>}
		</>
	);
}

/** Why there is no network, or how far its training is. */
function Missing({ phase }: { phase: "missing" | "noText" }) {
	const { phase: at, step, totalSteps } = useStore(useStore(shown).numbers);
	const goes = phase === "missing" && (at === "starting" || at === "running") && totalSteps !== null;
	return (
		<>
			<p className="state-title">
				{goes ? sayInstrument("missing.going", { step: count(step), of: count(totalSteps) }) : sayInstrument(phase)}
			</p>
			<p>{sayInstrument(goes ? "missing.goingHelp" : "missingHelp")}</p>
		</>
	);
}

/** The box for data in Train. */
function giveIt(): void {
	go("train");
	giving.set(true);
}

function wordsOf(facts: ModelFacts): string {
	const { parameters, weightsSha256 } = facts;
	const { layers, hidden } = facts.spec;
	const { cell, variant } = drawnAs(facts);
	return sayInstrument("provenance", {
		...{ model: `${cell} ${variant} ${layers}x${hidden}`, parameters: count(parameters) },
		...{ build: "wasm-plain", digest: weightsSha256.slice(0, 8) },
	});
}
