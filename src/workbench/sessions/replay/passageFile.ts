/** A passage as it is named: itself, or the path of a file that holds it. */
import { onDisk, realDisk } from "../../disk/disk.ts";

/** Longest path, in characters; a longer text is a passage. */
const MOST_PATH = 1024;

/** The passage, or the content of the file of that name without a final line break. */
export function passageOf(named: string): string {
	if (named === "" || named.length > MOST_PATH || /[\n\0]/.test(named) || !isFile(named)) return named;
	const bytes = onDisk("read", named, () => realDisk.read(named));
	return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes).replace(/\r?\n$/, "");
}

function isFile(path: string): boolean {
	try {
		return realDisk.stat(path)?.kind === "file";
	} catch {
		return false; // no path, but a passage
	}
}
