/**
 * Compiles native/ for this machine, once per change of sources, compiler or flags.
 * Compiler: CC, else cc, gcc or clang from the PATH; headers: the npm package node-api-headers.
 * Where that cannot be, says so in one line: an addon of other sources is removed and the wasm engine does the work; one
 * of these sources, or one that came with a package, stays.
 * SLUICE_NATIVE_OUT names another folder. --force builds again; --verbose (or SLUICE_BUILD_LOG=1) shows the compiler's log.
 */
import { relative } from "node:path";
import { buildAddon, keepAddon, localCompilers, prebuildFolder, root } from "./nativeBuild.mjs";

const target = `${process.platform}-${process.arch}`;
const folder = process.env.SLUICE_NATIVE_OUT ?? prebuildFolder(target);
const why = await buildAddon({
	target,
	compilers: localCompilers(),
	folder,
	force: process.argv.includes("--force"),
	verbose: process.argv.includes("--verbose") || process.env.SLUICE_BUILD_LOG === "1",
});
if (why && keepAddon(folder)) console.log(`sluice: ${why}; ${relative(root, folder)} is kept as it is`);
else if (why)
	console.log(`sluice: ${why}, so the wasm engine will be used (slower; see: npm run build:native -- --verbose)`);
