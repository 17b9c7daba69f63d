/**
 * Identifies a process beyond its number, which means nothing in another container, on another machine or after a
 * restart: by host name, machine, boot, pid namespace and start time, as far as /proc has them. Checks whether a process
 * so identified is still alive.
 */
import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { errno } from "./disk.ts";

export interface Owner {
	pid: number;
	host: string;
	/** Boot and clock tick at which the process started; "" if unknown. Detects reused process numbers. */
	started: string;
	/** Id of the machine's installation and of its boot; "" if unknown, as in most containers. */
	machine: string;
	boot: string;
	/** Namespace that the process number belongs to: each container has its own. "" if unknown. */
	namespace: string;
}

/** "elsewhere": it may be alive, but cannot be seen from here: in another container, or on another machine. */
export type Life = "alive" | "dead" | "elsewhere";

/** Identity of this process. */
export function thisProcess(): Owner {
	return {
		pid: process.pid,
		host: hostname(),
		started: startOf(process.pid) ?? "",
		machine: read("/etc/machine-id"),
		boot: read("/proc/sys/kernel/random/boot_id"),
		namespace: namespaceHere(),
	};
}

/**
 * Whether `owner` is still running. A boot that has ended takes its processes along, if it was this machine's; an owner
 * written without boot and namespace is judged by host and number.
 */
export function lifeOf(owner: Owner, here: Owner = thisProcess()): Life {
	if (owner.boot !== "" && here.boot !== "" && owner.boot !== here.boot) {
		const sameMachine = owner.machine !== "" && owner.machine === here.machine && owner.host === here.host;
		return sameMachine ? "dead" : "elsewhere";
	}
	const sameBoot = owner.boot !== "" && owner.boot === here.boot;
	if (!sameBoot && owner.host !== here.host) return "elsewhere";
	if (owner.namespace !== "" && here.namespace !== "" && owner.namespace !== here.namespace) return "elsewhere";
	if (hasEnded(owner.pid)) return "dead";
	const started = startOf(owner.pid);
	if (started === "gone") return "dead";
	return started === undefined || owner.started === "" || started === owner.started ? "alive" : "dead";
}

/** Whether no process that is visible here has the number `pid`. */
export function hasEnded(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return false;
	} catch (error) {
		return errno(error) === "ESRCH"; // EPERM: alive, but owned by another user
	}
}

let place: string | undefined;
/** Eight hexadecimal digits for where process numbers are those of this process: its host and its pid namespace. */
export function placeHere(): string {
	place ??= createHash("sha256").update(`${hostname()}\0${namespaceHere()}`).digest("hex").slice(0, 8);
	return place;
}

/**
 * Mark of this process for the names of its temporary files: "PLACE.PID.START", of which START is eight hexadecimal
 * digits of its boot and start time, or "0" if they are unknown.
 */
export function processMark(): string {
	return `${placeHere()}.${process.pid}.${startMark(process.pid)}`;
}

/** Whether the process that wrote a mark has ended; false if it cannot be seen from here or the mark has another form. */
export function hasEndedBy(mark: string): boolean {
	const [, place, pid, start] = /^([0-9a-f]{8})\.(\d{1,10})\.([0-9a-f]{1,8})$/.exec(mark) ?? [];
	if (place !== placeHere()) return false;
	if (hasEnded(Number(pid))) return true;
	const now = startMark(Number(pid));
	return now === "gone" || (start !== "0" && now !== "0" && now !== start);
}

/** Whether a mark was written where process numbers are those of this process. */
export function isHere(mark: string): boolean {
	return mark.startsWith(`${placeHere()}.`);
}

function startMark(pid: number): string {
	const started = startOf(pid);
	if (started === undefined || started === "gone") return started ?? "0";
	return createHash("sha256").update(started).digest("hex").slice(0, 8);
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

function namespaceHere(): string {
	try {
		return readlinkSync("/proc/self/ns/pid");
	} catch {
		return "";
	}
}

function read(path: string): string {
	try {
		return readFileSync(path, "latin1").trim().slice(0, 64);
	} catch {
		return "";
	}
}

/** Whether `owner` is a process of this machine that runs now and started when the owner did. */
export function isSurely(owner: Owner): boolean {
	return owner.started !== "" && lifeOf(owner) === "alive" && startOf(owner.pid) === owner.started;
}
