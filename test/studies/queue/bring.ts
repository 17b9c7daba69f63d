/**
 * Brings BullMQ and ioredis, which are no dependencies of the project, into the user's cache: the npm client fetches what
 * the package.json here names and checks it against the digests of its lockfile. No install script runs.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

const PACKAGE = join(import.meta.dirname, "package");
const NPM = ["ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error"];

/** The folder node_modules that has them; undefined where they cannot be fetched. */
export function bringBullmq(): string | undefined {
	const { XDG_CACHE_HOME: given = "" } = process.env;
	const cache = join(isAbsolute(given) ? given : join(homedir(), ".cache"), "sluice-test");
	const { bullmq, ioredis } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")).dependencies;
	const folder = join(cache, `bullmq-${bullmq}-ioredis-${ioredis}`);
	if (existsSync(folder)) return join(folder, "node_modules");
	mkdirSync(cache, { recursive: true });
	const staging = mkdtempSync(join(cache, "staging-"));
	try {
		cpSync(PACKAGE, staging, { recursive: true });
		if (spawnSync("npm", NPM, { cwd: staging, stdio: "ignore", timeout: 120_000 }).status !== 0) return undefined;
		if (!existsSync(folder)) renameSync(staging, folder);
		return join(folder, "node_modules");
	} finally {
		rmSync(staging, { recursive: true, force: true });
	}
}
