/**
 * Builds everything a checkout needs: TypeScript to dist/, the command line in few files, and the native addon if there
 * is a C compiler.
 */
import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleCommandLine } from "./bundle.mjs";
import { bundleCharts } from "./bundle-charts.mjs";
import { bundlePage } from "./bundle-page.mjs";
import { indentWithTabs } from "./indent.mjs";
import { pruneDeclarations } from "./prune-declarations.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const require = createRequire(import.meta.url);

let tsc;
try {
	tsc = require.resolve("typescript/bin/tsc");
} catch {
	if (existsSync(join(root, "dist/cli/bin.js"))) process.exit(0); // installed without development tools: nothing to build
	console.error("sluice: TypeScript is not installed, so dist/ cannot be built. Run: npm ci --include=dev");
	process.exit(1);
}
rmSync(join(root, "dist"), { recursive: true, force: true });
// Comments go to the declarations, where editors show them, and not to the code.
for (const emit of [["--declaration", "false", "--removeComments"], ["--emitDeclarationOnly"]]) {
	const args = [tsc, "-p", "tsconfig.build.json", ...emit];
	const typescript = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
	if (typescript.status !== 0) process.exit(typescript.status ?? 1);
}
indentWithTabs(join(root, "dist/src"));
await bundleCharts(join(root, "dist"));
await bundlePage(root);
await bundleCommandLine(join(root, "dist"));
pruneDeclarations(root);

const native = spawnSync(process.execPath, [join(root, "scripts/build-native.mjs")], { cwd: root, stdio: "inherit" });
process.exit(native.status ?? 1);
