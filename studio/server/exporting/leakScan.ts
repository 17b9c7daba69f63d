/** Looks for what an exported page must not hold (needles.ts) in all of its files, before any is written. */
import type { FileKind } from "./exportedRuns.ts";
import { type LeakKind, type Needle, SECRET_FORMS } from "./needles.ts";
import { headerEnd } from "./publishedWeights.ts";

export interface Scanned {
	path: string;
	bytes: Uint8Array;
	kind: FileKind;
}

export interface Leak {
	file: string;
	/** Line in which it begins, from 1; of a binary file, the byte. */
	place: { line: number } | { byte: number };
	kind: LeakKind;
	/** The first characters of what was found. */
	shown: string;
}

/** The folders of somebody's account, wherever the export is made. */
const HOMES = /(?:\/(?:home|Users)\/|[A-Za-z]:\\{1,2}Users\\{1,2}|\/root\/|file:\/\/\/?)[^\s"'\\/]+/;
/** A text of JSON that is a path from the root. */
const ROOTED = /(?<=[":\s])(?:\/[\w.@ -]+){2,}|(?<=")[A-Za-z]:\\{2}[^"]+/;

/** The first thing that is found; undefined if nothing is. */
export function findLeak(files: Iterable<Scanned>, needles: readonly Needle[]): Leak | undefined {
	for (const file of files) {
		const leak = leakIn(file, needles);
		if (leak) return leak;
	}
	return undefined;
}

function leakIn({ path, bytes, kind }: Scanned, needles: readonly Needle[]): Leak | undefined {
	const binary = /\.(safetensors|wasm|i32)$/.test(path) && kind !== "text";
	const found = (at: number, what: LeakKind, text: string): Leak => ({
		...{ file: path, kind: what, shown: cut(text) },
		place: binary ? { byte: at } : { line: lineOf(bytes, at) },
	});
	for (const needle of needles) {
		if (!needle.everywhere && kind === "page") continue;
		if (!needle.everywhere && binary) continue; // a short word is in random bytes by chance; the header is read below
		const at = placeOf(bytes, needle);
		if (at >= 0) return found(at, needle.kind, needle.text);
	}
	if (kind === "run" && path.endsWith(".safetensors")) {
		const header = { path: `${path}`, bytes: bytes.subarray(8, headerEnd(bytes)), kind };
		return leakIn({ ...header, path: path.replace(/safetensors$/, "safetensors.json") }, needles);
	}
	if (binary || kind !== "run") return undefined;
	const text = Buffer.from(bytes).toString("utf8");
	const forms = [
		["secret", SECRET_FORMS],
		["path", HOMES],
		["path", ROOTED],
	] as const;
	for (const [what, form] of forms) {
		const match = form.exec(text);
		if (match) return found(Buffer.byteLength(text.slice(0, match.index)), what, match[0]);
	}
	return undefined;
}

/** Byte at which the needle begins; -1 if it is not there. JSON writes a backslash as two. */
function placeOf(bytes: Uint8Array, { kind, text }: Needle): number {
	const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (kind === "host" || kind === "user") return wordIn(buffer.toString("utf8"), text);
	const at = buffer.indexOf(text);
	const escaped = JSON.stringify(text).slice(1, -1);
	return at >= 0 || escaped === text ? at : buffer.indexOf(escaped);
}

/** A name stands alone, in whatever case: "kim" is not in "kimchi". */
function wordIn(text: string, name: string): number {
	const form = new RegExp(`(?<![\\p{L}\\p{N}])${name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}(?![\\p{L}\\p{N}])`, "iu");
	const match = form.exec(text);
	return match ? Buffer.byteLength(text.slice(0, match.index)) : -1;
}

function lineOf(bytes: Uint8Array, at: number): number {
	let line = 1;
	for (let n = 0; n < at; n++) if (bytes[n] === 10) line++;
	return line;
}

const MOST_SHOWN = 8;

/** A third of it, and never more than a few characters: the message may be pasted somewhere. */
function cut(text: string): string {
	return `${text.slice(0, Math.min(MOST_SHOWN, Math.ceil(text.length / 3)))}...`;
}
