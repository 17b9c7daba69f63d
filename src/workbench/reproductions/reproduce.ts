/**
 * Runs a reproduction: its pieces of work (jobs/pieces.ts), its rows checked by mode, its figures and its result. Files
 * are written atomically. A --full run saves each finished piece, so the same command continues an interrupted run.
 *
 * OUT/NAME/MODE.json is the result, OUT/NAME/MODE-FIGURE.svg the figures, OUT/NAME/MODE-FILE.json numbers behind them,
 * OUT/NAME/full-units/ the pieces of an unfinished run, OUT/NAME/studies/ what it trained as studies, which stays. With
 * fewer updates than the mode's own, MODE is full-N-updates and no row is asserted.
 */
import { join } from "node:path";
import type { Lang } from "../../errors/define.ts";
import { fail } from "../../errors/index.ts";
import { nearest } from "../../errors/nearest.ts";
import { checkRequest, checkWhole } from "../../errors/request.ts";
import { type Disk, inside, realDisk } from "../disk/disk.ts";
import { makeFolders, replaceFile } from "../disk/publish.ts";
import { drawFigure } from "../drawing/draw.ts";
import { PieceStore } from "../jobs/pieceStore.ts";
import { Pieces } from "../jobs/pieces.ts";
import { type Machine, machine } from "../machine/machine.ts";
import { VERSION } from "../machine/version.ts";
import { findSongs } from "../sources/songs.ts";
import { REPRODUCTION_JOBS } from "./jobs.ts";
import { REPRODUCTIONS } from "./registry.ts";
import { checkFewer, sizesOf } from "./reproduceOptions.ts";
import type { Mode, Outcome, Phrase, Reproduction, Row } from "./reproduction.ts";
import { StudyTrials } from "./studyTrials.ts";

export interface ReproduceRequest {
	/** Name of the reproduction, see `listReproductions`. */
	name: string;
	/** quick: minutes on small sizes. full: the sizes of the paper. Default: quick. */
	mode?: Mode;
	/** Number of seeds 1, 2, ...; ignored by a deterministic one. Range: 1 to 1000. Default: the reproduction's own. */
	seeds?: number;
	/**
	 * Fewer updates per run than the mode's own; no row is asserted then. Range: at least 1, at most the mode's
	 * own; only for a reproduction that lists `updates`. Default: the mode's own.
	 */
	updates?: number;
	/** Folder with the data files of a reproduction that has `needsData` or `takesData`. Default: none. */
	data?: string;
	/** Rows of its table that a reproduction with `sizes` trains, each one of its full mode. Default: those of the mode. */
	sizes?: readonly number[];
	/** Folder for results and figures. Default: ./reproductions. */
	out?: string;
	/** Language of the rows' texts and of the figures. Default: en. */
	lang?: Lang;
}

export interface ReproduceHooks {
	/** Progress in units of weight. `kept` units come from an earlier call. */
	onProgress?(done: number, total: number, kept: number): void;
	/** Aborting throws the signal's reason. Default: none. */
	signal?: AbortSignal;
	/** Runs everything in the calling thread. */
	oneThread?: boolean;
	/** Replaces the disk, for tests. Default: the real one. */
	disk?: Disk;
	/** Replaces the registered reproductions, for tests. */
	known?: readonly Reproduction[];
}

export interface ReproductionRow {
	/** What the row is about. */
	what: string;
	/** Published figure; null if the paper gives none. */
	published: number | string | null;
	/** Our figure. */
	ours: number | string;
	/** Whether the row holds; null if this mode does not assert it. */
	holds: boolean | null;
	/** What to know of the row; "" for nothing. */
	note: string;
	/** Modes in which the row is asserted. */
	asserted: readonly Mode[];
}

export interface ReproductionResult {
	/** Name of the reproduction. */
	name: string;
	/** Size at which it ran. */
	mode: Mode;
	/** Seeds 1 to this number were used; 0 if deterministic. */
	seeds: number;
	/** Largest number of updates of a run; 0 if the reproduction lists none. */
	updates: number;
	/** Seconds of work, over all calls that contributed. */
	seconds: number;
	/** Published figures and ours. */
	rows: ReproductionRow[];
	/** Paths of the figures. */
	figures: string[];
	/** Paths of JSON files with the numbers behind the figures; empty for most. */
	files: string[];
	/** Folders of the studies that it trained; empty for most. */
	studies: string[];
	/** Its title. */
	title: string;
	/** Command to rerun it, and the machine that it ran on. */
	command: string;
	/** The machine that the results come from. */
	machine: Machine;
	/** Version of Sluice. */
	version: string;
}

export interface ReproductionEntry {
	/** Name of the reproduction. */
	name: string;
	/** Its title. */
	title: string;
	/** What it shows. */
	shows: string;
	/** Default number of seeds in each mode; 0 if deterministic. */
	seeds: Readonly<Record<Mode, number>>;
	/** Largest number of updates of a run in each mode, of which a caller may ask for fewer; 0 if there is none. */
	updates: Readonly<Record<Mode, number>>;
	/** Whether it needs data files in a folder that the caller names. */
	needsData: boolean;
	/** Whether it reads such files if the caller names a folder. */
	takesData: boolean;
	/** Rows of its table in each mode; empty for one without. */
	sizes: Readonly<Record<Mode, readonly number[]>>;
}

const NONE: Readonly<Record<Mode, number>> = { quick: 0, full: 0 };

/** Lists the available reproductions. */
export function listReproductions(lang: Lang = "en"): ReproductionEntry[] {
	return REPRODUCTIONS.map(({ needsData = false, takesData = needsData, ...one }) => ({
		...{ name: one.name, title: one.title[lang], shows: one.shows[lang], seeds: one.seeds ?? NONE },
		...{ updates: one.updates ?? NONE, needsData, takesData, sizes: one.sizes ?? { quick: [], full: [] } },
	}));
}

/** Rows that this mode asserts and that do not hold. */
export function failedRows({ rows }: Pick<ReproductionResult, "rows">): ReproductionRow[] {
	return rows.filter(({ holds }) => holds === false);
}

/**
 * @throws E_REPRODUCTION for an unknown name; E_REPRODUCTION_DATA or E_REPRODUCTION_TEXTS if its data files are missing;
 * E_REPRODUCTION_STUDY if a study of it does not finish; E_OPTION; errors of the disk; the signal's reason when it aborts
 */
export async function reproduce(
	request: ReproduceRequest,
	{
		onProgress = () => {},
		signal = new AbortController().signal,
		oneThread = false,
		disk: anyDisk = realDisk,
		known = REPRODUCTIONS,
	}: ReproduceHooks = {},
): Promise<ReproductionResult> {
	checkRequest(request, "reproduce()", ["name", "mode", "seeds", "updates", "data", "sizes", "out", "lang"]);
	const { name, mode = "quick", seeds: asked, updates: fewer, data, out = "reproductions", lang = "en" } = request;
	if (asked !== undefined) checkWhole("seeds", asked, { min: 1, max: 1000 }, "reproduce");
	const names = known.map((one) => one.name);
	const reproduction = known.find((one) => one.name === name);
	if (!reproduction) throw fail("E_REPRODUCTION", { name, known: names.join(", "), suggestion: nearest(name, names) });
	if (reproduction.needsData && !(data && findSongs(data).length > 0))
		throw fail("E_REPRODUCTION_DATA", { name, folder: data });
	const sizes = sizesOf(reproduction, mode, request.sizes);
	const count = reproduction.seeds ? (asked ?? reproduction.seeds[mode]) : 0;
	const own = (reproduction.updates ?? NONE)[mode];
	if (fewer !== undefined) checkFewer(name, fewer, own);
	const updates = fewer ?? own;
	const size = updates < own ? `${mode}-${updates}-updates` : mode;
	const folder = join(out, name);
	makeFolders(anyDisk, out);
	const disk = inside(anyDisk, out); // `out` is the user's choice and may be a link; nothing in it may
	makeFolders(disk, folder);
	const store =
		mode === "full"
			? new PieceStore(disk, join(folder, "full-units"), { revision: reproduction.revision, version: VERSION })
			: undefined;
	const tell = together(onProgress);
	const pieces = new Pieces(store, { onProgress: tell(0), signal, oneThread, jobs: REPRODUCTION_JOBS });
	const { revision } = reproduction;
	const trials = new StudyTrials(join(folder, "studies"), { onProgress: tell(1), signal, revision });
	const seeds = Array.from({ length: count }, (_, n) => n + 1);
	const outcome = await reproduction.run({
		...{
			mode,
			seeds,
			updates,
			signal,
			data: data ?? "",
			work: (given) => pieces.work(given),
			jobs: (given) => pieces.jobs(given),
			trials: (sets) => trials.train(sets),
			sizes,
		},
		pause: () => pieces.pause(),
	});
	await pieces.pause();
	const { figures, files } = await writeOutcome(disk, { name, folder, size }, outcome, lang);
	const told = (in_: Lang) => outcome.rows.map((row) => rowAs(row, size, in_));
	const command = commandOf(reproduction, {
		...{ mode, count, ...(request.sizes && { sizes }), ...(updates < own && { updates }) },
		hasData: data !== undefined,
	});
	const facts = { command, machine: machine(), version: VERSION };
	const seconds = Number((pieces.seconds + trials.seconds).toFixed(3));
	const base = { name, mode, seeds: count, updates, seconds };
	const document = { schema: 1, ...base, rows: told("en"), figures };
	const text = `${JSON.stringify({ ...document, title: reproduction.title.en, ...facts }, null, "\t")}\n`;
	replaceFile(disk, folder, `${size}.json`, Buffer.from(text));
	store?.clear();
	const pathsOf = (names: readonly string[]) => names.map((file) => join(folder, file));
	const found = { rows: told(lang), figures: pathsOf(figures), files: pathsOf(files), studies: trials.folders };
	return { ...base, ...found, title: reproduction.title[lang], ...facts };
}

/** Writes the figures, in one language, and the files of numbers. Returns their names. */
async function writeOutcome(
	disk: Disk,
	{ name, folder, size }: { name: string; folder: string; size: string },
	{ figures: drawn, files: given = [] }: Outcome,
	lang: Lang,
): Promise<{ figures: string[]; files: string[] }> {
	const [figures, files]: [string[], string[]] = [[], []];
	for (const figure of drawn(lang)) {
		figures.push(`${size}-${figure.name}.svg`);
		const svg = await drawFigure({ ...figure, name: `${name}-${figure.name}` });
		replaceFile(disk, folder, figures.at(-1)!, Buffer.from(svg));
	}
	for (const { name: file, text } of given) {
		files.push(`${size}-${file}.json`);
		replaceFile(disk, folder, files.at(-1)!, Buffer.from(text));
	}
	return { figures, files };
}

type OnProgress = NonNullable<ReproduceHooks["onProgress"]>;

/** Reports the sum of the progress of pieces and of trials, by number. */
function together(onProgress: OnProgress): (part: 0 | 1) => OnProgress {
	const tallies = [
		[0, 0, 0],
		[0, 0, 0],
	];
	const sum = (n: number) => tallies[0]![n]! + tallies[1]![n]!;
	return (part) => (done, total, kept) => {
		tallies[part] = [done, total, kept];
		onProgress(sum(0), sum(1), sum(2));
	};
}

/** The command that gives the same result. A folder of data is DIR, since it is another on another machine. */
function commandOf(
	{ name, seeds, needsData, takesData }: Reproduction,
	{
		mode,
		count,
		sizes,
		updates,
		hasData,
	}: { mode: Mode; count: number; sizes?: readonly number[]; updates?: number; hasData: boolean },
): string {
	return [
		...["sluice", "reproduce", name, `--${mode}`],
		...(seeds ? ["--seeds", count] : []),
		...(updates ? ["--updates", updates] : []),
		...(sizes ? ["--sizes", sizes.join(",")] : []),
		...(needsData || (takesData && hasData) ? ["--data", "DIR"] : []),
	].join(" ");
}

function rowAs({ what, published, ours, holds, asserted, note }: Row, size: string, lang: Lang): ReproductionRow {
	const say = <T>(value: T | Phrase) =>
		typeof value === "object" && value !== null ? (value as Phrase)[lang] : (value as T & string);
	const text = say(published);
	const isNumber = typeof text === "string" && text.trim() !== "" && Number.isFinite(Number(text));
	return {
		what: what[lang],
		published: isNumber ? Number(text) : text,
		ours: say(ours),
		holds: asserted.some((mode) => mode === size) ? holds : null,
		note: note?.[lang] ?? "",
		asserted,
	};
}
