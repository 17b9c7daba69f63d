/** What a reproduction is: pieces of work, the rows that hold published figures beside ours, and figures to look at. */
import type { Lang } from "../../errors/define.ts";
import type { Json } from "../../training/json.ts";
import type { Figure } from "../drawing/figure.ts";
import type { JobPiece, Piece } from "../jobs/piece.ts";

export type Mode = "quick" | "full";
export type Phrase = Readonly<Record<Lang, string>>;

export interface Row {
	what: Phrase;
	/** As printed, so that its digits are kept; a phrase where the claim has no number; null where nothing is published. */
	published: string | Phrase | null;
	ours: number | string | Phrase;
	/** Whether ours bears out the published one. Told only in the modes that assert it. */
	holds: boolean;
	/** Modes in which the row is asserted; none: it is there to be read. */
	asserted: readonly Mode[];
	note?: Phrase;
}

export interface Context {
	mode: Mode;
	/** 1, 2, ... as many as were asked for; empty where the reproduction draws nothing at random. */
	seeds: readonly number[];
	/** The results of all pieces, in their order; finished ones of an interrupted --full run are read, not run. */
	work<T extends Json>(pieces: readonly Piece<T>[]): Promise<T[]>;
	/** As `work`, side by side on the cores; what a request of the same key gave before is read only if it was the same. */
	jobs(pieces: readonly JobPiece[]): Promise<Json[]>;
	/** Folder that was named for the data; "" where the reproduction needs none. */
	data: string;
	/** Lets signals and progress through; throws where the run is to stop. Call it a few times a second. */
	pause(): Promise<void>;
	/** Aborted by a signal, for work that is handed to others. */
	signal: AbortSignal;
}

export interface Outcome {
	rows: readonly Row[];
	figures: readonly Figure[];
}

export interface Reproduction {
	name: string;
	title: Phrase;
	/** What it shows, in a line. */
	shows: Phrase;
	/** Number of seeds of each mode unless told; absent: nothing is random. */
	seeds?: Readonly<Record<Mode, number>>;
	/** It works on files that the package does not have: the caller names their folder. */
	needsData?: boolean;
	/** Raised when the meaning of a piece's result changes: results that were kept under another number are not read. */
	revision: number;
	run(context: Context): Promise<Outcome>;
}

export const BOTH: readonly Mode[] = ["quick", "full"];

/** A text that is the same in every language: formulas and numbers. */
export const same = (text: string): Phrase => ({ en: text, ko: text });

/** Whether `ours`, rounded to the digits that `published` is printed with, is `published`. */
export function agrees(published: string, ours: number): boolean {
	const digits = published
		.replace(/e.*$/i, "")
		.replace(/[^0-9]/g, "")
		.replace(/^0+/, "").length;
	return Number(ours.toPrecision(Math.max(1, digits))) === Number(published);
}
