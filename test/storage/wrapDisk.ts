/** Disks that misbehave on purpose, around a disk that works. */
import type { Disk } from "../../src/workbench/disk/disk.ts";
import { errnoError } from "./memoryDisk.ts";

export const FAULTS = ["ENOSPC", "EIO", "EMFILE", "EACCES", "short write"] as const;
export type Fault = (typeof FAULTS)[number];

export type Call = Exclude<keyof Disk, "pieceBytes">;

/** A disk whose every call goes through `around` (its name, its number from 1, its subject, and the call itself). */
export function wrapDisk(
	disk: Disk,
	around: (call: { name: Call; number: number; subject: string }, run: () => unknown, args: unknown[]) => unknown,
): Disk {
	let number = 0;
	const wrapped = new Proxy(disk, {
		get(target, name: Call) {
			if (typeof target[name] !== "function") return target[name];
			const method = target[name] as (...args: unknown[]) => unknown;
			return (...args: unknown[]) =>
				around({ name, number: ++number, subject: String(args[0]) }, () => method.apply(target, args), args);
		},
	});
	return wrapped;
}

/** Fails the `failAt`-th call with `fault`, and every later one too if `sticky`. `state` tells how many calls came. */
export function faultyDisk(disk: Disk, plan: { failAt: number; fault: Fault; sticky: boolean }) {
	const state = { calls: 0 };
	const faulty = wrapDisk(disk, (call, run, args) => {
		state.calls = call.number;
		const due = plan.sticky ? call.number >= plan.failAt : call.number === plan.failAt;
		if (!due) return run();
		if (plan.fault === "short write") {
			if (call.name !== "write") return run();
			const [file, bytes, at] = args as [number, Uint8Array, number?];
			// Sticky: the disk takes half of what it is given, and in the end nothing
			return disk.write(file, bytes.subarray(0, bytes.length >> 1), at);
		}
		throw errnoError(plan.fault, call.subject);
	});
	return { disk: faulty, state };
}
