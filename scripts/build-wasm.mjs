/**
 * Compiles native/ to wasm/sluice-{plain,relaxed}[-threads].wasm with clang-19 and wasm-ld-19 (Debian packages clang-19
 * and lld-19), and writes the hash of the sources next to them. The binaries are committed; maintainers run this. Those
 * with threads need a shared memory, which a page has only if it is cross-origin isolated; hence the others. --check
 * only compares the hash: exit 1 if sources and binaries disagree.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const sources = join(root, "native");
const out = join(root, "wasm");
const hashFile = join(out, "sources.sha256");
const RELAXED = ["-O3", "-mrelaxed-simd"];
const PLAIN = ["-O2"]; // a sixth smaller; for old hosts, where speed counts less
const ONE_THREAD = { sources: ["kernels", "wasm"], compile: PLAIN, link: [] };
const THREADS = {
	sources: ["kernels", "wasm", "pool"],
	compile: [...PLAIN, "-matomics"],
	link: ["--shared-memory", `--max-memory=${2 ** 32}`, "--export=__stack_pointer"],
};
const BUILDS = {
	plain: ONE_THREAD,
	relaxed: { ...ONE_THREAD, compile: RELAXED },
	"plain-threads": THREADS,
	"relaxed-threads": { ...THREADS, compile: ["-matomics", ...RELAXED] },
};
const FLAGS = [
	"--target=wasm32",
	"-std=gnu11",
	"-Wall",
	"-Wextra",
	"-ffp-contract=off",
	"-ffreestanding",
	"-fno-builtin",
];
const FEATURES = ["-msimd128", "-mbulk-memory", "-DISA_WASM", "-DKERNELS=kernels_wasm"];
const LINK = [
	"--no-entry",
	"--import-memory",
	"--export=__heap_base",
	"--strip-all",
	"--gc-sections",
	"-z",
	"stack-size=262144",
];
const NATIVE_ONLY = ["addon.c"];

/** Hash of every source that goes into the binaries, and of the flags. */
function digest() {
	const hash = createHash("sha256").update(JSON.stringify([BUILDS, FLAGS, FEATURES, LINK]));
	for (const file of readdirSync(sources).sort())
		if (/\.[ch]$/.test(file) && !NATIVE_ONLY.includes(file))
			hash.update(`${file}\0`).update(readFileSync(join(sources, file)));
	return hash.digest("hex");
}

if (process.argv.includes("--check")) {
	const [wanted, ...files] = readFileSync(hashFile, "utf8").trim().split("\n");
	const agree =
		wanted === digest() &&
		files.every((line) => {
			const [sha, name] = line.split("  ");
			return (
				createHash("sha256")
					.update(readFileSync(join(out, name)))
					.digest("hex") === sha
			);
		});
	if (!agree) console.error("wasm/ was not built from the current native/. Run: npm run build:wasm");
	process.exit(agree ? 0 : 1);
}

function run(command, args) {
	const result = spawnSync(command, args, { cwd: sources, stdio: "inherit" });
	if (result.error || result.status !== 0) {
		console.error(
			`${command} failed${result.error ? `: ${result.error.message}` : ""}. Debian: apt install clang-19 lld-19`,
		);
		process.exit(1);
	}
}

mkdirSync(out, { recursive: true });
const temp = mkdtempSync(join(out, "build-"));
const lines = [digest()];
try {
	for (const [build, { sources: names, compile, link }] of Object.entries(BUILDS)) {
		const objects = names.map((name) => {
			const object = join(temp, `${name}.o`);
			run("clang-19", [...FLAGS, ...FEATURES, ...compile, "-c", `${name}.c`, "-o", object]);
			return object;
		});
		const binary = join(temp, "out.wasm");
		run("wasm-ld-19", [...LINK, ...link, ...objects, "-o", binary]);
		const name = `sluice-${build}.wasm`;
		lines.push(`${createHash("sha256").update(readFileSync(binary)).digest("hex")}  ${name}`);
		renameSync(binary, join(out, name));
	}
	writeFileSync(hashFile, `${lines.join("\n")}\n`);
} finally {
	rmSync(temp, { recursive: true, force: true });
}
