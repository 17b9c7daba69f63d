/** Whether dist/ is what these sources build: paths, sizes and times of both, kept where no package takes them along. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Folders and files from which dist/ is built. */
const SOURCES = ["cli", "docs", "examples", "page", "scripts", "src", "studio", "wasm"];
const FILES = [
	"package.json",
	"package-lock.json",
	"tsconfig.json",
	"tsconfig.build.json",
	"README.md",
	"README.ko.md",
];
const stampOf = (root) => join(root, "node_modules/.cache/sluice/built");

function stateOf(root) {
	const hash = createHash("sha256").update(process.version);
	const files = [...SOURCES, "dist"].flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
	);
	for (const path of [...files, ...FILES.map((file) => join(root, file))].sort()) {
		const { size, mtimeMs } = statSync(path);
		hash.update(`${path}\0${size}\0${mtimeMs}\0`);
	}
	return hash.digest("hex");
}

export function isFresh(root) {
	try {
		return readFileSync(stampOf(root), "utf8") === stateOf(root);
	} catch {
		return false; // nothing built, or nothing known of it
	}
}

export function markFresh(root) {
	mkdirSync(dirname(stampOf(root)), { recursive: true });
	writeFileSync(stampOf(root), stateOf(root));
}
