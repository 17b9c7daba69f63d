/** A folder of runs that is read again and again, as by a page that shows it: what has not changed is not read twice. */
import { join } from "node:path";
import { SluiceError } from "../../../errors/index.ts";
import { parseStrictJsonBytes } from "../../../interop/strictJson.ts";
import { isRecord } from "../../../training/json.ts";
import type { LogLine } from "../../../training/run/logLines.ts";
import { type Disk, inside, onDisk, realDisk } from "../../disk/disk.ts";
import { DEFAULT_RUNS, runNames } from "../../runs/runNames.ts";
import { isKept, readKeptCards, writeKeptCards } from "./keptCards.ts";
import { LogTail, linesIn } from "./logTail.ts";
import { type KeptCard, type RunCard, RunCardReader } from "./runCard.ts";

/** Logs of a run. */
export const LOGS = ["metrics", "records", "samples"] as const;
export type LogName = (typeof LOGS)[number];

export interface RunsReader {
	/** Names of the runs, sorted with numbers by value. */
	names(): readonly string[];
	/** Reads a run again as far as its files have changed. Returns whether its card has. */
	look(name: string): boolean;
	/** The card as it was read last; undefined if there is no such run. */
	card(name: string): RunCard | undefined;
	/** Looks at every run and returns all cards. */
	cards(): RunCard[];
	/**
	 * Writes the cards to `.cards.json` in the folder of runs, if more than a few of them had to be read anew: the next
	 * reader then reads only what has changed. Nothing is written where the folder cannot be written to.
	 */
	keep(): void;
	/** Lines that a log has got since the last call, or since `follow`; a damaged line is left out. */
	fresh(name: string, log: LogName): LogLine[];
	/** Begins to follow the logs of a run from their ends, or from their beginnings. */
	follow(name: string, from: "end" | "beginning"): void;
	/** Stops following. */
	unfollow(name: string): void;
}

/** Runs that are read anew so quickly that keeping their cards is not worth a file. */
const FEW = 20;
/** Times of a folder are as coarse as this on some file systems, in milliseconds. */
const COARSE_MS = 2000;

/** Opens a folder of runs, which need not exist yet. */
export function readRuns(runs = DEFAULT_RUNS, disk: Disk = realDisk): RunsReader {
	const readers = new Map<string, RunCardReader>();
	const tails = new Map<string, Record<LogName, LogTail>>();
	let kept: Map<string, KeptCard> | undefined;
	let known: readonly string[] = [];
	let stamp = 0;

	function names(): readonly string[] {
		const changed = onDisk("read", runs, () => disk.stat(runs))?.changedMs;
		if (changed === undefined) known = [];
		else if (changed !== stamp || Date.now() - changed < COARSE_MS) known = runNames(runs, disk);
		else return known;
		stamp = changed ?? 0;
		const there = new Set(known);
		for (const name of readers.keys()) {
			if (there.has(name)) continue;
			readers.delete(name);
			tails.delete(name);
		}
		return known;
	}

	function look(name: string): boolean {
		if (!known.includes(name)) return false;
		kept ??= readKeptCards(runs, disk);
		const reader = readers.get(name) ?? new RunCardReader(runs, name, disk, kept.get(name));
		readers.set(name, reader);
		return reader.look();
	}

	return {
		names,
		look,
		card: (name) => readers.get(name)?.card,
		cards: () =>
			names().flatMap((name) => {
				look(name);
				return readers.get(name)?.card ?? [];
			}),
		keep() {
			const now = new Map<string, KeptCard>();
			let anew = 0;
			for (const [name, { card, stamps }] of readers) {
				const before = kept?.get(name);
				if (before?.card !== card) {
					if (!isKept(card)) continue;
					anew++;
				}
				now.set(name, before?.card === card ? before : { stamps: { ...stamps }, card });
			}
			if (anew <= FEW) return;
			writeKeptCards(runs, now, disk);
			kept = now;
		},
		fresh: (name, log) => {
			const tail = tails.get(name)?.[log];
			return tail ? freshLines(tail) : [];
		},
		follow(name, from) {
			const own = inside(disk, join(runs, name));
			const tail = (log: LogName) => {
				const made = new LogTail(join(runs, name, `${log}.jsonl`), own);
				if (from === "end") made.skip();
				return made;
			};
			tails.set(name, { metrics: tail("metrics"), records: tail("records"), samples: tail("samples") });
		},
		unfollow: (name) => void tails.delete(name),
	};
}

function freshLines(tail: LogTail): LogLine[] {
	const { bytes } = tail.read();
	return Array.from(linesIn(bytes)).flatMap((line): LogLine[] => {
		try {
			const value = parseStrictJsonBytes(line, tail.path);
			return isRecord(value) ? [value] : [];
		} catch (error) {
			if (error instanceof SluiceError) return [];
			throw error;
		}
	});
}
