/**
 * Builds everything a checkout needs: declarations and code in dist/, the native addon where a C compiler exists.
 * With --if-changed, a dist/ that these sources have built stays.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isFresh, markFresh } from "./freshness.mjs";
import { packCss } from "./pack-css.mjs";
import { pruneDeclarations } from "./prune-declarations.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const require = createRequire(import.meta.url);

const installed = (name) => {
	try {
		return require.resolve(`${name}/package.json`) !== "";
	} catch {
		return false;
	}
};
const missing = ["typescript", "rolldown", "echarts", "vite", "react"].filter((name) => !installed(name));
if (missing.length > 0) {
	if (existsSync(join(root, "dist/cli/bin.js"))) process.exit(0); // installed without development tools: nothing to build
	console.error(
		`sluice: dist/ cannot be built, since these packages are not installed: ${missing.join(", ")}. Run: npm ci --include=dev`,
	);
	process.exit(1);
}

function run(...args) {
	const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
	if (status !== 0) process.exit(status ?? 1);
}

async function buildDist() {
	rmSync(join(root, "dist"), { recursive: true, force: true });
	run(require.resolve("typescript/bin/tsc"), "-p", "tsconfig.build.json"); // declarations alone
	pruneDeclarations(root);
	const { bundleAll } = await import("./bundles.mjs");
	await bundleAll(root);
	chmodSync(join(root, "dist/cli/bin.js"), 0o755);
	const { buildStudio } = await import("./build-studio.mjs");
	await buildStudio(root);
	writeFileSync(
		join(root, "dist/page/report.css"),
		packCss(readFileSync(join(root, "page/report/report.css"), "utf8")),
	);
	markFresh(root);
}

if (!process.argv.includes("--if-changed") || !isFresh(root)) await buildDist();
run(join(root, "scripts/build-native.mjs"));
