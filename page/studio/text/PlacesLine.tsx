/** How many places the patterns of a table have, and what to do if these are few or the best unit marks them badly. */
import { fixed } from "../../kit/numbers.ts";
import { shownModel } from "../instrument/shownModel.ts";
import { go } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { TEXTS } from "../train/choices.ts";
import { textOf } from "../train/texts.ts";
import { say } from "../words/words.ts";
import type { TrackersFound } from "../worker/instrument/trackers.ts";
import { CallLine } from "./CallLine.tsx";
import { POOR } from "./numbersOfText.ts";
import { sayText } from "./textWords.ts";
import { useCall } from "./useCall.ts";

/** Places below which figures are called shaky. */
const ENOUGH = 100;
/** AUC from which a low F1 surprises. */
const HIGH = 0.7;

export function PlacesLine({ found }: { found: TrackersFound }) {
	const rows = found.patterns.filter(({ sameAs }) => sameAs === undefined);
	// Where no pattern could be scored there are no rows, and those that were asked for were left out.
	const shown = rows.length > 0 ? rows : found.skipped.map(({ pattern }) => ({ pattern, best: [] }));
	return shown.map(({ pattern, best }) => {
		const places = found.places[pattern] ?? null;
		const { f1 = 1, auc = 0 } = best[0] ?? {};
		const [few, poor] = [places !== null && places < ENOUGH, f1 < POOR];
		if (rows.length > 1 && !few && !poor) return null;
		return <OfPattern key={pattern} {...{ pattern, places, f1, auc, few, poor }} />;
	});
}

interface OfPatternCall {
	pattern: string;
	places: number | null;
	f1: number;
	auc: number;
	few: boolean;
	poor: boolean;
}

function OfPattern({ pattern, places, f1, auc, few, poor }: OfPatternCall) {
	const { name, choice } = useStore(shownModel);
	const call = useCall("placesIn", `places ${pattern}`);
	const count = (n: number) => n.toLocaleString("en");
	const own = places !== null && sayText("places.one", { pattern, places: count(places) });
	if (!few && !poor) return own ? <p>{own}</p> : null;
	const search = async () => {
		const texts = await Promise.all(TEXTS.map(async (one) => ({ name: one, text: await textOf(one) })));
		await call.start({ pattern, texts });
	};
	const named = !/^(in|at|after):/.test(pattern);
	const most = Math.max(0, ...(call.answer ?? []).map((one) => one.places));
	const here = call.answer?.find((one) => one.name === choice?.data)?.places ?? 0;
	/** Whether another text of the page has more places than the one that the network was trained on. */
	const isMore = most > here;
	const counts = call.answer?.map((one) => `${say(`data.${one.name as "c"}`)} ${count(one.places)}`).join(", ");
	return (
		<div className="warning">
			<p>
				{own} {few && sayText("places.few", { enough: ENOUGH })} {poor && sayText("places.poor", { f1: fixed(f1, 2) })}{" "}
				{poor && auc > HIGH && sayText("places.ranks", { auc: fixed(auc, 2) })}{" "}
				{name.part !== "train" && sayText("places.longer")}
			</p>
			{counts === undefined && named && (
				<button type="button" onClick={() => void search()}>
					{sayText("places.count")}
				</button>
			)}
			<CallLine call={call} what={sayText("places.counting")} />
			{counts !== undefined && (
				<p>
					{sayText("places.others", { counts })}{" "}
					{isMore && (
						<>
							{sayText("places.another")}{" "}
							<button type="button" className="plain" onClick={() => go("train")}>
								{sayText("places.toTrain")}
							</button>
						</>
					)}
				</p>
			)}
		</div>
	);
}
