/** Asks the process that trains a run to save and stop. */
import { fail } from "../../errors/index.ts";
import { checkRequest } from "../../errors/request.ts";
import { realDisk } from "../disk/disk.ts";
import { lockOwner } from "../disk/lock.ts";
import { isSurely } from "../disk/owner.ts";
import { DEFAULT_RUNS, findRun } from "../runs/runNames.ts";

export interface StopRunRequest {
	/** Name or folder of the run. */
	run: string;
	/** Folder of runs. Default: "runs". */
	runs?: string | undefined;
	/** Process that the caller started itself, which needs no other proof. Default: none. */
	child?: number | undefined;
}

/**
 * Sends SIGTERM to the owner of the run's lock. The lock may come with a folder from elsewhere, so the process must be
 * the one that took it: by the time at which it started, or because the caller started it.
 * @throws E_RUN_IDLE if no process trains the run; E_RUN_OWNER if it cannot be told that the process is the owner.
 */
export function stopRun(request: StopRunRequest): { run: string; pid: number } {
	checkRequest(request, "stopRun()", ["run", "runs", "child"]);
	const { name, folder } = findRun(request.run, request.runs ?? DEFAULT_RUNS, realDisk);
	const owner = lockOwner(folder);
	if (!owner) throw fail("E_RUN_IDLE", { run: name });
	if (owner.pid !== request.child && !isSurely(owner)) throw fail("E_RUN_OWNER", { run: name, pid: owner.pid });
	process.kill(owner.pid, "SIGTERM");
	return { run: name, pid: owner.pid };
}
