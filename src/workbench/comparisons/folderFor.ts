/** The folder of a comparison: the result of another one, which cost hours, is never overwritten. */
import { join } from "node:path";
import { fail } from "../../errors/index.ts";
import { type Disk, onDisk } from "../disk/disk.ts";

/** What tells comparisons apart. */
interface Asked {
	on: string;
	options: object;
	trials: readonly { remedy: string; rate: number | null; seed: number }[];
}

/**
 * Returns the folder to write to: `out`, or runs/compare-NAME, or the first runs/compare-NAME-N without the result of
 * another comparison. @throws E_COMPARE_EXISTS if `out` has such a result.
 */
export function folderFor(disk: Disk, out: string | undefined, name: string, asked: Asked): string {
	if (out !== undefined) {
		if (continues(disk, out, asked)) return out;
		throw fail("E_COMPARE_EXISTS", { folder: out });
	}
	for (let n = 1; ; n++) {
		const folder = join("runs", `compare-${name}${n === 1 ? "" : `-${n}`}`);
		if (continues(disk, folder, asked)) return folder;
	}
}

/** Whether nothing is lost: the folder has no result, or one whose every trial is among those that are asked for. */
function continues(disk: Disk, folder: string, { on, options, trials }: Asked): boolean {
	const path = join(folder, "compare.json");
	if (!onDisk("read", path, () => disk.stat(path))) return true;
	const earlier = parsed(onDisk("read", path, () => disk.read(path)));
	if (earlier?.on !== on || sorted(earlier.options) !== sorted(options)) return false;
	const asked = new Set(trials.map(idOf));
	return earlier.trials.every((trial) => asked.has(idOf(trial)));
}

const idOf = ({ remedy, rate, seed }: Asked["trials"][number]) => JSON.stringify([remedy, rate, seed]);
const sorted = (options: object) => JSON.stringify(Object.entries(options).sort());

/** A result of compare(); undefined if the file is none. */
function parsed(bytes: Uint8Array): Asked | undefined {
	try {
		const { on, options, trials } = JSON.parse(Buffer.from(bytes).toString()) as Asked;
		return typeof on === "string" && typeof options === "object" && Array.isArray(trials)
			? { on, options, trials }
			: undefined;
	} catch {
		return undefined;
	}
}
