/**
 * Compiles native/ to prebuilds/<platform>-<arch>/sluice.node, once per change of sources, compiler or flags.
 * Compiler: CC, else cc, gcc or clang from the PATH; headers: the npm package node-api-headers.
 * Without a compiler, or when it fails, says so in one line and leaves the wasm engine to do the work.
 * SLUICE_NATIVE_OUT names another folder. --force builds again; --verbose (or SLUICE_BUILD_LOG=1) shows the compiler's log.
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

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const sources = join(root, "native");
const out = process.env.SLUICE_NATIVE_OUT ?? join(root, "prebuilds", `${process.platform}-${process.arch}`);
const target = join(out, "sluice.node");
const hashFile = join(out, "sluice.hash");
const verbose = process.argv.includes("--verbose") || process.env.SLUICE_BUILD_LOG === "1";

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
];

function giveUp(why) {
	rmSync(target, { force: true });
	rmSync(hashFile, { force: true });
	console.log(`sluice: ${why}, so the wasm engine will be used (slower; see: npm run build:native -- --verbose)`);
	process.exit(0);
}

function findCompiler() {
	for (const name of process.env.CC ? [process.env.CC] : ["cc", "gcc", "clang"]) {
		const [command, ...args] = name.split(/\s+/);
		const version = spawnSync(command, [...args, "--version"], { encoding: "utf8" });
		if (version.status === 0) return { command, args, version: version.stdout };
	}
	return undefined;
}

function headersFolder() {
	const require = createRequire(import.meta.url);
	try {
		return join(dirname(require.resolve("node-api-headers/package.json")), "include");
	} catch {
		return undefined;
	}
}

function run(compiler, args) {
	return new Promise((done) => {
		const child = spawn(compiler.command, [...compiler.args, ...args], { cwd: sources });
		let log = "";
		child.stdout.on("data", (text) => (log += text));
		child.stderr.on("data", (text) => (log += text));
		child.on("error", (error) => done({ ok: false, log: String(error) }));
		child.on("close", (code) => done({ ok: code === 0, log }));
	});
}

const isas = ISAS[process.arch];
if (!isas || process.platform === "win32") giveUp(`no native kernels for ${process.platform} ${process.arch}`);
const compiler = findCompiler();
if (!compiler) giveUp("no C compiler found");
const headers = headersFolder();
if (!headers) giveUp("the npm package node-api-headers is not installed");

const hash = createHash("sha256").update(JSON.stringify([compiler.version, FLAGS, isas]));
for (const file of readdirSync(sources).sort()) hash.update(file).update(readFileSync(join(sources, file)));
const digest = hash.digest("hex");
const current = existsSync(target) && existsSync(hashFile) && readFileSync(hashFile, "utf8") === digest;
if (current && !process.argv.includes("--force")) process.exit(0);

mkdirSync(out, { recursive: true });
const temp = mkdtempSync(join(out, "build-"));
try {
	const objects = [
		...isas.map(([isa, flags]) => [
			`${isa}.o`,
			["kernels.c", ...flags, `-DISA_${isa.toUpperCase()}`, `-DKERNELS=kernels_${isa}`],
		]),
		["addon.o", ["addon.c", `-I${headers}`]],
		["pool.o", ["pool.c"]],
	];
	const results = await Promise.all(
		objects.map(([object, args]) => run(compiler, [...FLAGS, "-c", ...args, "-o", join(temp, object)])),
	);
	if (results.every((result) => result.ok)) {
		const undefinedSymbols = process.platform === "darwin" ? ["-undefined", "dynamic_lookup"] : [];
		const files = objects.map(([object]) => join(temp, object));
		const addon = join(temp, "sluice.node");
		results.push(await run(compiler, ["-shared", "-pthread", ...undefinedSymbols, "-o", addon, ...files]));
	}
	if (verbose) for (const result of results) process.stdout.write(result.log);
	if (!results.every((result) => result.ok)) giveUp("the C compiler failed");
	renameSync(join(temp, "sluice.node"), target);
	writeFileSync(`${hashFile}.new`, digest);
	renameSync(`${hashFile}.new`, hashFile);
} finally {
	rmSync(temp, { recursive: true, force: true });
}
