/** Sources compiled to plain JavaScript in a temporary folder, for child processes that must run them under any Node. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Compiles `entry` (a path from the repository's root) and all that it imports; returns the compiled entry's path. */
export function compileForChild(entry: string): { folder: string; path: string } {
	const folder = mkdtempSync(join(tmpdir(), "sluice-child-"));
	writeFileSync(join(folder, "package.json"), '{"type":"module"}');
	const seen = new Set<string>();
	const compile = (file: string) => {
		if (seen.has(file)) return;
		seen.add(file);
		const source = readFileSync(file, "utf8");
		const compilerOptions = {
			module: ts.ModuleKind.ESNext,
			target: ts.ScriptTarget.ES2023,
			rewriteRelativeImportExtensions: true,
		};
		const target = join(folder, relative(ROOT, file)).replace(/\.ts$/, ".js");
		mkdirSync(dirname(target), { recursive: true });
		writeFileSync(target, ts.transpileModule(source, { compilerOptions }).outputText);
		for (const { fileName } of ts.preProcessFile(source).importedFiles)
			if (fileName.startsWith(".")) compile(resolve(dirname(file), fileName));
	};
	compile(join(ROOT, entry));
	return { folder, path: join(folder, entry).replace(/\.ts$/, ".js") };
}
