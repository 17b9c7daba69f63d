/**
 * Identifies a process by its number, machine and, if /proc has it, start time, and checks whether it is still alive.
 */
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { errno } from "./disk.ts";

export interface Owner {
	pid: number;
	host: string;
	/** Boot and clock tick at which the process started; "" if unknown. Detects reused process numbers. */
	started: string;
}

/** Identity of this process. */
export function thisProcess(): Owner {
	return { pid: process.pid, host: hostname(), started: startOf(process.pid) ?? "" };
}

/** Whether `owner` may still be running. A process of another machine cannot be checked and counts as alive. */
export function isAlive(owner: Owner): boolean {
	if (owner.host !== hostname()) return true;
	if (hasEnded(owner.pid)) return false;
	const started = startOf(owner.pid);
	if (started === "gone") return false;
	return started === undefined || owner.started === "" || started === owner.started;
}

/** Whether no process of this machine has the number `pid`. */
export function hasEnded(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return false;
	} catch (error) {
		return errno(error) === "ESRCH"; // EPERM: alive, but owned by another user
	}
}

/** "boot tick" of a process; "gone" if it has ended but was not yet reaped; undefined if unknown. */
function startOf(pid: number): string | undefined {
	try {
		// pid (name) state ppid ...: the name may contain anything, so fields are counted after its last parenthesis
		const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
		const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		if (fields[0] === "Z" || fields[0] === "X") return "gone";
		const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
		return `${boot} ${fields[19]}`;
	} catch {
		return undefined;
	}
}
