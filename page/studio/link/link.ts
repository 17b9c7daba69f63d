/**
 * The link of the view: its address with what the page itself takes from its reader, the language, the network of Play,
 * the reader's own text if it is short, and what was typed; and what no link can hold.
 */
import { writeAddress } from "../address.ts";
import { DROPPED, droppedFile } from "../instrument/droppedFile.ts";
import { nameOf } from "../instrument/modelName.ts";
import { session } from "../live/session.ts";
import { linkTo } from "../ownFiles.ts";
import { address, ownChoice, usesTrain } from "../shell/location.ts";
import { packed } from "../shell/packed.ts";
import { DEFAULTS, isSeries } from "../train/choices.ts";
import { ownSeries } from "../train/ownSeries.ts";
import { fileOf } from "../train/taken.ts";
import { hasOwnText, textOf } from "../train/texts.ts";
import { shown } from "../train/trainState.ts";
import { language } from "../words/words.ts";
import { type LinkKey, sayLink } from "./linkWords.ts";
import { isOfComputer } from "./ofComputer.ts";

/** What a link cannot hold, in words, and the file to send with it; null if the sender has it as a file. */
export interface Left {
	words: string;
	file: { name: string; text: string } | null;
}

export interface ViewLink {
	address: string;
	left: Left[];
	/** What to know about a link that holds everything; null for nothing. */
	note: string | null;
}

/** Most characters of an address without the texts. */
const MOST = 900;

/** Views that show the network of the page unless the address names another one. */
const OF_MODELS: readonly string[] = ["text", "cell", "lab", "play"];

export async function linkOfView(): Promise<ViewLink> {
	const now = address.get();
	if (now.view === "receipt") return { address: location.href, left: [], note: null };
	const name = nameOf(now);
	const ofPage = now.view === "train" || (OF_MODELS.includes(now.view) && name.run === null && name.stored === null);
	const choice = now.more.lesson === undefined ? (ownChoice.get() ?? now.choice) : now.choice;
	const net: Record<string, string> = now.view === "play" && name.run === null ? { net: name.stored ?? "page" } : {};
	const words = [`lang=${language.get()}`];
	const left: Left[] = [];
	let note: LinkKey | null = null;
	if (ofPage && choice.data === "own" && hasOwnText()) {
		const text = await textOf("own");
		const word = await packed(text);
		if (word === null) left.push({ words: sayLink("ownText"), file: { name: fileOf(choice)!, text } });
		else words.push(`own=${word}`);
		note = word === null ? null : "holdsText";
	}
	const series = ownSeries.get();
	if (ofPage && isSeries(choice.data) && series)
		left.push({ words: sayLink("series"), file: { name: fileOf(choice)!, text: series.text } });
	if (ofPage && shown.get().marks.length > 0 && now.view !== "train")
		left.push({ words: sayLink("changed"), file: null });
	if (name.run === DROPPED)
		left.push({ words: sayLink("weights", { file: droppedFile.get()?.name ?? "" }), file: null });
	else if (session.get() !== "exported" && (now.more.run ?? now.more.open) !== undefined) note = "ofStudio";
	const typed = now.view === "play" && (now.more.game ?? "type") === "type" ? await typedText() : "";
	const say = typed === "" ? null : await packed(typed);
	if (say !== null) words.push(`say=${say}`);
	const hash = writeAddress(
		{ ...now, choice: usesTrain(now) ? choice : DEFAULTS, more: { ...now.more, ...net } },
		MOST,
	);
	return {
		address: linkTo(`${hash}${hash.includes("?") ? "&" : "?"}${words.join("&")}`),
		left,
		note: wordsOf(note),
	};
}

/** A link to a studio's run says itself where it opens; any other one from this computer says that it opens only here. */
function wordsOf(note: LinkKey | null): string | null {
	const local = note !== "ofStudio" && isOfComputer() ? [sayLink("ofComputer", { origin: location.origin })] : [];
	const all = [...(note === null ? [] : [sayLink(note)]), ...local];
	return all.length === 0 ? null : all.join(" ");
}

/** What the field of Play has. */
const typedText = async () => (await import("../play/type/typingState.ts")).typing.get().field.text;
