/** A text or a table dropped anywhere on the page becomes the reader's own: it stays in this browser. */
import type { Words } from "../../../studio/wire.ts";
import { DROPPED, droppedFile, isWeights, MOST_WEIGHT_BYTES } from "../instrument/droppedFile.ts";
import { address, setAddress, withoutLesson } from "../shell/location.ts";
import { toast } from "../shell/toasts.ts";
import { language, say } from "../words/words.ts";
import { ownSeries } from "./ownSeries.ts";
import { giveOwnText } from "./texts.ts";
import { choose, startAgain } from "./trainActs.ts";

/**
 * Fewest symbols of an own text: below that no batch fills. Fewest rows of a pasted table, most of whose columns are
 * numbers: lines of words with numbers among them are a text. Most bytes that a page reads.
 */
export const LEAST_SYMBOLS = 2000;
const LEAST_ROWS = 8;
const MOST_BYTES = 32 << 20;
const TABLE = /\.(csv|tsv)$/i;

/**
 * Trains on a text or a table of numbers of the reader. Returns why not, in words; undefined if it does.
 * @param name of the file; empty for a pasted text
 */
export async function trainOn(text: string, name: string): Promise<string | undefined> {
	const { readTable } = await import("./readTable.ts");
	try {
		const { columns, rows, skipped } = readTable(text, name || say("data.series"));
		if (TABLE.test(name) || (rows >= LEAST_ROWS && skipped < columns.length)) {
			ownSeries.set({ name: name || say("data.series"), text, columns });
			return take("series");
		}
	} catch (reason) {
		if (TABLE.test(name)) return (reason as Words)[language.get()];
	}
	const n = [...text.slice(0, 2 * LEAST_SYMBOLS)].length;
	if (n < LEAST_SYMBOLS) return say("data.short", { n: n.toLocaleString("en") });
	giveOwnText(text);
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
	if (file.size > MOST_WEIGHT_BYTES) return toast(say("data.largeWeights"));
	droppedFile.set({ name: file.name, bytes: await file.arrayBuffer() });
	const { view, more } = address.get();
	if (more.run !== DROPPED || (view !== "text" && view !== "cell"))
		setAddress({ ...address.get(), view: view === "cell" ? "cell" : "text", more: { run: DROPPED } }, "push");
}

/** Opens a dropped file, or trains on it. */
export async function readDropped(file: File): Promise<void> {
	if (isWeights(file.name)) return showWeights(file);
	if (file.size > MOST_BYTES) return toast(say("data.large"));
	let text: string;
	try {
		text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
	} catch {
		return toast(say("data.notUtf8", { name: file.name }));
	}
	toast((await trainOn(text, file.name)) ?? say("data.dropped", { name: file.name }));
}
