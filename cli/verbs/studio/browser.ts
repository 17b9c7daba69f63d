/**
 * Opens a link in the user's browser. The link opens a session, and every user of a computer can see the words of its
 * commands. So it stands in a file that only its owner can read, and the browser is given the name of that file.
 */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The page that leads to `link`: no script, and nothing of the link that HTML would read. */
export function redirectPage(link: string): string {
	const safe = link.replace(/[^\w:/.#=-]/g, "");
	return `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url=${safe}"><title>Sluice</title><a href="${safe}">Sluice</a>\n`;
}

/**
 * Opens `link`; false if this computer has no program for it.
 * @param folder for the file, readable by its owner alone
 */
export async function openBrowser(link: string, folder: string): Promise<boolean> {
	const file = join(folder, "open.html");
	writeFileSync(file, redirectPage(link), { mode: 0o600 });
	const [program, ...args] = opener(pathToFileURL(file).href);
	const child = spawn(program, args, { stdio: "ignore", detached: true, windowsHide: true });
	child.unref();
	return new Promise((resolve) => {
		child.on("error", () => resolve(false));
		child.on("spawn", () => resolve(true));
	});
}

function opener(address: string): [string, ...string[]] {
	if (process.platform === "darwin") return ["open", address];
	if (process.platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler", address];
	return ["xdg-open", address];
}
