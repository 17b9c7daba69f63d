/**
 * Removes the declarations that no import of the package can reach: those of modules behind the public surface whose
 * types appear in none of its signatures. They are a tenth of the tarball, and editors never show them.
 */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/**
 * @param {string} root folder of package.json
 */
export function pruneDeclarations(root) {
	const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
	const waiting = Object.values(exports).flatMap(({ types }) => (types ? [resolve(root, types)] : []));
	const reached = new Set(waiting);
	for (let path = waiting.pop(); path; path = waiting.pop()) {
		for (const [, specifier] of readFileSync(path, "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)) {
			const next = resolve(dirname(path), specifier.replace(/\.(ts|js)$/, ".d.ts"));
			if (reached.has(next)) continue;
			reached.add(next);
			waiting.push(next);
		}
	}
	for (const entry of readdirSync(join(root, "dist"), { recursive: true, withFileTypes: true })) {
		const path = join(entry.parentPath, entry.name);
		if (entry.isFile() && path.endsWith(".d.ts") && !reached.has(path)) rmSync(path);
	}
}
