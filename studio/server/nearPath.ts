/** How a command in the studio's folder names a path. */
import { relative, resolve } from "node:path";

/** Relative to the studio's folder; whole if it is outside of it. @param path absolute */
export function nearPath(path: string): string {
	const near = relative("", path);
	return near === "" || near.startsWith("..") ? path : near;
}

/** What `--runs` is given for a folder of runs; null if a command needs no such option. @param runs absolute */
export const runsWord = (runs: string): string | null => (runs === resolve("runs") ? null : nearPath(runs));
