/**
 * The cards of a folder of runs in a file beside them, so that a program that starts anew reads only the runs whose files
 * have changed since. The file is a help and nothing else: whatever is not as this program wrote it is read anew, and it
 * may be deleted at any time.
 */
import { join } from "node:path";
import { parseStrictJsonBytes } from "../../../interop/strictJson.ts";
import { isRecord } from "../../../training/json.ts";
import { type Disk, inside, quietly } from "../../disk/disk.ts";
import { replaceFile } from "../../disk/publish.ts";
import { readSmall } from "../../disk/readSmall.ts";
import { VERSION } from "../../machine/version.ts";
import type { KeptCard, RunCard } from "./runCard.ts";

export const KEPT_CARDS = ".cards.json";
/** As much as some 10,000 runs need. */
const MOST_BYTES = 32 << 20;

/** Cards by the names of their runs; none if the file is absent, of another version, or not one of ours. */
export function readKeptCards(runs: string, disk: Disk): Map<string, KeptCard> {
	const kept = new Map<string, KeptCard>();
	quietly(() => {
		const path = join(runs, KEPT_CARDS);
		const bytes = readSmall(inside(disk, runs), path, MOST_BYTES);
		const file = bytes && parseStrictJsonBytes(bytes, path);
		if (!isRecord(file) || file.version !== VERSION || !isRecord(file.cards)) return;
		for (const [name, entry] of Object.entries(file.cards)) {
			if (!isRecord(entry) || !isRecord(entry.stamps) || !isCard(entry.card, name)) continue;
			if (Object.values(entry.stamps).every(isText)) kept.set(name, entry as unknown as KeptCard);
		}
	});
	return kept;
}

/** Writes the cards, whole or not at all. A folder that cannot be written to stays as it is. */
export function writeKeptCards(runs: string, cards: ReadonlyMap<string, KeptCard>, disk: Disk): void {
	quietly(() => {
		const text = JSON.stringify({ version: VERSION, cards: Object.fromEntries(cards) });
		const bytes = Buffer.from(text);
		if (bytes.length <= MOST_BYTES) replaceFile(inside(disk, runs), runs, KEPT_CARDS, bytes);
	});
}

const isText = (value: unknown): value is string => typeof value === "string" && value.length <= 1000;
const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isOneOf = (words: readonly string[]) => (value: unknown) => words.includes(value as string);
const isListOf = (most: number, fits: (value: unknown) => boolean) => (value: unknown) =>
	Array.isArray(value) && value.length <= most && value.every(fits);
const orNone = (fits: (value: unknown) => boolean) => (value: unknown) => value === undefined || fits(value);

/** What each field of a card must be. A damaged run is not kept, nor one that trains. */
const FIELDS: Readonly<Record<keyof RunCard, (value: unknown) => boolean>> = {
	name: isText,
	state: isOneOf(["finished", "stopped", "diverged", "interrupted"]),
	model: orNone(isText),
	data: isText,
	kind: isOneOf(["text", "task", "series", "labels", "pairs"]),
	parameters: orNone(isNumber),
	step: isNumber,
	best: (value) => value === null || (isRecord(value as never) && isBest(value as Record<string, unknown>)),
	last: (value) => value === null || isNumber(value),
	lossUnit: isOneOf(["nats", "squared error"]),
	bytes: isNumber,
	changedMs: isNumber,
	tags: isListOf(20, isText),
	spark: isListOf(512, isNumber),
	parent: orNone((value) => isRecord(value as never) && isParent(value as Record<string, unknown>)),
	damage: (value) => value === undefined,
};

const isBest = ({ step, loss, ...rest }: Record<string, unknown>) =>
	isNumber(step) && isNumber(loss) && Object.keys(rest).length === 0;
const isParent = ({ run, update, change, without, ...rest }: Record<string, unknown>) =>
	isText(run) &&
	(without === undefined || isText(without)) &&
	isNumber(update) &&
	isRecord(change as never) &&
	Object.values(change as object).every((value) => isText(value) || isNumber(value)) &&
	Object.keys(rest).length === 0;

function isCard(value: unknown, name: string): value is RunCard {
	if (!isRecord(value as never)) return false;
	const card = value as Record<string, unknown>;
	const known = Object.keys(card).every((key) => Object.hasOwn(FIELDS, key));
	return known && card.name === name && Object.entries(FIELDS).every(([key, fits]) => fits(card[key]));
}

/** Whether a card is one that is kept. */
export const isKept = (card: RunCard): boolean => isCard(JSON.parse(JSON.stringify(card)), card.name);
