/** The package as its user gets it: copies of what `npm pack` would take, with the dependencies of this checkout. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

export interface Packed {
	files: { path: string; size: number }[];
	/** Bytes of the tarball. */
	size: number;
}

/** What `npm pack` takes from this checkout as it is built now. */
export function packedFiles(): Packed {
	const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
	const run = spawnSync("npm", args, { cwd: root, encoding: "utf8" });
	if (run.status !== 0) throw new Error(run.stderr);
	return JSON.parse(run.stdout)[0];
}

/** Copies of the packed files in new folders outside the checkout, nothing beside them but the dependencies. */
export function copyPackage({ files }: Packed): string {
	const folder = join(realpathSync(mkdtempSync(join(tmpdir(), "sluice-packed-"))), "node_modules", "sluice");
	for (const { path } of files) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		cpSync(join(root, path), join(folder, path));
	}
	symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
	return folder;
}
