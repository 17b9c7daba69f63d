/** Where the package's own binaries lie. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A file of the package, looked for upwards from here: this file runs from src and from dist/src. */
export function packageFile(...parts: string[]): string | undefined {
	for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
		if (existsSync(join(folder, "package.json"))) {
			const path = join(folder, ...parts);
			return existsSync(path) ? path : undefined;
		}
		if (dirname(folder) === folder) return undefined;
	}
}
