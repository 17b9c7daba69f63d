/** Locates the package's binaries. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Finds a file of the package by searching upwards from here, because this code runs from src and from dist/src. */
export function packageFile(...parts: string[]): string | undefined {
	for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
		if (existsSync(join(folder, "package.json"))) {
			const path = join(folder, ...parts);
			return existsSync(path) ? path : undefined;
		}
		if (dirname(folder) === folder) return undefined;
	}
}
