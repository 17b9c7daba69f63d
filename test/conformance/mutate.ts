/** Loads source files of src/ with one line broken on purpose, to see whether the checks notice. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileFunction } from "node:vm";
import ts from "typescript";

/** A fault: in `file` (below src/), `from` becomes `to`. `from` must stand there exactly once. */
export interface Fault {
	name: string;
	file: string;
	from: string;
	to: string;
}

const src = fileURLToPath(new URL("../../src/", import.meta.url));
const compiled = new Map<string, string>();

/** Loads modules of src/ by their path, all of one graph; `fault` breaks one of its files. */
export function loader(fault?: Fault): <M>(file: string) => M {
	const loaded = new Map<string, object>();
	const load = (file: string): object => {
		const known = loaded.get(file);
		if (known) return known;
		const exports = {};
		loaded.set(file, exports);
		const body = compileFunction(fault?.file === file ? compile(broken(fault)) : original(file), [
			"exports",
			"require",
		]);
		body(exports, (path: string) => load(join(dirname(file), path)));
		return exports;
	};
	return <M>(file: string) => load(file) as M;
}

function broken({ file, from, to }: Fault): string {
	const text = readFileSync(join(src, file), "utf8");
	const places = text.split(from).length - 1;
	if (places !== 1) throw new Error(`${file} holds the text to break ${places} times, expected once: ${from}`);
	return text.replace(from, () => to);
}

function original(file: string): string {
	const known = compiled.get(file);
	if (known !== undefined) return known;
	const text = compile(readFileSync(join(src, file), "utf8"));
	compiled.set(file, text);
	return text;
}

function compile(text: string): string {
	const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 };
	return ts.transpileModule(text, { compilerOptions }).outputText;
}
