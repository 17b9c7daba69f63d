/** The cells that track a pattern: one that is typed, one that the chosen passage is an instance of, or all that fit the text. */

import { lazy, Suspense, useState } from "react";
import { oneLine } from "../../../src/views/glyphs.ts";
import { fixed } from "../../kit/numbers.ts";
import { quoted } from "../../kit/shellWord.ts";
import { shownModel } from "../instrument/shownModel.ts";
import { runsStore } from "../live/live.ts";
import { useStore } from "../shell/useStore.ts";
import type { TrackersFound } from "../worker/instrument/trackers.ts";
import { CallLine } from "./CallLine.tsx";
import { Command } from "./Command.tsx";
import { limitFlag } from "./commandOf.ts";
import { type FindFailure, patternsOf } from "./finder.ts";
import { PATTERN_NAMES } from "./patternNames.ts";
import type { Reading } from "./reading.ts";
import { TrackersHelp } from "./TrackersHelp.tsx";
import { setTextWords, textWords } from "./textAddress.ts";
import { bestRow, claimable, passage, passageText, untracked } from "./textStores.ts";
import { sayText } from "./textWords.ts";
import { useCall } from "./useCall.ts";
import { useKept } from "./useKept.ts";

const TrackersAnswer = lazy(async () => ({ default: (await import("./TrackersAnswer.tsx")).TrackersAnswer }));

/** F1 of a pattern that holds everywhere: src/interpretation/patterns/likePassage.ts. */
const EVERYWHERE = 2 / 3;
/** Symbols of a passage from which it makes sense to ask what it taught. */
const FEWEST = 3;
/** Units listed for each pattern. */
const BEST = 3;

/** What was searched for last, and in which run: the field of another part of its text begins with it. */
let last: { run: string | null; typed: string } = { run: null, typed: "" };

export function TrackersPanel({ reading }: { reading: Reading }) {
	const { run } = useStore(shownModel).name;
	const [typed, setTyped] = useKept("typed pattern", textWords().pattern ?? (last.run === run ? last.typed : ""));
	const [wrong, setWrong] = useState<FindFailure | "wrong" | null>(null);
	const [asked, setAsked] = useKept("asked pattern", "");
	const call = useCall("trackers", "trackers");
	const search = async (patterns: string) => {
		last = { run, typed: patterns };
		setTyped(patterns);
		const request = await patternsOf(patterns);
		setWrong(typeof request === "string" ? request : null);
		const found = typeof request === "string" ? null : await call.start({ ...request, best: BEST });
		if (found) {
			setAsked(patterns);
			showFound(patterns, found);
		} else if (found === null && patterns === textWords().pattern) setTextWords({ pattern: null }); // of a link
	};
	const flags = asked === "" ? [] : [`--pattern ${quoted(asked)}`];
	return (
		<section className="side-panel trackers" aria-labelledby="trackers">
			<div className="panel-title">
				<h2 id="trackers">{sayText("trackers")}</h2>
				<TrackersHelp />
			</div>
			<Passage search={search} />
			<form
				className="row"
				onSubmit={(event) => {
					event.preventDefault();
					void search(typed.trim());
				}}
			>
				<input
					aria-label={sayText("trackers.pattern")}
					placeholder={sayText("trackers.pattern")}
					list="pattern-names"
					value={typed}
					spellCheck={false}
					onChange={({ target }) => setTyped(target.value)}
				/>
				<datalist id="pattern-names">
					{PATTERN_NAMES.map((name) => (
						<option key={name} value={name} />
					))}
				</datalist>
				<button type="submit">{sayText(typed.trim() === "" ? "trackers.findAll" : "trackers.find")}</button>
			</form>
			{typed.trim() !== "" && (
				<button type="button" className="plain" onClick={() => void search("")}>
					{sayText("trackers.findAll")}
				</button>
			)}
			{wrong !== null && (
				<p role="alert" className="bad">
					{sayText(`find.${wrong}`)}
				</p>
			)}
			<CallLine call={call} what={sayText("trackers.atWork")} />
			{call.answer && (
				<>
					<Suspense>
						<TrackersAnswer found={call.answer} symbols={reading.ids.length} best={BEST} />
					</Suspense>
					<Command verb="cells find" rest={[...flags, `--best ${BEST}`, ...limitFlag(reading)].join(" ")} />
				</>
			)}
		</section>
	);
}

/** Only what a search has found is named by the other panels and by the address. */
function showFound(searched: string, { patterns }: TrackersFound): void {
	const names = patterns.map(({ pattern }) => pattern);
	const isTracked = ({ found }: TrackersFound["patterns"][number]) => found > 0;
	claimable.set(null);
	untracked.set(patterns.filter((one) => !isTracked(one)).map(({ pattern }) => pattern));
	const clear = patterns.find(isTracked);
	bestRow.set(clear?.best[0] ? { unit: clear.best[0].unit, pattern: clear.pattern } : null);
	setTextWords({ pattern: searched === "" || names.length === 0 ? null : names.join(",") });
}

/** The chosen passage, and the patterns that it is an instance of. */
function Passage({ search }: { search(patterns: string): Promise<void> }) {
	const span = useStore(passage);
	const text = useStore(passageText);
	const call = useCall("passagePatterns");
	if (!span) return <p className="quiet">{sayText("passage.none")}</p>;
	const likely = call.answer?.filter(({ f1 }) => f1 > EVERYWHERE).slice(0, 4);
	const choose = async () => {
		const found = await call.start(span);
		const best = found?.[0];
		if (best && best.f1 > EVERYWHERE) await search(best.pattern);
	};
	return (
		<div className="passage">
			<p>
				<q className="mono">{oneLine(text.length > 60 ? `${text.slice(0, 60)}…` : text)}</q>{" "}
				<span className="quiet">{sayText("passage.symbols", { n: span.to - span.from })}</span>
			</p>
			<button type="button" className="main" onClick={() => void choose()}>
				{sayText("passage.find")}
			</button>
			<CallLine call={call} what={sayText("passage.atWork")} />
			<Without text={text} symbols={span.to - span.from} />
			{likely && (
				<p>
					{likely.length === 0 ? sayText("passage.unknown") : sayText("passage.like")}{" "}
					{likely.map(({ pattern, f1, above }) => (
						<button key={pattern} type="button" className="plain" onClick={() => void search(pattern)}>
							{pattern}
							{above > 0 && ` > ${above}`} <span className="quiet numbers">F1 {fixed(f1, 2)}</span>
						</button>
					))}
				</p>
			)}
		</div>
	);
}

/** The command that computes the run again as if it had never read the passage, which is of the training part. */
function Without({ text, symbols }: { text: string; symbols: number }) {
	const { name } = useStore(shownModel);
	const row = useStore(runsStore.state).rows.get(name.run ?? "");
	const isImported = row?.step === 0; // no update to compute again
	if (name.part !== "train" || symbols < FEWEST || text === "" || isImported) return null;
	return (
		<div className="without">
			<p>{sayText("passage.without")}</p>
			<Command verb="replay" rest={`--without ${quoted(text)}`} />
		</div>
	);
}
