/** Runs commands that the page gives to copy, as a reader would paste them, next to the folder of runs. */
import { spawnSync } from "node:child_process";
import type { Locator } from "playwright-core";
import { PROGRAM } from "./client.ts";

/** Standard output of a copied command, or of several, one a line. @param flags added at the end. @throws if one fails. */
export function printedBy(command: string, cwd: string, flags = ""): string {
	const own = `"${process.execPath}" "${PROGRAM}" `;
	const line = command.replaceAll("\n", " && ").replace(/(?<=^|&& )(npx )?sluice /g, own);
	const { stdout, stderr, status } = spawnSync("sh", ["-c", line + flags], {
		...({ cwd, encoding: "utf8", maxBuffer: 1 << 28 } as const),
	});
	if (status !== 0 && status !== 4) throw new Error(`${command}\n${stderr}`);
	return stdout;
}

/** What the commands in the panel's n-th box print. */
export const runCopied = async (panel: Locator, n: number, cwd: string, flags = ""): Promise<string> =>
	printedBy((await panel.locator(".command pre").nth(n).textContent())!, cwd, flags);

/** What a program prints, as the page shows it: its numbers below 0, and exponents below 0, with the true minus. */
export const withMinus = (printed: string): string => printed.replace(/(?<=^|[\s[(=])-(?=\d)|(?<=\de)-(?=\d)/gm, "−");
