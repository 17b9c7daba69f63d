/**
 * Compiles native/mpi to prebuilds/<platform>-<arch>/sluice-mpi.node, for a training on several processes (docs/scale.md).
 * Compiler: MPICC, else mpicc from the PATH (Debian: openmpi-bin and libopenmpi-dev, or mpich and libmpich-dev). Nothing
 * else builds it: an installation without MPI never needs it. Builds once per change of source and compiler; --force
 * rebuilds. SLUICE_MPI_OUT sets another folder.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { findCompiler, headersFolder, prebuildFolder, root, run, sha256 } from "./nativeBuild.mjs";

const FLAGS = ["-O2", "-std=gnu11", "-Wall", "-Wextra", "-fPIC", "-fvisibility=hidden", "-shared"];
const source = join(root, "native/mpi/ranks.c");
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

/** Returns a short reason on failure; undefined if the addon is there. */
async function build() {
	const [addon, hashFile] = [join(folder, "sluice-mpi.node"), join(folder, "sluice-mpi.hash")];
	const shown = await run(compiler, ["-show"], root); // the MPI library that this mpicc links
	const digest = sha256(readFileSync(source), JSON.stringify([compiler.version, FLAGS, shown.log])).digest("hex");
	const current = existsSync(addon) && existsSync(hashFile) && readFileSync(hashFile, "utf8") === digest;
	if (current && !process.argv.includes("--force")) return undefined;
	mkdirSync(folder, { recursive: true });
	const temporary = `${addon}.${process.pid}`;
	const link = process.platform === "darwin" ? ["-undefined", "dynamic_lookup"] : ["-s"];
	const built = await run(compiler, [...FLAGS, `-I${headers}`, source, "-o", temporary, ...link], root);
	process.stdout.write(built.log);
	if (!built.ok) return "mpicc failed";
	renameSync(temporary, addon);
	writeFileSync(hashFile, digest);
	return undefined;
}
