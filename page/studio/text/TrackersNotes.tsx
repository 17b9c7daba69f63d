/** How the units of the table were searched, and everything that it leaves out. */
import { DROPPED } from "../instrument/droppedFile.ts";
import { chooseModel, shownModel } from "../instrument/shownModel.ts";
import { useStore } from "../shell/useStore.ts";
import type { TrackersFound } from "../worker/instrument/trackers.ts";
import { testsOf } from "./numbersOfText.ts";
import { sayText } from "./textWords.ts";

export function TrackersNotes({ found, symbols, best }: { found: TrackersFound; symbols: number; best: number }) {
	const { symbols: halves, units, skipped, chosen, lanes, warmup } = found;
	const { name, sample } = useStore(shownModel);
	const hasParts = sample === null && name.run !== DROPPED;
	const isShort = hasParts && name.part !== "train" && skipped.some(({ why }) => why !== "always");
	const count = (n: number) => n.toLocaleString("en");
	const distinct = testsOf(found) / units;
	const same = found.patterns.filter(({ sameAs }) => sameAs !== undefined);
	return (
		<div className="quiet notes">
			<p>
				{sayText("trackers.halves", { units: count(units), chosen: count(halves.chosen), held: count(halves.heldOut) })}{" "}
				{distinct > 0 &&
					sayText("trackers.tests", {
						...{ tests: count(testsOf(found)), units: count(units) },
						patterns: distinct === 1 ? sayText("trackers.onePattern") : sayText("trackers.patterns", { n: distinct }),
					})}{" "}
				{distinct > 0 && sayText("trackers.order")} {lanes > 1 && sayText("trackers.lanes", { lanes, warmup })}{" "}
				{distinct > 0 && sayText("left", { shown: best, of: count(units) })}
				{halves.chosen + halves.heldOut < symbols &&
					sayText("cut", { shown: count(halves.chosen + halves.heldOut), of: count(symbols) })}
			</p>
			{chosen && <p>{sayText("trackers.chosen", { kinds: chosen.kinds.join(", ") })}</p>}
			{same.map(({ pattern, sameAs }) => (
				<p key={pattern}>{sayText("trackers.same", { pattern, other: sameAs! })}</p>
			))}
			{skipped.length > 0 && (
				<p>
					{sayText("trackers.skipped")} {skipped.map((one) => skippedWords(one, halves)).join(", ")}{" "}
					{isShort && (
						<button type="button" className="plain" onClick={() => chooseModel({ part: "train" })}>
							{sayText("readTrain")}
						</button>
					)}
				</p>
			)}
		</div>
	);
}

/** A pattern that was not scored, why, and the half of the text for which this is so. */
function skippedWords(
	{ pattern, why, half }: TrackersFound["skipped"][number],
	{ chosen, heldOut }: TrackersFound["symbols"],
): string {
	const [from, to] = half === "heldOut" ? [chosen, chosen + heldOut - 1] : [0, chosen - 1];
	const where = { from: from.toLocaleString("en"), to: to.toLocaleString("en") };
	const words = sayText(`half.${half === "both" && why === "rare" ? "each" : half}`, where);
	return `${pattern} (${sayText(`skipped.${why}`, { half: words })})`;
}
