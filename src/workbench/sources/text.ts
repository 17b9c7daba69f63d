/** Joins the members of an archive into one text. */
import { createHash } from "node:crypto";
import { fail } from "../../errors/index.ts";
import { byCodeUnits, shuffled } from "./folder.ts";
import { tarMembers } from "./tar.ts";

/** Which members of an archive form the text, and in which order. */
export interface Pick {
	/** Number of leading path names to drop: 1 removes "package/" in npm's archives. */
	strip: number;
	/** Required beginning of the remaining path. */
	prefix: string;
	/** Accepted endings of the path. */
	suffixes: readonly string[];
	/**
	 * Seed of the shuffle. Paths are sorted by UTF-16 code units; with a seed they are then shuffled (Fisher-Yates from
	 * last to first, drawn from the stream of seed and purpose "files"), so that held-out text is of the same kind as
	 * the rest.
	 */
	seed?: number;
}

/** Maximum text size in bytes, and maximum number of files: all of it is in memory while it is sorted. */
const MOST_BYTES = 64 * 2 ** 20;
const MOST_FILES = 2 ** 16;

export interface PickedText {
	pieces: Uint8Array[];
	bytes: number;
	files: number;
	sha256: string;
}

/** Reads an archive once and joins the picked files without a separator. If there are none, throws a coded error. */
export async function pickText(archive: AsyncIterable<Uint8Array>, name: string, pick: Pick): Promise<PickedText> {
	const contents = new Map<string, Uint8Array[]>();
	let bytes = 0;
	for await (const member of tarMembers(archive, name)) {
		const path = member.path.replace(/^\.\//, "").split("/").slice(pick.strip).join("/");
		if (!path.startsWith(pick.prefix) || !pick.suffixes.some((suffix) => path.endsWith(suffix))) continue;
		if (contents.size === MOST_FILES)
			throw fail("E_LIMIT", { where: name, limit: "members", got: MOST_FILES + 1, max: MOST_FILES });
		const content: Uint8Array[] = [];
		for await (const piece of member.content()) {
			bytes += piece.length;
			if (bytes > MOST_BYTES)
				throw fail("E_ARCHIVE", { path: name, why: { reason: "large", mebibytes: MOST_BYTES / 2 ** 20 } });
			content.push(piece.slice());
		}
		contents.set(path, content);
	}
	if (bytes === 0) {
		throw fail("E_ARCHIVE", { path: name, why: { reason: "noText", prefix: pick.prefix, suffixes: pick.suffixes } });
	}
	const sorted = [...contents.keys()].sort(byCodeUnits);
	const order = pick.seed === undefined ? sorted : shuffled(sorted, pick.seed);
	const pieces = order.flatMap((path) => contents.get(path)!);
	const hash = createHash("sha256");
	for (const piece of pieces) hash.update(piece);
	return { pieces, bytes, files: order.length, sha256: hash.digest("hex") };
}
