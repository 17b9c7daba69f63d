/** Program of a worker thread: runs one job and ends. It sends JobMessages; any message to it stops the job. */
import { parentPort, workerData } from "node:worker_threads";
import { SluiceError } from "../../errors/index.ts";
import type { JobCall, JobMessage } from "../jobs/job.ts";
import { runJob } from "../jobs/runJob.ts";
import { JOBS } from "./registry.ts";

const port = parentPort!;
const say = (message: JobMessage) => port.postMessage(message);
let stopped = false;
port.once("message", () => {
	stopped = true;
});
try {
	const hooks = { jobs: JOBS, onShare: (share: number) => say({ kind: "share", share }), stopped: () => stopped };
	const value = await runJob(workerData as JobCall, hooks);
	say(value === undefined ? { kind: "stopped" } : { kind: "done", value });
} catch (error) {
	const coded = error instanceof SluiceError ? { coded: { code: error.code, params: error.params } } : {};
	say({ kind: "failed", error: String(error), ...coded });
}
port.close();
