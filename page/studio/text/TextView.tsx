/** The view Text: what a unit watches, on the whole text. */
import { lazy, Suspense, useEffect } from "react";
import { plain } from "../../kit/numbers.ts";
import { OfModel } from "../instrument/OfModel.tsx";
import { shownModel } from "../instrument/shownModel.ts";
import { address } from "../shell/location.ts";
import { narrow } from "../shell/narrow.ts";
import { useStore } from "../shell/useStore.ts";
import { say } from "../words/words.ts";
import type { ModelFacts } from "../worker/instrument/open.ts";
import { against, followAgainst, paintedGain } from "./against.ts";
import { ClaimBanner } from "./ClaimBanner.tsx";
import { CursorCommands, CursorPanel } from "./CursorPanel.tsx";
import { FindBar } from "./FindBar.tsx";
import { LinkedWords } from "./LinkedWords.tsx";
import { Mounted } from "./Mounted.tsx";
import { PanelNav } from "./PanelNav.tsx";
import { reading, readSoFar } from "./reading.ts";
import { TrackersPanel } from "./TrackersPanel.tsx";
import { mountMinimap, mountStrip, mountText } from "./textStage.ts";
import { chosenName, differenceScale, followText, moves, scaleNow } from "./textStores.ts";
import { sayText } from "./textWords.ts";
import { Looks, UnitBar } from "./UnitBar.tsx";
import "./textPanels.css";
import "./text.css";

// The text is there first; these panels come after it.
const AgainstPanel = lazy(async () => ({ default: (await import("./AgainstPanel.tsx")).AgainstPanel }));
const ClaimPanel = lazy(async () => ({ default: (await import("./ClaimPanel.tsx")).ClaimPanel }));
const HoldPanel = lazy(async () => ({ default: (await import("./HoldPanel.tsx")).HoldPanel }));
const UnitPanel = lazy(async () => ({ default: (await import("./UnitPanel.tsx")).UnitPanel }));

export default function TextView() {
	return (
		<OfModel title={say("app.text")} unopened={<LinkedWords />}>
			{(facts) => <Instrument facts={facts} />}
		</OfModel>
	);
}

function Instrument({ facts }: { facts: ModelFacts }) {
	const now = useStore(reading);
	const phone = useStore(narrow);
	useEffect(() => followText(facts), [facts]);
	useEffect(followAgainst, [facts]);
	if (!now || now.model !== facts) return null;
	return (
		<div className="text-view">
			<ClaimBanner />
			<UnitBar reading={now} />
			{!phone && <Looks />}
			<Overviews />
			{!phone && <FindLine />}
			<div className="text-main">
				<div className="text-left">
					{!phone && <CursorPanel reading={now} />}
					<Mounted mount={mountText} className="text-box" label={`${sayText("text")}. ${sayText("text.help")}`} />
					{phone && <CursorPanel reading={now} />}
					<CursorCommands />
					{phone && (
						<details className="text-around">
							<summary>{sayText("around")}</summary>
							<Looks />
							<FindLine />
						</details>
					)}
				</div>
				<div className="text-side" key={facts.weightsSha256}>
					<PanelNav />
					<TrackersPanel reading={now} />
					<Suspense>
						<AgainstPanel reading={now} />
						<HoldPanel reading={now} />
						<ClaimPanel reading={now} />
						<UnitPanel reading={now} />
					</Suspense>
				</div>
			</div>
		</div>
	);
}

/** All units and the map, next to the text, so that what a press changes is in sight. */
function Overviews() {
	return (
		<div className="overviews">
			<p className="quiet strip-title" aria-hidden="true">
				{sayText("strip")}
			</p>
			<Mounted mount={mountStrip} className="unit-strip" label={sayText("strip")} />
			<p className="quiet strip-title" aria-hidden="true">
				<MapTitle />
			</p>
			<Mounted mount={mountMinimap} className="text-map" label={sayText("map")} />
		</div>
	);
}

/** What the map shows and between which values. */
function MapTitle() {
	useStore(address);
	useStore(moves);
	useStore(against);
	const difference = paintedGain() !== null;
	const { centre, reach, odds } = difference ? differenceScale() : scaleNow();
	const [low, high] = odds ? [0.001, 0.999] : [centre - reach, centre + reach];
	const name = difference ? "map.difference" : odds ? "map.odds" : "map.unit";
	return sayText(name, { unit: chosenName(), low: plain(low, 12), high: plain(high, 12) });
}

function FindLine() {
	return (
		<div className="find-line">
			<FindBar />
			<Progress />
		</div>
	);
}

function Progress() {
	const { done, of } = useStore(readSoFar);
	const { textSymbols } = useStore(shownModel);
	const [shown, all] = [done.toLocaleString("en"), of.toLocaleString("en")];
	return (
		<span className="quiet numbers read-progress">
			{textSymbols !== null && textSymbols > of && sayText("cut", { shown: all, of: textSymbols.toLocaleString("en") })}{" "}
			{done < of ? sayText("readNow", { done: shown, of: all }) : sayText("readAll", { of: all })}
			{done < of && <progress value={done} max={of} aria-label={sayText("readNow", { done: shown, of: all })} />}
		</span>
	);
}
