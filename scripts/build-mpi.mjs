/**
 * Compiles native/mpi to prebuilds/<platform>-<arch>/sluice-mpi.node, for a training on several processes (docs/scale.md).
 * Compiler: MPICC, else mpicc from the PATH (Debian: openmpi-bin and libopenmpi-dev, or mpich and libmpich-dev). Nothing
 * else builds it: an installation without MPI never needs it. Builds once per change of source and compiler; --force
 * rebuilds. SLUICE_MPI_OUT sets another folder.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { findCompiler, headersFolder, localCompilers, prebuildFolder, root, run, sha256 } from "./nativeBuild.mjs";

const FLAGS = ["-O2", "-std=gnu11", "-Wall", "-Wextra", "-fPIC", "-fvisibility=hidden", "-shared"];
/** Addons by source. `heap` is loaded first. */
const ADDONS = { "ranks.c": "sluice-mpi.node", "heap.c": "sluice-mpi-heap.node" };
const folder = process.env.SLUICE_MPI_OUT ?? prebuildFolder(`${process.platform}-${process.arch}`);

const compiler = findCompiler([process.env.MPICC ?? "mpicc"]);
const headers = headersFolder();
const why = !compiler
	? "no mpicc found (Debian: apt-get install openmpi-bin libopenmpi-dev)"
	: !headers
		? "the npm package node-api-headers is not installed"
		: await build();
console.log(`sluice: ${why ?? `${relative(root, join(folder, "sluice-mpi.node"))} is there`}`);
process.exit(why ? 1 : 0);

/** Returns a short reason on failure; undefined if the addons are there. */
async function build() {
	const shown = await run(compiler, ["-show"], root); // the MPI library that this mpicc links
	mkdirSync(folder, { recursive: true });
	for (const [source, name] of Object.entries(ADDONS)) {
		const path = join(root, "native/mpi", source);
		const [addon, hashFile] = [join(folder, name), join(folder, name.replace(".node", ".hash"))];
		const digest = sha256(readFileSync(path), JSON.stringify([compiler.version, FLAGS, shown.log])).digest("hex");
		const current = existsSync(addon) && existsSync(hashFile) && readFileSync(hashFile, "utf8") === digest;
		if (current && !process.argv.includes("--force")) continue;
		const temporary = `${addon}.${process.pid}`;
		// heap.c is compiled without MPI, which must not be loaded with it
		const by = source === "heap.c" ? findCompiler(localCompilers()) : compiler;
		if (!by) return "no C compiler found";
		const link = process.platform === "darwin" ? ["-undefined", "dynamic_lookup"] : ["-s"];
		const built = await run(by, [...FLAGS, `-I${headers}`, path, "-o", temporary, ...link], root);
		process.stdout.write(built.log);
		if (!built.ok) return "the C compiler failed";
		renameSync(temporary, addon);
		writeFileSync(hashFile, digest);
	}
	return undefined;
}
