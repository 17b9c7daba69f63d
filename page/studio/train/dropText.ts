/** A text or a table dropped anywhere on the page becomes the reader's own: it stays in this browser. */

import { offeredPairs } from "../../../studio/wire/offeredPairs.ts";
import { DROPPED, droppedFile, isWeights, MOST_WEIGHT_BYTES } from "../instrument/droppedFile.ts";
import { address, isLocked, setAddress, withoutLesson } from "../shell/location.ts";
import { toast } from "../shell/toasts.ts";
import { language, say } from "../words/words.ts";
import { failureWords } from "./failureWords.ts";
import { droppedPairs, ownSeries } from "./ownSeries.ts";
import { giveOwnText } from "./texts.ts";
import { choose, startAgain } from "./trainActs.ts";

/** Fewest symbols of an own text: below that no batch fills. Most bytes that a page reads. */
export const LEAST_SYMBOLS = 2000;
const MOST_BYTES = 32 << 20;

/** Counts what was given: of several, the last one is taken. */
let taken = 0;

/**
 * Trains on a text or a table of numbers of the reader, or asks what to train if it looks like pairs. Returns why not, in
 * words; undefined if it does, null if it asks, or if something else was given meanwhile.
 * @param name of the file; empty for a pasted text
 */
export async function trainOn(from: string | File, name: string): Promise<string | undefined | null> {
	const mine = ++taken; // files and scripts may be loaded in another order than they were asked for
	const given = typeof from === "string" ? from : await from.arrayBuffer();
	const { askGiven } = await import("./askGiven.ts");
	const answer = await askGiven({ given, name, title: say("data.series"), least: LEAST_SYMBOLS });
	if (mine !== taken) return null;
	if (answer.kind === "notUtf8") return say("data.notUtf8", { name });
	if (answer.kind === "refused") return (await failureWords(answer.code, answer.params))[language.get()];
	const { kind, text } = answer;
	const pairs = answer.pairs && offeredPairs(answer.pairs);
	const read = () => {
		droppedPairs.set(null);
		if (answer.kind === "series") {
			ownSeries.set({ name: name || say("data.series"), text, columns: answer.columns });
			return take("series");
		}
		giveOwnText(text);
		return take("own");
	};
	if (pairs && !isLocked("data")) {
		droppedPairs.set({ name, pairs, kind, text, read });
		toTrain();
		return null;
	}
	if (kind === "short") return say("data.short", { n: answer.n.toLocaleString("en") });
	return read();
}

/** Shows the reader's own training. */
function toTrain() {
	const now = withoutLesson(address.get());
	if (now.view !== "train" || address.get().more.lesson !== undefined)
		setAddress({ ...now, view: "train", more: {} }, "push");
	return now.choice;
}

function take(data: "own" | "series"): undefined {
	const before = toTrain();
	if (before.data !== data) void choose("data", data);
	else if (before.place === "page") void startAgain();
}

/** A dropped file of weights is shown by the view Cell, if that is open, or else by Text. */
async function showWeights(file: File): Promise<void> {
	if (file.size > MOST_WEIGHT_BYTES) return toast(() => say("data.largeWeights"));
	droppedFile.set({ name: file.name, bytes: await file.arrayBuffer() });
	const { view, more } = address.get();
	if (more.run !== DROPPED || (view !== "text" && view !== "cell"))
		setAddress({ ...address.get(), view: view === "cell" ? "cell" : "text", more: { run: DROPPED } }, "push");
}

/** Opens a dropped file, or trains on it. */
export async function readDropped(file: File): Promise<void> {
	if (isWeights(file.name)) return showWeights(file);
	if (file.size > MOST_BYTES) return toast(() => say("data.large"));
	const said = await trainOn(file, file.name);
	if (said !== null) toast(said ?? (() => say("data.dropped", { name: file.name })));
}
