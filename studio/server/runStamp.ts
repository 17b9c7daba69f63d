/** Tells when a run is no longer the one that was opened: it may have been continued, or be another run of that name. */
import { statSync } from "node:fs";
import { join } from "node:path";
import type { RunPlace } from "./runIds.ts";

/** Returns a text that differs as soon as the run's files do. */
export function runStamp({ run, runs }: Pick<RunPlace, "run" | "runs">): string {
	const files = ["config.json", "metrics.jsonl"].map((file) => {
		const found = statSync(join(runs, run, file), { throwIfNoEntry: false });
		return found ? `${found.ino}:${found.size}:${found.mtimeMs}` : "-";
	});
	return [runs, run, ...files].join(" ");
}
