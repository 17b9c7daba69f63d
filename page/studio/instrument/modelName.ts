/** Which network and which part of its text an address names. */
import type { PartName } from "../../../src/data/corpus.ts";
import { RUN_ID } from "../../../studio/wire.ts";
import type { Address } from "../address.ts";
import type { StoredName } from "../train/storedModel.ts";
import { language } from "../words/words.ts";
import { DROPPED } from "./droppedFile.ts";
import { ownSentence } from "./ownSentence.ts";

export interface ModelName {
	/** Id of a run of the server's, or DROPPED; null for another network. */
	run: string | null;
	/** A network that comes with the page; null for another one. With neither this nor a run: this page's training. */
	stored: StoredName | null;
	checkpoint: "best" | "last" | number;
	part: PartName;
	/** Sentence that is read in the place of the part; "" for none. */
	sentence: string;
}

const PARTS = new Set(["train", "valid", "test"]);

export function nameOf({ view, more }: Pick<Address, "view" | "more">): ModelName {
	const { run, cp = "best", part = "valid", net } = more;
	const checkpoint = cp === "best" || cp === "last" ? cp : /^\d{1,15}$/.test(cp) ? Number(cp) : "best";
	const known = run !== undefined && (RUN_ID.test(run) || run === DROPPED) ? run : null;
	const own = net === "c" || net === "ko" ? net : language.get() === "ko" ? "ko" : "c";
	const stored = view !== "play" || known !== null || net === "page" ? null : own;
	const sentence = view === "cell" ? ownSentence.get() : "";
	return { run: known, stored, checkpoint, part: PARTS.has(part) ? (part as PartName) : "valid", sentence };
}
