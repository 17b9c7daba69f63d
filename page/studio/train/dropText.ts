/** A text or a table dropped anywhere on the page becomes the reader's own: it stays in this browser. */
import { DROPPED, droppedFile, isWeights, MOST_WEIGHT_BYTES } from "../instrument/droppedFile.ts";
import { address, setAddress, withoutLesson } from "../shell/location.ts";
import { toast } from "../shell/toasts.ts";
import { language, say } from "../words/words.ts";
import { failureWords } from "./failureWords.ts";
import { ownPairs, ownSeries } from "./ownSeries.ts";
import { giveOwnText } from "./texts.ts";
import { choose, startAgain } from "./trainActs.ts";

/** Fewest symbols of an own text: below that no batch fills. Most bytes that a page reads. */
export const LEAST_SYMBOLS = 2000;
const MOST_BYTES = 32 << 20;

/** Counts what was given: of several, the last one is taken. */
let taken = 0;

/**
 * Trains on a text or a table of numbers of the reader. Returns why not, in words; undefined if it does, null if something
 * else was given meanwhile.
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
	if (answer.kind === "short") return say("data.short", { n: answer.n.toLocaleString("en") });
	const pairs = answer.pairs && { ...answer.pairs, file: name };
	ownPairs.set({ ...ownPairs.get(), [answer.kind === "series" ? "series" : "own"]: pairs });
	if (answer.kind === "series") {
		ownSeries.set({ name: name || say("data.series"), text: answer.text, columns: answer.columns });
		return take("series");
	}
	giveOwnText(answer.text);
	return take("own");
}

function take(data: "own" | "series"): undefined {
	const now = withoutLesson(address.get());
	if (now.view !== "train" || address.get().more.lesson !== undefined)
		setAddress({ ...now, view: "train", more: {} }, "push");
	if (now.choice.data !== data) void choose("data", data);
	else if (now.choice.place === "page") void startAgain();
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
