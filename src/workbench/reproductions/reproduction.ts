/** The form of a reproduction: pieces of work, rows that compare published figures with ours, and figures. */
import type { Lang } from "../../errors/define.ts";
import type { Json } from "../../training/json.ts";
import type { Figure } from "../drawing/figure.ts";
import type { JobPiece, Piece } from "../jobs/piece.ts";
import type { TrainedTrial, TrialSet } from "./studyTrials.ts";

export type Mode = "quick" | "full";
export type Phrase = Readonly<Record<Lang, string>>;

export interface Row {
	what: Phrase;
	/**
	 * Published value as printed, to keep its digits; a phrase if the claim has no number; null if nothing is
	 * published.
	 */
	published: string | Phrase | null;
	ours: number | string | Phrase;
	/** Whether our value supports the published one. Reported only in the modes that assert it. */
	holds: boolean;
	/** Modes in which the row is asserted; empty for a row that is only shown. */
	asserted: readonly Mode[];
	note?: Phrase;
}

export interface Context {
	mode: Mode;
	/** Seeds 1, 2, ... up to the requested number; empty if the reproduction is deterministic. */
	seeds: readonly number[];
	/** Results of all pieces, in order. Finished pieces of an interrupted --full run are read instead of run. */
	work<T extends Json>(pieces: readonly Piece<T>[]): Promise<T[]>;
	/** Like `work`, in parallel on all cores. A saved result is read only if the request under its key is unchanged. */
	jobs(pieces: readonly JobPiece[]): Promise<Json[]>;
	/** Largest number of updates of a run: the mode's own or fewer; 0 if the reproduction has no `updates`. */
	updates: number;
	/** Trains trials as studies, see StudyTrials. Those that the reproduction's studies have already are not trained again. */
	trials(sets: readonly TrialSet[]): Promise<TrainedTrial[][]>;
	/** Rows to train, of the reproduction's `sizes`; empty if it has none. */
	sizes: readonly number[];
	/** Data folder that the caller named; "" if none was. */
	data: string;
	/** Lets signals and progress through, and throws if the run must stop. Call it a few times per second. */
	pause(): Promise<void>;
	/** Aborted by a signal; for work that is passed to others. */
	signal: AbortSignal;
}

export interface Outcome {
	rows: readonly Row[];
	/** The figures, with words in one language. */
	figures(lang: Lang): readonly Figure[];
	/** Files of measured numbers, for programs: NAME.json of each. */
	files?: readonly { name: string; text: string }[];
}

export interface Reproduction {
	name: string;
	title: Phrase;
	/** What the reproduction shows, in one line. */
	shows: Phrase;
	/** Default number of seeds in each mode; absent if deterministic. */
	seeds?: Readonly<Record<Mode, number>>;
	/** Largest number of updates of a run in each mode; absent if a caller cannot ask for fewer. */
	updates?: Readonly<Record<Mode, number>>;
	/** Whether it needs files that are not in the package. The caller names their folder. */
	needsData?: boolean;
	/** Whether it reads files of a folder if the caller names one. */
	takesData?: boolean;
	/** Rows of its table in each mode, which the caller can choose from those of the full mode. */
	sizes?: Readonly<Record<Mode, readonly number[]>>;
	/** Increased when the meaning of a piece's result changes. Results saved under another number are not read. */
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
