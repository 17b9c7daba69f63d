/**
 * `npm start`: trains on SQLite's source for 90 s. On a terminal it then serves the studio on what was learned, until
 * Ctrl-C. Elsewhere, and with CI set, it ends after the held-out loss and the sample, and names the studio's command.
 */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const bin = join(dirname(fileURLToPath(import.meta.url)), "..", "dist", "cli", "bin.js");
const budget = process.argv.slice(2);
process.on("SIGINT", () => {}); // the program that runs ends by itself, and this one after it

const sluice = (...args) => {
	const { status, signal } = spawnSync(process.execPath, [bin, ...args], { stdio: "inherit" });
	return status ?? (signal === "SIGINT" ? 130 : 1);
};

const trained = sluice("train", "@sqlite", ...(budget.length > 0 ? budget : ["--minutes", "1.5"]));
if (trained !== 0) process.exit(trained);
if (process.stdout.isTTY && process.stdin.isTTY && !process.env.CI) process.exit(sluice("studio", "@sqlite"));
console.log("\nnpx sluice studio @sqlite");
