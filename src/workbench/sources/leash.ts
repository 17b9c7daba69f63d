/** Ends a program's group when this process is killed without a chance to do so itself, as by `kill -9`. */
import { spawn } from "node:child_process";

/** Reads until its input ends, which the system sees to when the process at the other end is gone; then ends the group. */
const WATCH = `process.stdin.on("close", () => {
	try { process.kill(-Number(process.argv[1]), "SIGKILL"); } catch {}
}).resume();`;

/**
 * Watches over the process group `group` from a process of its own, which also ends.
 * @returns what to call when the group has ended: from then on its number may be another program's.
 */
export function leash(group: number): () => void {
	const watcher = spawn(process.execPath, ["-e", WATCH, String(group)], {
		stdio: ["pipe", "ignore", "ignore"],
		detached: true, // a Ctrl-C at the terminal must not reach it
		windowsHide: true,
	});
	watcher.on("error", () => undefined); // no process to spare: the group is then as it would be without a watcher
	watcher.unref();
	return () => watcher.kill("SIGKILL");
}
