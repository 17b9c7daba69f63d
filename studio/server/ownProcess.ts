/** Starts a command of Sluice as a process of its own, which goes on when the studio ends. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";

/** @param errors new file for what it prints on standard error */
export function startProcess(program: string, argv: readonly string[], errors: string): ChildProcess {
	const output = openSync(errors, "wx", 0o600);
	try {
		return spawn(process.execPath, [program, ...argv], {
			detached: true,
			stdio: ["ignore", "ignore", output],
			windowsHide: true,
		});
	} finally {
		closeSync(output);
	}
}
