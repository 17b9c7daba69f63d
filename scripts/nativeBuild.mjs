/**
 * Compiles native/ to one Node-API addon with all instruction sets of its architecture. Used by build-native.mjs (this
 * machine) and build-prebuilds.mjs (for the package). Both write prebuilds/<platform>-<arch>/sluice.node and, next to
 * it, sluice.hash: the hash of the sources, then that of the compiler and its flags.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const sources = join(root, "native");

const ISAS = {
	x64: [
		["avx512", ["-mavx512f", "-mavx2", "-mfma"]],
		["avx2", ["-mavx2", "-mfma"]],
		["sse2", []],
	],
	arm64: [["neon", []]],
};
const FLAGS = [
	"-O2",
	"-ftree-vectorize",
	"-std=gnu11",
	"-Wall",
	"-Wextra",
	"-fPIC",
	"-fvisibility=hidden",
	"-ffp-contract=off",
	"-fno-math-errno",
	"-U_FORTIFY_SOURCE", // its checked versions of memcpy exist only in glibc
];
const LINK = { linux: ["-s"], darwin: ["-undefined", "dynamic_lookup"] };
// outlined atomics need a symbol of glibc
const ARCH_FLAGS = { "linux-arm64": ["-mno-outline-atomics"] };

/** Returns the first of these commands that answers --version. */
export function findCompiler(names) {
	for (const name of names) {
		const [command, ...args] = name.split(/\s+/);
		const version = spawnSync(command, [...args, "--version"], { encoding: "utf8" });
		if (version.status === 0) return { command, args, version: version.stdout };
	}
	return undefined;
}

/** The compilers of this machine: CC, else cc, gcc or clang. */
export const localCompilers = () => (process.env.CC ? [process.env.CC] : ["cc", "gcc", "clang"]);

export const prebuildFolder = (target) => join(root, "prebuilds", target);

export const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part).update("\0"), createHash("sha256"));

function hashOfSources() {
	const files = readdirSync(sources).filter((file) => /\.[ch]$/.test(file));
	return sha256(...files.sort().flatMap((file) => [file, readFileSync(join(sources, file))])).digest("hex");
}

/**
 * Removes an addon built from other sources; returns true if one is left. One without a hash came with a package and is
 * kept.
 */
export function keepAddon(folder) {
	const [addon, hashFile] = [join(folder, "sluice.node"), join(folder, "sluice.hash")];
	const stale = existsSync(hashFile) && readFileSync(hashFile, "utf8").split("\n")[0] !== hashOfSources();
	if (stale) for (const file of [addon, hashFile]) rmSync(file, { force: true });
	return existsSync(addon);
}

export function headersFolder() {
	const require = createRequire(import.meta.url);
	try {
		return join(dirname(require.resolve("node-api-headers/package.json")), "include");
	} catch {
		return undefined;
	}
}

export function run(compiler, args, cwd = sources) {
	return new Promise((done) => {
		const child = spawn(compiler.command, [...compiler.args, ...args], { cwd });
		let log = "";
		child.stdout.on("data", (text) => (log += text));
		child.stderr.on("data", (text) => (log += text));
		child.on("error", (error) => done({ ok: false, log: String(error) }));
		child.on("close", (code) => done({ ok: code === 0, log }));
	});
}

/**
 * Builds the addon of a target such as "linux-x64" into a folder, unless the one there was built from these sources
 * with this compiler and these flags. Returns a short reason on failure; undefined if the addon is there.
 */
export async function buildAddon({ target, compilers, folder = prebuildFolder(target), force, verbose }) {
	const [platform, arch] = target.split("-");
	const isas = ISAS[arch];
	if (!isas || platform === "win32") return `no native kernels for ${platform} ${arch}`;
	const compiler = findCompiler(compilers);
	if (!compiler) return "no C compiler found";
	const headers = headersFolder();
	if (!headers) return "the npm package node-api-headers is not installed";
	const flags = [...FLAGS, ...(ARCH_FLAGS[target] ?? [])];
	const link = ["-shared", "-pthread", ...(LINK[platform] ?? [])];
	const built = sha256(JSON.stringify([compiler.version, flags, link, isas])).digest("hex");
	const digest = `${hashOfSources()}\n${built}\n`;
	const [addon, hashFile] = [join(folder, "sluice.node"), join(folder, "sluice.hash")];
	const current = existsSync(addon) && existsSync(hashFile) && readFileSync(hashFile, "utf8") === digest;
	if (current && !force) return undefined;

	mkdirSync(folder, { recursive: true });
	const temp = mkdtempSync(join(folder, "build-"));
	try {
		const objects = [
			...isas.map(([isa, own]) => [
				`${isa}.o`,
				["kernels.c", ...own, `-DISA_${isa.toUpperCase()}`, `-DKERNELS=kernels_${isa}`],
			]),
			["addon.o", ["addon.c", `-I${headers}`]],
			["pool.o", ["pool.c"]],
		];
		const results = await Promise.all(
			objects.map(([object, args]) => run(compiler, [...flags, "-c", ...args, "-o", join(temp, object)])),
		);
		if (results.every((result) => result.ok)) {
			const files = objects.map(([object]) => join(temp, object));
			results.push(await run(compiler, [...link, "-o", join(temp, "sluice.node"), ...files]));
		}
		if (verbose) for (const result of results) process.stdout.write(result.log);
		if (!results.every((result) => result.ok)) return "the C compiler failed";
		renameSync(join(temp, "sluice.node"), addon);
		writeFileSync(`${hashFile}.new`, digest);
		renameSync(`${hashFile}.new`, hashFile);
		return undefined;
	} finally {
		rmSync(temp, { recursive: true, force: true });
	}
}
