/**
 * The folder of a study, and the names in it:
 *
 *     study.json            what is searched; written once
 *     events.jsonl          one line an event, for people; no decision depends on it
 *     trials/ID/            the result of a trial: an ordinary run, with trial.json
 *     work/ID.N/            the run of attempt N, until it is renamed to trials/ID
 *     claims/ID/N/          attempt N of a trial: claim.json names its worker, end.json how it ended
 *     workers/NAME.json     a worker's heartbeat, and the attempts that it holds
 *     logs/ID.N.txt         what attempt N printed
 *     asked/ID.json         a trial that was asked for
 *     queue/queue.json      which queue of a server is the study's, once one was used
 *     stop.json             present while the study is stopped
 *
 * The folder may come from elsewhere, so every call goes through `inside`, which rejects links.
 */
import { createHash } from "node:crypto";
import { basename, dirname, join, resolve } from "node:path";
import { fail, SluiceError } from "../../errors/index.ts";
import { nearest } from "../../errors/nearest.ts";
import type { Json } from "../../training/json.ts";
import { isRecord } from "../../training/json.ts";
import type { PlannedTrial } from "../../training/studies/search.ts";
import { sortedSettings } from "../../training/studies/space.ts";
import { type Disk, errno, inside, onDisk, realDisk } from "../disk/disk.ts";
import { decodeJson, encodeJson } from "../disk/losslessJson.ts";
import { makeFolder, makeFolders, publishFolder, replaceFile } from "../disk/publish.ts";
import { readSmall } from "../disk/readSmall.ts";
import { isName, placeOf, slug } from "../runs/runNames.ts";
import { parseStudy, type StudyDocument, studyJson } from "./studyFile.ts";

/** Default folder of studies. */
export const DEFAULT_STUDIES = "studies";
const FILE = "study.json";
const STOP = "stop.json";
const FOLDERS = ["trials", "work", "claims", "workers", "logs", "asked"] as const;
export type StudyPart = (typeof FOLDERS)[number];

export interface Study {
	name: string;
	folder: string;
	document: StudyDocument;
	disk: Disk;
}

/** Creates the folder of a study. @throws E_STUDY_NAME, E_STUDY_EXISTS. */
export function createStudy(document: StudyDocument, studies: string, given: string | undefined, base: string): Study {
	const files = { [FILE]: Buffer.from(`${encodeJson(studyJson(document))}\n`) };
	for (let number = 1; ; number++) {
		const place = studyPlace(given ?? `${slug(base)}-${number}`, studies);
		const taken = fail("E_STUDY_EXISTS", { name: place.name, folder: place.folder });
		try {
			if (onDisk("read", place.folder, () => realDisk.stat(place.folder))) throw taken;
			makeFolders(realDisk, place.parent);
			publishFolder(realDisk, place.parent, place.name, files, () => taken);
		} catch (error) {
			if (error === taken && given === undefined) continue;
			throw error;
		}
		const disk = inside(realDisk, place.folder);
		for (const part of FOLDERS) makeFolder(disk, join(place.folder, part));
		return { name: place.name, folder: place.folder, document, disk };
	}
}

function studyPlace(given: string, studies: string) {
	try {
		return placeOf(given, studies);
	} catch (error) {
		if (error instanceof SluiceError && error.code === "E_RUN_NAME") throw fail("E_STUDY_NAME", { name: given });
		throw error;
	}
}

/** Opens the study with this name or folder. @throws E_STUDY_MISSING; what parseStudy throws. */
export function openStudy(given: string, studies: string): Study {
	const holds = (folder: string) => onDisk("read", folder, () => realDisk.stat(join(folder, FILE)))?.kind === "file";
	const named = isName(given.normalize("NFC")) ? join(studies, given.normalize("NFC")) : undefined;
	const folder = named !== undefined && holds(named) ? named : resolve(given);
	if (given === "" || given.includes("\0") || !holds(folder)) {
		const near = nearest(given, studyNames(studies));
		throw fail("E_STUDY_MISSING", { name: given, studies, ...(near !== undefined && { near }) });
	}
	const disk = inside(realDisk, folder);
	const path = join(folder, FILE);
	const document = parseStudy(decodeJson(readSmall(disk, path)!, path), path, dirname(path));
	for (const part of FOLDERS) makeFolder(disk, join(folder, part));
	return { name: basename(resolve(folder)), folder, document, disk };
}

/** Names of the studies in a folder, sorted with numbers by value; empty if the folder is missing. */
export function studyNames(studies: string): string[] {
	if (!onDisk("read", studies, () => realDisk.stat(studies))) return [];
	const names = onDisk("list", studies, () => realDisk.readdir(studies));
	const holds = (name: string) => onDisk("read", studies, () => realDisk.stat(join(studies, name, FILE)));
	return names.filter((name) => isName(name) && holds(name)).sort(new Intl.Collator("en", { numeric: true }).compare);
}

/** Name of a trial: the first 16 hexadecimal digits of the SHA-256 of its settings, its seed and its rung's updates. */
export function trialId({ settings, seed, steps }: PlannedTrial): string {
	const text = JSON.stringify([sortedSettings(settings), seed, ...(steps === undefined ? [] : [steps])]);
	return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

export const isTrialId = (text: string): boolean => /^[0-9a-f]{16}$/.test(text);

/** Path of an entry of the study. */
export const placeIn = ({ folder }: Pick<Study, "folder">, part: StudyPart, ...names: string[]): string =>
	join(folder, part, ...names);

/** Names in a folder of the study; empty if it is missing. Temporary names are left out. */
export function namesIn({ disk }: Pick<Study, "disk">, path: string): string[] {
	try {
		return onDisk("list", path, () => disk.readdir(path)).filter((name) => !name.startsWith("."));
	} catch (error) {
		if (error instanceof SluiceError && error.code === "E_DISK_MISSING") return [];
		throw error;
	}
}

/** A small JSON object of the study; undefined if it is missing or is not one, as after a crash of its machine. */
export function readRecord({ disk }: Pick<Study, "disk">, path: string): { [key: string]: Json } | undefined {
	try {
		const bytes = readSmall(disk, path, 1 << 20);
		const record = bytes && decodeJson(bytes, path);
		return isRecord(record) ? record : undefined;
	} catch (error) {
		if (error instanceof SluiceError && ["E_JSON", "E_JSON_KEY", "E_LIMIT", "E_DISK_MISSING"].includes(error.code))
			return undefined;
		if (errno(error) === "ENOENT") return undefined;
		throw error;
	}
}

/** Writes or replaces a small JSON object of the study. */
export function writeRecord({ disk }: Pick<Study, "disk">, parent: string, name: string, record: object): void {
	replaceFile(disk, parent, name, Buffer.from(`${encodeJson(record as Json)}\n`));
}

/** Whether the study is stopped. */
export function isStopped({ folder, disk }: Study): boolean {
	const path = join(folder, STOP);
	return onDisk("read", path, () => disk.stat(path)) !== undefined;
}

/** Stops the study, or lets it continue. */
export function setStopped(study: Study, stopped: boolean): void {
	const { folder, disk } = study;
	if (stopped) writeRecord(study, folder, STOP, { format: 1 });
	else if (isStopped(study)) onDisk("remove", join(folder, STOP), () => disk.unlink(join(folder, STOP)));
}
