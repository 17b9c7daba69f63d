/**
 * Compiles native/ for this machine, once per change of sources, compiler or flags. Compiler: CC, else cc, gcc or clang
 * from the PATH. Headers: the npm package node-api-headers. If that is impossible, it says so in one line. An addon
 * built from other sources is then removed, and the wasm engine is used; one built from these sources, or one that came
 * with a package, is kept. SLUICE_NATIVE_OUT sets another folder. --force rebuilds; --verbose (or SLUICE_BUILD_LOG=1)
 * shows the compiler's log.
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
