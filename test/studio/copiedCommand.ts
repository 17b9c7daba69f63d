/** Runs the command that a panel gives to copy, as a reader would paste it, next to the folder of runs. */
import { spawnSync } from "node:child_process";
import type { Locator } from "playwright-core";
import { PROGRAM } from "./client.ts";

/** Standard output of the commands in the panel's n-th box. @throws if one fails. */
export async function runCopied(panel: Locator, n: number, cwd: string, flags = ""): Promise<string> {
	const command = (await panel.locator(".command pre").nth(n).textContent())!;
	const line = command.replaceAll("npx sluice", `"${process.execPath}" "${PROGRAM}"`).replaceAll("\n", " && ");
	const { stdout, stderr, status } = spawnSync("sh", ["-c", line + flags], {
		cwd,
		encoding: "utf8",
		maxBuffer: 1 << 28,
	});
	if (status !== 0 && status !== 4) throw new Error(`${command}\n${stderr}`);
	return stdout;
}
