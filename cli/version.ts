/** The package's version, read from the nearest package.json above this file (from cli/ and from dist/cli/ alike). */
import { existsSync, readFileSync } from "node:fs";

export function version(): string {
	for (let folder = new URL(".", import.meta.url); folder.pathname !== "/"; folder = new URL("..", folder)) {
		const file = new URL("package.json", folder);
		if (existsSync(file)) return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
	}
	return "unknown";
}
