/** Ends the process groups of a worker's trials when the worker is killed without a chance to do so itself, as by `kill -9`. */
import { type ChildProcess, spawn } from "node:child_process";

/** Reads "+GROUP" and "-GROUP" lines until its input ends, which the system sees to; then ends the groups that are left. */
const WATCH = `const groups = new Set();
let rest = "";
process.stdin.on("data", (text) => {
	const lines = (rest + text).split("\\n");
	rest = lines.pop();
	for (const line of lines) line[0] === "+" ? groups.add(Number(line.slice(1))) : groups.delete(Number(line.slice(1)));
}).on("close", () => {
	for (const group of groups) try { process.kill(-group, "SIGKILL"); } catch {}
});`;

export class GroupLeash {
	readonly #watcher: ChildProcess;

	constructor() {
		this.#watcher = spawn(process.execPath, ["-e", WATCH], {
			stdio: ["pipe", "ignore", "ignore"],
			detached: true, // a Ctrl-C at the terminal must not reach it
			windowsHide: true,
		});
		this.#watcher.on("error", () => undefined); // no process to spare: the groups are then as they would be without it
		this.#watcher.stdin!.on("error", () => undefined);
		this.#watcher.unref();
	}

	add(group: number): void {
		this.#watcher.stdin!.write(`+${group}\n`);
	}

	/** From now on the number may be another program's. */
	remove(group: number): void {
		this.#watcher.stdin!.write(`-${group}\n`);
	}

	end(): void {
		this.#watcher.stdin!.end();
	}
}
