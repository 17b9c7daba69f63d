/** Programs that read or write the same files by code of their own; a test is skipped by name where one is missing. */
import { spawnSync } from "node:child_process";

/** Debian's Python, where python3-numpy and python3-h5py are installed. */
const PYTHON = "/usr/bin/python3";

/** Whether Python has the modules. */
export function hasPython(...modules: string[]): boolean {
	return spawnSync(PYTHON, ["-c", modules.map((name) => `import ${name}`).join("\n")]).status === 0;
}

/** Runs a Python program and returns what it printed. @throws an error with what it wrote to standard error. */
export function python(program: string, ...args: string[]): string {
	const { status, stdout, stderr } = spawnSync(PYTHON, ["-c", program, ...args], { encoding: "utf8" });
	if (status !== 0) throw new Error(stderr);
	return stdout;
}
